using LeanDeep.Models.Features;

namespace LeanDeep.Tests.Training.Feedforward;

/// <summary>Names whose daily return is the last one's opposite, in part: r' = −a r + √(1−a²) e. The best predictor ranks
/// with a correlation of about a.</summary>
internal static class ReversalMarket
{
    public static Panel Of(int seed, int names, int sessions, double reversal, int sectors = 3)
    {
        var random = new Random(seed);
        var dates = new List<DateOnly>();
        for (var date = new DateOnly(2012, 1, 2); dates.Count < sessions; date = date.AddDays(1))
            if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                dates.Add(date);
        double[][] open = New(), high = New(), low = New(), close = New(), volume = New();
        for (var i = 0; i < names; i++)
        {
            double price = 50, last = 0;
            var from = i % 5 == 0 ? 40 : 0; // some are listed later
            for (var t = 0; t < sessions; t++)
            {
                last = -reversal * last + Math.Sqrt(1 - reversal * reversal) * 0.02 * Rows.Normal(random);
                var before = price;
                price *= Math.Exp(last);
                if (t < from)
                {
                    open[i][t] = high[i][t] = low[i][t] = close[i][t] = volume[i][t] = double.NaN;
                    continue;
                }
                open[i][t] = before;
                close[i][t] = price;
                high[i][t] = Math.Max(before, price) * (1 + 0.01 * random.NextDouble());
                low[i][t] = Math.Min(before, price) * (1 - 0.01 * random.NextDouble());
                volume[i][t] = Math.Round(1e5 * Math.Exp(Rows.Normal(random)));
            }
        }
        return new Panel([.. Enumerable.Range(0, names).Select(i => $"N{i:00}")], dates, [.. Enumerable.Range(0, names).Select(i => i % sectors)], open, high, low, close, volume);

        double[][] New() => [.. Enumerable.Range(0, names).Select(_ => new double[sessions])];
    }

    /// <summary>The same panel with other prices on all sessions after a date.</summary>
    public static Panel ChangedAfter(Panel panel, DateOnly last)
    {
        double[][] Changed(Func<int, double[]> field) => [.. Enumerable.Range(0, panel.NameCount).Select(name =>
            field(name).Select((value, t) => panel.Sessions[t] > last ? value * (1.5 + 0.3 * name) : value).ToArray())];
        return new Panel(
            panel.Names, panel.Sessions, panel.Sectors, Changed(i => panel.Open(i).ToArray()), Changed(i => panel.High(i).ToArray()),
            Changed(i => panel.Low(i).ToArray()), Changed(i => panel.Close(i).ToArray()), Changed(i => panel.Volume(i).ToArray()));
    }
}
