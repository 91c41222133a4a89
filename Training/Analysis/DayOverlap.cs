namespace LeanDeep.Training.Analysis;

/// <summary>What of one day's order is left of an earlier day's.</summary>
internal static class DayOverlap
{
    /// <summary>(q)(days) share of the quantile's names that were not in it <paramref name="lag"/> days with rows before; NaN where one of both has no quantiles.</summary>
    public static double[][] Turnover(FactorPanel panel, byte[] cut, int quantiles, int lag)
    {
        var result = new double[quantiles][];
        for (var q = 0; q < quantiles; q++)
            result[q] = new double[panel.DayCount];
        var (stayed, size) = (new int[quantiles + 1], new int[quantiles + 1]);
        for (var day = 0; day < panel.DayCount; day++)
        {
            Array.Clear(stayed);
            Array.Clear(size);
            var known = day >= lag && cut[panel.Starts[day]] > 0 && cut[panel.Starts[day - lag]] > 0;
            if (known)
            {
                for (var row = panel.Starts[day]; row < panel.Starts[day + 1]; row++)
                    size[cut[row]]++;
                var pairs = new CommonNames(panel, day, day - lag);
                while (pairs.Next(out var now, out var before))
                    if (cut[now] == cut[before])
                        stayed[cut[now]]++;
            }
            for (var q = 0; q < quantiles; q++)
                result[q][day] = known ? 1 - (double)stayed[q + 1] / size[q + 1] : double.NaN;
        }
        return result;
    }

    /// <summary>(days) Pearson correlation of the ranks of names that both days have; NaN on the first <paramref name="lag"/> days.</summary>
    public static double[] RankAutocorrelation(FactorPanel panel, int[] deviations, int lag)
    {
        var result = new double[panel.DayCount];
        for (var day = 0; day < result.Length; day++)
        {
            if (day < lag)
            {
                result[day] = double.NaN;
                continue;
            }
            long n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
            var pairs = new CommonNames(panel, day, day - lag);
            while (pairs.Next(out var now, out var before))
            {
                long a = deviations[now], b = deviations[before];
                n++;
                x += a;
                y += b;
                xx += a * a;
                yy += b * b;
                xy += a * b;
            }
            double covariance = n * xy - x * y, varianceX = n * xx - x * x, varianceY = n * yy - y * y;
            result[day] = varianceX > 0 && varianceY > 0 ? covariance / Math.Sqrt(varianceX) / Math.Sqrt(varianceY) : double.NaN;
        }
        return result;
    }

    /// <summary>Walks the names of two days, both ascending, and stops where they meet.</summary>
    private ref struct CommonNames(FactorPanel panel, int day, int earlier)
    {
        private readonly int[] _names = panel.Names;
        private readonly int _end = panel.Starts[day + 1], _earlierEnd = panel.Starts[earlier + 1];
        private int _now = panel.Starts[day], _before = panel.Starts[earlier];

        public bool Next(out int now, out int before)
        {
            while (_now < _end && _before < _earlierEnd)
            {
                var (a, b) = (_names[_now], _names[_before]);
                if (a == b)
                {
                    (now, before) = (_now++, _before++);
                    return true;
                }
                if (a < b) _now++;
                else _before++;
            }
            (now, before) = (0, 0);
            return false;
        }
    }
}
