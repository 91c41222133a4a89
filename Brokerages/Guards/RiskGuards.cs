using System.Globalization;

namespace LeanDeep.Brokerages.Guards;

/// <summary>An order that wants to go out, and what is known at that moment. Dollars; quantities are negative when sold or short.</summary>
/// <param name="Pending">Shares of the name that open orders still change.</param>
/// <param name="Price">Of the name; 0 when there is none.</param>
/// <param name="Gross">Absolute value of all positions and open orders, this order not counted.</param>
/// <param name="LastEquity">At the last close.</param>
/// <param name="LastBar">UTC; null: no bar since the start.</param>
/// <param name="Model">The bundle in use, ending in the date of the last that it has seen as yyyyMMdd; null when the algorithm does not say.</param>
/// <param name="IsRepeated">The name was already decided on at this moment, by an earlier run.</param>
public sealed record OrderCheck(string Symbol, decimal Quantity, decimal Held, decimal Pending, decimal Price, decimal Gross, decimal Equity, decimal LastEquity,
    bool MarketIsOpen, DateTime? LastBar, string? Model, bool IsRepeated, DateTime Now);

/// <summary>Which guard, and what it says.</summary>
public sealed record Verdict(string Guard, string Reason);

/// <summary>Looks at each order before it goes out. A guard that cannot tell keeps the order back.</summary>
public static class RiskGuards
{
    /// <returns>The first guard that keeps the order back; null when none does.</returns>
    public static Verdict? Check(RiskLimits limits, OrderCheck order)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(order);
        var projected = order.Held + order.Pending;
        var after = projected + order.Quantity;
        var reduces = Math.Abs(after) < Math.Abs(projected) && Math.Sign(after) * Math.Sign(projected) >= 0;
        var value = Math.Abs(order.Quantity) * order.Price;
        if (order.IsRepeated) return Of("duplicate decision", $"{order.Symbol} was decided on at this moment before");
        if (limits is { MaximumOrderValue: not null } or { MaximumGross: not null } && order.Price <= 0) return Of("no price", $"{order.Symbol}: expected a price, found none");
        if (value > limits.MaximumOrderValue) return Of("maximum order value", $"expected at most {Dollars(limits.MaximumOrderValue.Value)}, found {Dollars(value)} of {order.Symbol}");
        if (limits.MaximumGross is { } most && !reduces)
        {
            var gross = order.Gross + (Math.Abs(after) - Math.Abs(projected)) * order.Price;
            if (order.Equity <= 0 || gross > most * order.Equity) return Of("maximum gross", $"expected at most {most.ToString("0.###", CultureInfo.InvariantCulture)} times {Dollars(order.Equity)}, found {Dollars(gross)} with {order.Symbol}");
        }
        if (limits.MaximumDailyLoss is { } loss && !reduces && order.LastEquity - order.Equity > loss * order.LastEquity)
            return Of("maximum daily loss", $"expected at most {Dollars(loss * order.LastEquity)} lost today, found {Dollars(order.LastEquity - order.Equity)}: only orders that reduce a position go out");
        if (limits.StaleData is { } age && order.MarketIsOpen && !(order.Now - order.LastBar <= age))
            return Of("stale data", $"{order.Symbol}: expected a bar of the last {age.TotalSeconds:0} s, found {(order.LastBar is { } last ? $"the last at {last:yyyy-MM-dd HH:mm:ss} UTC" : "none")}");
        if (limits.ModelDays is { } days && !reduces)
        {
            if (SeenThrough(order.Model) is not { } seen) return Of("model too old", $"expected a model that tells the last date that it has seen, found {order.Model ?? "none"}");
            var found = DateOnly.FromDateTime(order.Now).DayNumber - seen.DayNumber;
            if (found > days) return Of("model too old", $"{order.Model}: expected at most {days} days since it has seen data, found {found}");
        }
        return null;
    }

    private static DateOnly? SeenThrough(string? model) =>
        model is { Length: >= 8 } && DateOnly.TryParseExact(model[^8..], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static Verdict Of(string guard, string reason) => new(guard, reason);

    private static string Dollars(decimal value) => value.ToString("$#,0.00", CultureInfo.InvariantCulture);
}
