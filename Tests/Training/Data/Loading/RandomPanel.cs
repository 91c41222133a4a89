using LeanDeep.Models.Features;

namespace LeanDeep.Tests.Training.Data.Loading;

/// <summary>Small panels with late listings, delistings and gaps.</summary>
internal static class RandomPanel
{
    public static Panel Of(int seed, int names, int sessions, double gap = 0.05)
    {
        var random = new Random(seed);
        var close = new double[names][];
        for (var i = 0; i < names; i++)
        {
            close[i] = new double[sessions];
            var (listed, delisted) = (random.Next(sessions / 3), sessions - random.Next(sessions / 3));
            var price = 20 + 80 * random.NextDouble();
            for (var t = 0; t < sessions; t++)
            {
                price *= Math.Exp(0.02 * (random.NextDouble() + random.NextDouble() - 1));
                close[i][t] = t < listed || t >= delisted || random.NextDouble() < gap ? double.NaN : price;
            }
        }
        return OfCloses(close);
    }

    public static Panel OfCloses(double[][] close)
    {
        var first = new DateOnly(2014, 1, 1);
        double[][] Scaled(double factor) => [.. close.Select(c => c.Select(v => v * factor).ToArray())];
        return new Panel(
            [.. close.Select((_, i) => $"N{i:000}")], [.. close[0].Select((_, t) => first.AddDays(t))], [.. close.Select((_, i) => i % 3)],
            close, Scaled(1.01), Scaled(0.99), close, Scaled(1000));
    }

    /// <summary>A table of two features, the first undefined for a name's first <paramref name="warmUp"/> bars: bar number and close.</summary>
    public static FeatureTable Table(Panel panel, int warmUp)
    {
        var (rowNames, rowSessions) = (new List<int>(), new List<int>());
        var (number, close) = (new List<double>(), new List<double>());
        var bars = new int[panel.NameCount];
        for (var t = 0; t < panel.SessionCount; t++)
            for (var i = 0; i < panel.NameCount; i++)
                if (panel.Trades(i, t))
                {
                    rowNames.Add(i);
                    rowSessions.Add(t);
                    number.Add(bars[i] < warmUp ? double.NaN : bars[i]);
                    close.Add(panel.Close(i)[t]);
                    bars[i]++;
                }
        return new FeatureTable(panel, ["bar", "close"], [.. rowNames], [.. rowSessions], [[.. number], [.. close]]);
    }
}
