using System.Globalization;
using QuantConnect.Algorithm.Framework.Alphas;
using QuantConnect.Interfaces;
using QuantConnect.Orders;
using QuantConnect.Securities;

namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>A position to reach.</summary>
public interface IPortfolioTarget
{
    Symbol Symbol { get; }
    decimal Quantity { get; }
    string Tag { get; }
}

/// <summary>A position to reach: shares, or for SetHoldings a fraction of the portfolio.</summary>
public class PortfolioTarget(Symbol symbol, decimal quantity, string tag = "") : IPortfolioTarget
{
    public PortfolioTarget(Symbol symbol, int quantity, string tag = "") : this(symbol, (decimal)quantity, tag)
    {
    }

    public PortfolioTarget(Symbol symbol, InsightDirection insightDirection, string tag = "") : this(symbol, (decimal)(int)insightDirection, tag)
    {
    }

    public Symbol Symbol { get; } = symbol;
    public decimal Quantity { get; } = quantity;
    public string Tag { get; } = tag;

    public static IPortfolioTarget Percent(IAlgorithm algorithm, Symbol symbol, double percent) => Percent(algorithm, symbol, percent.SafeDecimalCast());

    public static IPortfolioTarget Percent(IAlgorithm algorithm, Symbol symbol, double percent, string tag) => Percent(algorithm, symbol, percent.SafeDecimalCast(), tag: tag);

    /// <summary>Shares that make a position a fraction of the portfolio.</summary>
    /// <param name="returnDeltaQuantity">Whether to return the change instead of the position.</param>
    /// <returns>Null, after an error line, where the security is unknown or has no price.</returns>
    public static IPortfolioTarget Percent(IAlgorithm algorithm, Symbol symbol, decimal percent, bool returnDeltaQuantity = false, string tag = "")
    {
        var (settings, portfolio) = (algorithm.Settings, algorithm.Portfolio);
        var absolute = Math.Abs(percent);
        if (absolute > settings.MaxAbsolutePortfolioTargetPercentage || (absolute != 0 && absolute < settings.MinAbsolutePortfolioTargetPercentage))
        {
            algorithm.Error(string.Create(CultureInfo.InvariantCulture,
                $"The portfolio target percent: {percent}, does not comply with the current 'Algorithm.Settings' 'MaxAbsolutePortfolioTargetPercentage': {settings.MaxAbsolutePortfolioTargetPercentage} or 'MinAbsolutePortfolioTargetPercentage': {settings.MinAbsolutePortfolioTargetPercentage}. Skipping"));
            return null;
        }
        if (!algorithm.Securities.TryGetValue(symbol, out var security))
        {
            algorithm.Error($"{symbol} not found in portfolio. Request this data when initializing the algorithm.");
            return null;
        }
        if (security.Price == 0)
        {
            algorithm.Error(BuyingPowerModel.ZeroPriceMessage(symbol));
            return null;
        }
        var adjusted = percent * portfolio.TotalPortfolioValueLessFreeBuffer / portfolio.TotalPortfolioValue;
        var margin = adjusted / security.BuyingPowerModel.GetLeverage(security);
        var result = security.BuyingPowerModel.GetMaximumOrderQuantityForTargetBuyingPower(portfolio, security, margin, settings.MinimumOrderMarginPortfolioPercentage);
        if (result.IsError)
        {
            algorithm.Error($"Unable to compute order quantity of {symbol}. Reason: {result.Reason} Returning null.");
            return null;
        }
        if (portfolio.TakeSmallOrderWarning())
            algorithm.Debug("Warning: Portfolio rebalance result ignored as it resulted in a single share trade recommendation which can generate high fees. To disable minimum order size checks please set Settings.MinimumOrderMarginPortfolioPercentage = 0.");
        var lot = security.SymbolProperties.LotSize;
        var lots = result.Quantity / lot;
        return new PortfolioTarget(symbol, lots * lot + (returnDeltaQuantity ? 0 : security.Holdings.Quantity), tag);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Symbol}: {Quantity.Normalize()}{(string.IsNullOrEmpty(Tag) ? "" : $" ({Tag})")}");
}

internal static class PortfolioTargetOrder
{
    /// <summary>Targets that need an order: those that reduce a position first, then by value, the largest first. Empty during warm-up.</summary>
    /// <param name="targetIsDelta">Whether quantities are changes rather than positions.</param>
    public static IEnumerable<IPortfolioTarget> OrderTargetsByMarginImpact(this IEnumerable<IPortfolioTarget> targets, IAlgorithm algorithm, bool targetIsDelta = false)
    {
        if (algorithm.IsWarmingUp) return [];
        var list = new List<(IPortfolioTarget Target, bool Reduces, decimal Value, int Order)>();
        foreach (var target in targets)
        {
            var security = algorithm.Securities[target.Symbol];
            if (!security.HasData || !security.IsTradable) continue;
            var wanted = OrderSizing.AdjustByLotSize(security, target.Quantity);
            if (targetIsDelta && Math.Abs(wanted) < security.SymbolProperties.LotSize) continue;
            var existing = algorithm.Transactions.GetProjectedHoldings(security).ProjectedQuantity;
            var change = targetIsDelta ? wanted : wanted - existing;
            if (Math.Abs(change) < security.SymbolProperties.LotSize) continue;
            var reduces = existing != 0 && Math.Abs(targetIsDelta ? wanted + existing : wanted) < Math.Abs(existing);
            list.Add((target, reduces, Math.Abs(change * security.Price), list.Count));
        }
        list.Sort(static (a, b) => a.Reduces != b.Reduces ? b.Reduces.CompareTo(a.Reduces) : a.Value != b.Value ? b.Value.CompareTo(a.Value) : a.Order.CompareTo(b.Order));
        return list.ConvertAll(static x => x.Target);
    }
}
