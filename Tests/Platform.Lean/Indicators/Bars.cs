using System.Globalization;
using QuantConnect;
using QuantConnect.Data.Market;

namespace LeanDeep.Tests.Platform.Lean.Indicators;

/// <summary>Daily bars for tests.</summary>
internal static class Bars
{
    public static readonly DateTime Start = new(2020, 1, 1);

    /// <summary>A random walk: the same for the same seed.</summary>
    public static List<TradeBar> Random(int count, int seed = 1)
    {
        var random = new Random(seed);
        var close = 100m;
        var bars = new List<TradeBar>(count);
        for (var i = 0; i < count; i++)
        {
            var open = Math.Round(close + (decimal)(random.NextDouble() - 0.5), 2);
            close = Math.Max(1m, Math.Round(open + (decimal)(2 * random.NextDouble() - 1), 2));
            var high = Math.Max(open, close) + Math.Round((decimal)random.NextDouble(), 2);
            var low = Math.Min(open, close) - Math.Round((decimal)random.NextDouble() / 2, 2);
            bars.Add(Daily(i, open, high, low, close, random.Next(100, 10000)));
        }
        return bars;
    }

    /// <summary>Bars without range.</summary>
    public static List<TradeBar> Of(params decimal[] closes) => [.. closes.Select((x, i) => Daily(i, x, x, x, x, 1000))];

    public static TradeBar Daily(int day, decimal open, decimal high, decimal low, decimal close, decimal volume) =>
        new(Start.AddDays(day), Symbol.Empty, open, high, low, close, volume, QuantConnect.Time.OneDay);

    /// <summary>A CSV with date, open, high, low, close, volume and a header.</summary>
    public static List<TradeBar> Read(string path) => [.. File.ReadLines(path).Skip(1).Select((line, i) =>
    {
        var fields = line.Split(',');
        return Daily(i, Number(1), Number(2), Number(3), Number(4), Number(5));

        decimal Number(int field) => decimal.Parse(fields[field], CultureInfo.InvariantCulture);
    })];
}
