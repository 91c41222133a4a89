namespace Skender.Stock.Indicators;

/// <summary>Average directional index of one bar.</summary>
[Serializable]
public sealed class AdxResult : ResultBase, IReusableResult
{
    public AdxResult(DateTime date) => Date = date;

    /// <summary>Plus directional increment, percent.</summary>
    public double? Pdi { get; set; }

    /// <summary>Minus directional increment, percent.</summary>
    public double? Mdi { get; set; }

    /// <summary>100·|Pdi − Mdi|/(Pdi + Mdi).</summary>
    public double? Dx { get; set; }

    /// <summary>Wilder's mean of <see cref="Dx"/>.</summary>
    public double? Adx { get; set; }

    /// <summary>Mean of <see cref="Adx"/> and the one a lookback before.</summary>
    public double? Adxr { get; set; }

    double? IReusableResult.Value => Adx;
}

public static partial class Indicator
{
    /// <summary>Wilder's average directional index.</summary>
    public static IEnumerable<AdxResult> GetAdx<TQuote>(this IEnumerable<TQuote> quotes, int lookbackPeriods = 14)
        where TQuote : IQuote
    {
        Arithmetic.AtLeast(2, lookbackPeriods, nameof(lookbackPeriods), "ADX");
        var bars = BarSeries.Of(quotes);
        var adx = new double[bars.Count];
        Array.Fill(adx, double.NaN);
        var results = new List<AdxResult>(bars.Count);
        double range = 0, plus = 0, minus = 0, sum = 0;
        for (var i = 0; i < bars.Count; i++)
        {
            var result = new AdxResult(bars.Dates[i]);
            results.Add(result);
            if (i == 0)
                continue;
            // Sums of the first bars, then sums that lose their mean at each bar: Wilder's smoothing.
            var keep = i <= lookbackPeriods ? 1 : 1 - 1d / lookbackPeriods;
            var (up, down) = (bars.High[i] - bars.High[i - 1], bars.Low[i - 1] - bars.Low[i]);
            range = keep * range + bars.TrueRange(i);
            plus = keep * plus + (up > down ? Math.Max(up, 0) : 0);
            minus = keep * minus + (down > up ? Math.Max(down, 0) : 0);
            if (i < lookbackPeriods || range == 0)
                continue;

            var (pdi, mdi) = (100 * plus / range, 100 * minus / range);
            var dx = pdi == mdi ? 0 : 100 * Math.Abs(pdi - mdi) / (pdi + mdi);
            if (i < 2 * lookbackPeriods)
            {
                sum += dx;
                if (i == 2 * lookbackPeriods - 1)
                    adx[i] = sum / lookbackPeriods;
            }
            else
                adx[i] = (adx[i - 1] * (lookbackPeriods - 1) + dx) / lookbackPeriods;
            result.Pdi = pdi;
            result.Mdi = mdi;
            result.Dx = Arithmetic.Defined(dx);
            result.Adx = Arithmetic.Defined(adx[i]);
            result.Adxr = Arithmetic.Defined((adx[i] + adx[i - lookbackPeriods]) / 2);
        }
        return results;
    }

    /// <summary>The results from 100 after twice the first defined index on, where the seeds no longer matter.</summary>
    public static IEnumerable<AdxResult> RemoveWarmupPeriods(this IEnumerable<AdxResult> results) =>
        results.AfterFirst(result => result.Pdi != null, first => 2 * first + 100);
}
