using System.Text.Json;
using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;

namespace LeanDeep.Tests.Algorithms;

/// <summary>What a backtest traded, from LEAN's result file, and what it should have.</summary>
internal static class Traded
{
    /// <param name="Id">LEAN's number of the order.</param>
    /// <param name="Created">UTC.</param>
    /// <param name="Filled">UTC; null where it never was.</param>
    public sealed record Order(int Id, DateTime Created, DateTime? Filled, string Ticker, decimal Quantity, decimal Price);

    /// <summary>All orders by number.</summary>
    public static IReadOnlyList<Order> Orders(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. document.RootElement.GetProperty("orders").EnumerateObject().Select(entry => entry.Value).Select(order => new Order(
            order.GetProperty("id").GetInt32(), order.GetProperty("createdTime").GetDateTime(),
            order.TryGetProperty("lastFillTime", out var time) && time.ValueKind != JsonValueKind.Null ? time.GetDateTime() : null,
            order.GetProperty("symbol").GetProperty("value").GetString()!, order.GetProperty("quantity").GetDecimal(), order.GetProperty("price").GetDecimal())).OrderBy(order => order.Id)];
    }

    /// <summary>What the rule holds, by the model's predictions on batch features of a session: +1 or −1 for each name held.</summary>
    public static Dictionary<string, int> Decide(FeatureTable table, ReturnPredictor model, LongShortRule rule, Panel panel, int session)
    {
        var predictions = Enumerable.Repeat(float.NaN, panel.NameCount).ToArray();
        var (row, one) = (new float[table.Features.Count], new float[1]);
        for (var r = 0; r < table.RowCount; r++)
        {
            if (table.RowSessions[r] != session) continue;
            for (var f = 0; f < row.Length; f++) row[f] = (float)table.Column(f)[r];
            if (row.Any(float.IsNaN)) continue;
            model.Predict(row, 1, one);
            predictions[table.RowNames[r]] = one[0];
        }
        var weights = new double[panel.NameCount];
        rule.Decide(predictions, weights);
        return Enumerable.Range(0, weights.Length).Where(i => weights[i] != 0).ToDictionary(i => panel.Names[i], i => Math.Sign(weights[i]));
    }

    public static int IndexOf(Panel panel, DateOnly day) => Enumerable.Range(0, panel.SessionCount).First(t => panel.Sessions[t] == day);

    /// <summary>Signed quantities filled on each day, from LEAN's result file.</summary>
    public static SortedDictionary<DateOnly, List<(string Ticker, decimal Quantity)>> ByDay(string file)
    {
        var days = new SortedDictionary<DateOnly, List<(string, decimal)>>();
        foreach (var order in Orders(file))
        {
            if (order.Filled is not { } time) continue;
            var day = DateOnly.FromDateTime(time.AddHours(-6)); // the close, 20:00 or 21:00 UTC
            if (!days.TryGetValue(day, out var fills)) days[day] = fills = [];
            fills.Add((order.Ticker, order.Quantity));
        }
        return days;
    }
}
