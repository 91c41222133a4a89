namespace Skender.Stock.Indicators;

/// <summary>On-balance volume of one bar.</summary>
[Serializable]
public sealed class ObvResult : ResultBase, IReusableResult
{
    public ObvResult(DateTime date) => Date = date;

    /// <summary>Volume of the rising bars minus that of the falling, from 0 at the first bar.</summary>
    public double Obv { get; set; }

    /// <summary>Simple mean of <see cref="Obv"/>, if asked for.</summary>
    public double? ObvSma { get; set; }

    double? IReusableResult.Value => Obv;
}

public static partial class Indicator
{
    /// <summary>On-balance volume.</summary>
    public static IEnumerable<ObvResult> GetObv<TQuote>(this IEnumerable<TQuote> quotes, int? smaPeriods = null)
        where TQuote : IQuote
    {
        Arithmetic.AtLeast(1, smaPeriods ?? 1, nameof(smaPeriods), "OBV");
        var bars = BarSeries.Of(quotes);
        var balance = new double[bars.Count];
        var results = new List<ObvResult>(bars.Count);
        for (var i = 0; i < bars.Count; i++)
        {
            if (i > 0)
                balance[i] = balance[i - 1] + Math.Sign(bars.Close[i] - bars.Close[i - 1]) * bars.Volume[i];
            var result = new ObvResult(bars.Dates[i]) { Obv = balance[i] };
            if (smaPeriods is { } period && i + 1 > period)
                result.ObvSma = Arithmetic.Mean(Arithmetic.Window(balance, i, period));
            results.Add(result);
        }
        return results;
    }
}
