using LeanDeep.Models.Features.Kernels;

namespace LeanDeep.Models.Features;

/// <summary>The 31 inputs of every bar of a panel: name by name along time, then session by session across names.</summary>
internal static class Chapter17Batch
{
    public static FeatureTable Compute(FeatureSet set, Panel panel, IProgress<double>? progress, CancellationToken cancellation)
    {
        var (starts, rowNames, rowSessions) = Rows(panel);
        var columns = new double[set.Count][];
        for (var f = 0; f < columns.Length; f++)
            columns[f] = new double[rowNames.Length];

        // The next free row of each session: names are walked in order, so rows end up ordered by session, then name.
        var next = starts[..^1];
        var series = new NameSeries(panel.SessionCount);
        for (var name = 0; name < panel.NameCount; name++)
        {
            cancellation.ThrowIfCancellationRequested();
            series.Compute(panel, name, next, columns, set.Standardisation);
            progress?.Report(0.8 * (name + 1) / panel.NameCount);
        }

        var crossSection = new CrossSection(panel.Sectors);
        for (var t = 0; t < panel.SessionCount; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            var names = rowNames.AsSpan(starts[t]..starts[t + 1]);
            crossSection.Complete(columns, starts[t], names, panel.Sectors, panel.Sessions[t]);
            if (t % 64 == 63 || t == panel.SessionCount - 1)
                progress?.Report(0.8 + 0.2 * (t + 1) / panel.SessionCount);
        }
        return new FeatureTable(panel, [.. set.Features.Select(f => f.Name)], rowNames, rowSessions, columns);
    }

    /// <summary>Which rows the table has: (sessions + 1) first row of each session; (rows) name; (rows) session.</summary>
    private static (int[] Starts, int[] Names, int[] Sessions) Rows(Panel panel)
    {
        var starts = new int[panel.SessionCount + 1];
        for (var name = 0; name < panel.NameCount; name++)
        {
            var close = panel.Close(name);
            for (var t = 0; t < close.Length; t++)
                if (!double.IsNaN(close[t]))
                    starts[t + 1]++;
        }
        for (var t = 0; t < panel.SessionCount; t++)
            starts[t + 1] += starts[t];
        var names = new int[starts[^1]];
        var sessions = new int[starts[^1]];
        var next = starts[..^1];
        for (var name = 0; name < panel.NameCount; name++)
        {
            var close = panel.Close(name);
            for (var t = 0; t < close.Length; t++)
                if (!double.IsNaN(close[t]))
                {
                    var row = next[t]++;
                    names[row] = name;
                    sessions[row] = t;
                }
        }
        return (starts, names, sessions);
    }

    /// <summary>Buffers for the features along one name's own bars.</summary>
    private sealed class NameSeries(int sessions)
    {
        private readonly double[] _high = new double[sessions], _low = new double[sessions], _close = new double[sessions],
            _volume = new double[sessions], _a = new double[sessions], _b = new double[sessions];
        private readonly int[] _rows = new int[sessions];

        public void Compute(Panel panel, int name, int[] next, double[][] columns, Standardisation standardisation)
        {
            var count = Gather(panel, name, next);
            var high = _high.AsSpan(0, count);
            var low = _low.AsSpan(0, count);
            var close = _close.AsSpan(0, count);
            var volume = _volume.AsSpan(0, count);
            var a = _a.AsSpan(0, count);
            var b = _b.AsSpan(0, count);

            DollarVolume.Compute(close, volume, a);
            Scatter(a, columns[Chapter17Features.DollarVolume]);
            DollarVolume.Mean(a, Chapter17Features.RankWindow, b);
            Scatter(b, columns[Chapter17Features.DollarVolumeRank]);

            RelativeStrength.Compute(close, Chapter17Features.RsiPeriod, a);
            Scatter(a, columns[Chapter17Features.Rsi]);

            BandDistance.Compute(close, Chapter17Features.BandPeriod, Chapter17Features.BandWidth, a, b);
            Scatter(a, columns[Chapter17Features.BandHigh]);
            Scatter(b, columns[Chapter17Features.BandLow]);

            AverageTrueRange.Compute(high, low, close, Chapter17Features.RangePeriod, a);
            for (var i = 0; i < count; i++)
                b[i] = 100 * a[i] / close[i];
            Scatter(b, columns[Chapter17Features.NormalisedRange]);
            Standardise(a, close, b, standardisation);
            Scatter(b, columns[Chapter17Features.TrueRange]);

            PriceOscillator.Compute(close, Chapter17Features.FastPeriod, Chapter17Features.SlowPeriod, a);
            Scatter(a, columns[Chapter17Features.PriceOscillator]);

            MovingAverageDifference.Compute(close, Chapter17Features.FastPeriod, Chapter17Features.SlowPeriod, Chapter17Features.MacdSignalPeriod, a);
            Standardise(a, close, b, standardisation);
            Scatter(b, columns[Chapter17Features.Macd]);

            for (var h = 0; h < Chapter17Features.Horizons.Length; h++)
            {
                HorizonReturn.Compute(close, Chapter17Features.Horizons[h], a);
                Scatter(a, columns[Chapter17Features.FirstReturn + h]);
            }
        }

        /// <summary>The name's bars without its gaps, and the row of each.</summary>
        private int Gather(Panel panel, int name, int[] next)
        {
            var high = panel.High(name);
            var low = panel.Low(name);
            var close = panel.Close(name);
            var volume = panel.Volume(name);
            var count = 0;
            for (var t = 0; t < close.Length; t++)
            {
                if (double.IsNaN(close[t]))
                    continue;
                if (!(high[t] > 0 && low[t] > 0 && close[t] > 0 && volume[t] >= 0 && double.IsFinite(high[t] + low[t] + close[t] + volume[t])))
                    throw new ArgumentException(
                        $"{panel.Names[name]} on {panel.Sessions[t]:yyyy-MM-dd}: expected positive prices and a volume of at least 0, found high {high[t]}, low {low[t]}, close {close[t]}, volume {volume[t]}", nameof(panel));
                (_high[count], _low[count], _close[count], _volume[count]) = (high[t], low[t], close[t], volume[t]);
                _rows[count++] = next[t]++;
            }
            return count;
        }

        private void Scatter(ReadOnlySpan<double> values, double[] column)
        {
            for (var i = 0; i < values.Length; i++)
                column[_rows[i]] = values[i];
        }

        private static void Standardise(ReadOnlySpan<double> x, ReadOnlySpan<double> close, Span<double> y, Standardisation standardisation)
        {
            if (standardisation == Standardisation.WholeSample)
                WholeSampleZScore.Compute(x, y);
            else
                ExpandingZScore.Compute(x, close, Chapter17Features.ZScoreMinimum, y);
        }
    }
}
