using LeanDeep.Models.Features;

namespace LeanDeep.Training.Data;

/// <summary>The raw bars of one name and the factors that adjust them.</summary>
internal sealed record NamedBars(string Ticker, Bar[] Bars, IReadOnlyList<FactorRow> Factors);

/// <summary>Puts the bars of many names on one calendar.</summary>
internal static class PanelAssembly
{
    public static Panel Build(IReadOnlyList<NamedBars> names, Func<string, int> sector, PriceAdjustment adjustment)
    {
        var (first, sessions, index) = Calendar(names);
        var count = names.Count;
        double[][] open = new double[count][], high = new double[count][], low = new double[count][], close = new double[count][], volume = new double[count][];
        for (var i = 0; i < count; i++)
        {
            var (o, h, l, c, v) = (Empty(sessions.Length), Empty(sessions.Length), Empty(sessions.Length), Empty(sessions.Length), Empty(sessions.Length));
            var factors = new FactorWalk(names[i].Factors, adjustment);
            foreach (ref readonly var bar in names[i].Bars.AsSpan())
            {
                var t = index[bar.Date.DayNumber - first];
                var factor = factors.At(bar.Date);
                o[t] = bar.Open / (double)Bar.PriceScale * factor;
                h[t] = bar.High / (double)Bar.PriceScale * factor;
                l[t] = bar.Low / (double)Bar.PriceScale * factor;
                c[t] = bar.Close / (double)Bar.PriceScale * factor;
                v[t] = factor == 1 ? bar.Volume : Math.Round(bar.Volume / factor); // LEAN rounds adjusted volumes to whole shares
            }
            (open[i], high[i], low[i], close[i], volume[i]) = (o, h, l, c, v);
        }
        return new Panel([.. names.Select(n => n.Ticker)], sessions, [.. names.Select(n => sector(n.Ticker))], open, high, low, close, volume);
    }

    // The union of all trading days, and for each day number its position there.
    private static (int First, DateOnly[] Sessions, int[] Index) Calendar(IReadOnlyList<NamedBars> names)
    {
        int first = int.MaxValue, last = int.MinValue;
        foreach (var name in names)
            if (name.Bars.Length > 0)
            {
                first = Math.Min(first, name.Bars[0].Date.DayNumber);
                last = Math.Max(last, name.Bars[^1].Date.DayNumber);
            }
        if (last < first)
            return (0, [], []);
        var index = new int[last - first + 1];
        foreach (var name in names)
            foreach (ref readonly var bar in name.Bars.AsSpan())
                index[bar.Date.DayNumber - first] = 1;
        var sessions = new List<DateOnly>();
        for (var day = 0; day < index.Length; day++)
            if (index[day] != 0)
            {
                index[day] = sessions.Count;
                sessions.Add(DateOnly.FromDayNumber(first + day));
            }
        return (first, [.. sessions], index);
    }

    private static double[] Empty(int length)
    {
        var values = new double[length];
        Array.Fill(values, double.NaN);
        return values;
    }
}

/// <summary>The scale of ever later days: that of the earliest row whose date is not before the day, 1 after the last row.</summary>
internal struct FactorWalk(IReadOnlyList<FactorRow> rows, PriceAdjustment adjustment)
{
    private int _row;
    private double _scale = double.NaN;

    public double At(DateOnly day)
    {
        while (_row < rows.Count && rows[_row].Date < day)
        {
            _row++;
            _scale = double.NaN;
        }
        if (double.IsNaN(_scale))
            _scale = _row >= rows.Count || adjustment == PriceAdjustment.Raw ? 1
                : (double)(adjustment == PriceAdjustment.SplitAdjusted ? rows[_row].SplitFactor : rows[_row].Scale);
        return _scale;
    }
}
