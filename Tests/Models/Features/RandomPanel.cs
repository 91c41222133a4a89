using LeanDeep.Models.Features;

namespace LeanDeep.Tests.Models.Features;

/// <summary>Panels that try the features: listings, delistings, gaps, ties, still prices, jumps, sectors of one name.</summary>
internal static class RandomPanel
{
    public static Panel Create(int seed, int names, int sessions)
    {
        var random = new Random(seed);
        var fields = new double[5][][];
        for (var f = 0; f < fields.Length; f++)
            fields[f] = [.. Enumerable.Range(0, names).Select(_ => Filled(sessions, double.NaN))];
        for (var name = 0; name < names; name++)
        {
            var listed = random.Next(3) == 0 ? random.Next(sessions / 2) : 0;
            var delisted = random.Next(4) == 0 ? random.Next(sessions / 2, sessions) : sessions;
            var still = random.Next(6) == 0;
            var tick = random.Next(2) == 0 ? 0.01 : 0.25;
            var close = 5 + 200 * random.NextDouble();
            for (var t = listed; t < delisted; t++)
            {
                if (random.Next(25) == 0)
                    continue;
                var shock = still ? 0 : random.Next(200) == 0 ? random.NextDouble() - 0.5 : 0.03 * (random.NextDouble() - 0.5);
                close = Math.Max(tick, Round(close * (1 + shock), tick));
                var high = Round(close * (1 + 0.02 * random.NextDouble()), tick) + (still ? 0 : tick);
                var low = Math.Max(tick / 2, Round(close * (1 - 0.02 * random.NextDouble()), tick) - (still ? 0 : tick));
                Set(name, t, [close, still ? close : high, still ? close : Math.Min(low, close), close, random.Next(10) == 0 ? 0 : 100 * random.Next(1, 10_000)]);
            }
        }
        // Twins tie in everything but their gaps.
        if (names >= 4)
            for (var t = 0; t < sessions; t++)
                Set(names - 1, t, [.. fields.Select(field => field[0][t])]);
        return new Panel(
            [.. Enumerable.Range(0, names).Select(i => $"N{i:000}")], Calendar(sessions),
            [.. Enumerable.Range(0, names).Select(i => i == 1 ? 99 : i == 2 ? -1 : i % 3)],
            fields[0], fields[1], fields[2], fields[3], fields[4]);

        void Set(int name, int session, double[] bar)
        {
            for (var f = 0; f < bar.Length; f++)
                fields[f][name][session] = bar[f];
        }
    }

    /// <summary>Weekdays from 2015-12-01 on: the sessions cross a year.</summary>
    public static DateOnly[] Calendar(int sessions) =>
        [.. Enumerable.Range(0, 2 * sessions).Select(i => new DateOnly(2015, 12, 1).AddDays(i))
            .Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Take(sessions)];

    /// <summary>A panel of the same names and calendar whose bars are rewritten.</summary>
    public static Panel With(this Panel panel, Func<int, int, double[], double[]?> rewrite)
    {
        var fields = new double[5][][];
        for (var f = 0; f < fields.Length; f++)
            fields[f] = [.. Enumerable.Range(0, panel.NameCount).Select(_ => Filled(panel.SessionCount, double.NaN))];
        for (var name = 0; name < panel.NameCount; name++)
            for (var t = 0; t < panel.SessionCount; t++)
                if (rewrite(name, t, [panel.Open(name)[t], panel.High(name)[t], panel.Low(name)[t], panel.Close(name)[t], panel.Volume(name)[t]]) is { } bar)
                    for (var f = 0; f < fields.Length; f++)
                        fields[f][name][t] = bar[f];
        return new Panel(panel.Names, panel.Sessions, panel.Sectors, fields[0], fields[1], fields[2], fields[3], fields[4]);
    }

    /// <summary>Every value by name, session and feature, in a form that compares bit by bit.</summary>
    public static Dictionary<(string Name, DateOnly Session, string Feature), long> Bits(this FeatureTable table, Func<DateOnly, bool>? sessions = null)
    {
        var bits = new Dictionary<(string, DateOnly, string), long>();
        for (var f = 0; f < table.Features.Count; f++)
        {
            var column = table.Column(f);
            for (var row = 0; row < table.RowCount; row++)
            {
                var session = table.Panel.Sessions[table.RowSessions[row]];
                if (sessions?.Invoke(session) ?? true)
                    bits.Add((table.Panel.Names[table.RowNames[row]], session, table.Features[f]), BitConverter.DoubleToInt64Bits(column[row]));
            }
        }
        return bits;
    }

    private static double[] Filled(int count, double value)
    {
        var values = new double[count];
        Array.Fill(values, value);
        return values;
    }

    private static double Round(double value, double tick) => Math.Round(Math.Round(value / tick) * tick, 4);
}
