using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace QuantConnect.Statistics;

/// <summary>Measures of a series of periodic returns. Returns are fractions (0.01 is one percent); results are annual unless they say otherwise.</summary>
public class Statistics
{
    /// <summary>Compound growth per year; 0 for no time, no capital or a result that is not finite.</summary>
    public static decimal CompoundingAnnualPerformance(decimal startingCapital, decimal finalCapital, decimal years)
    {
        if (years == 0 || startingCapital == 0)
            return 0;
        var growth = Math.Pow((double)finalCapital / (double)startingCapital, 1 / (double)years) - 1;
        return double.IsFinite(growth) ? growth.SafeDecimalCast() : 0;
    }

    /// <summary>The mean return, compounded over a year.</summary>
    /// <exception cref="InvalidOperationException">No returns.</exception>
    public static double AnnualPerformance(List<double> performance, double tradingDaysPerYear) =>
        Math.Pow(performance.Average() + 1, tradingDaysPerYear) - 1;

    /// <summary>Sample variance times the days of a year; 0 where there are fewer than two returns.</summary>
    public static double AnnualVariance(List<double> performance, double tradingDaysPerYear)
    {
        var variance = performance.Variance();
        return variance.IsNaNOrZero() ? 0 : variance * tradingDaysPerYear;
    }

    public static double AnnualStandardDeviation(List<double> performance, double tradingDaysPerYear) =>
        Math.Sqrt(AnnualVariance(performance, tradingDaysPerYear));

    /// <summary>Variance of only those returns that fall short of <paramref name="minimumAcceptableReturn"/>, around their own mean.</summary>
    public static double AnnualDownsideVariance(List<double> performance, double tradingDaysPerYear, double minimumAcceptableReturn = 0) =>
        AnnualVariance(performance.FindAll(x => x < minimumAcceptableReturn), tradingDaysPerYear);

    public static double AnnualDownsideStandardDeviation(List<double> performance, double tradingDaysPerYear, double minimumAcceptableReturn = 0) =>
        Math.Sqrt(AnnualDownsideVariance(performance, tradingDaysPerYear, minimumAcceptableReturn));

    /// <summary>Annual standard deviation of the difference of two series; 0 where their lengths differ.</summary>
    public static double TrackingError(List<double> algoPerformance, List<double> benchmarkPerformance, double tradingDaysPerYear)
    {
        if (algoPerformance.Count != benchmarkPerformance.Count)
            return 0;
        var difference = new List<double>(algoPerformance.Count);
        for (var i = 0; i < algoPerformance.Count; i++)
            difference.Add(algoPerformance[i] - benchmarkPerformance[i]);
        return Math.Sqrt(AnnualVariance(difference, tradingDaysPerYear));
    }

    public static double SharpeRatio(double averagePerformance, double standardDeviation, double riskFreeRate) =>
        standardDeviation == 0 ? 0 : (averagePerformance - riskFreeRate) / standardDeviation;

    public static decimal SharpeRatio(decimal averagePerformance, decimal standardDeviation, decimal riskFreeRate) =>
        SharpeRatio((double)averagePerformance, (double)standardDeviation, (double)riskFreeRate).SafeDecimalCast();

    public static double SharpeRatio(List<double> algoPerformance, double riskFreeRate, double tradingDaysPerYear) =>
        SharpeRatio(AnnualPerformance(algoPerformance, tradingDaysPerYear), AnnualStandardDeviation(algoPerformance, tradingDaysPerYear), riskFreeRate);

    public static double SortinoRatio(List<double> algoPerformance, double riskFreeRate, double tradingDaysPerYear, double minimumAcceptableReturn = 0) =>
        SharpeRatio(AnnualPerformance(algoPerformance, tradingDaysPerYear),
            AnnualDownsideStandardDeviation(algoPerformance, tradingDaysPerYear, minimumAcceptableReturn), riskFreeRate);

    /// <summary>Probability that the true Sharpe ratio of a period exceeds <paramref name="benchmarkSharpeRatio"/>, given its sampling error.</summary>
    /// <param name="benchmarkSharpeRatio">Per period, not annual.</param>
    /// <param name="riskFreeRate">Per period.</param>
    /// <remarks>Source: Bailey and López de Prado (2012), The Sharpe Ratio Efficient Frontier. Kurtosis is the excess kurtosis here, as LEAN has it.</remarks>
    public static double ProbabilisticSharpeRatio(List<double> listPerformance, double benchmarkSharpeRatio, double riskFreeRate = 0)
    {
        var observed = ObservedSharpeRatio(listPerformance, riskFreeRate);
        var skewness = listPerformance.Skewness();
        var kurtosis = listPerformance.Kurtosis();
        var variance = (1 - skewness * observed + (kurtosis - 1) / 4 * Math.Pow(observed, 2)) / (listPerformance.Count - 1);
        var deviation = Math.Pow(variance, 0.5);
        if (double.IsNaN(deviation))
            return 0;
        var score = deviation.IsNaNOrZero() ? 0 : (observed - benchmarkSharpeRatio) / deviation;
        return new Normal().CumulativeDistribution(score);
    }

    /// <summary>The Sharpe ratio of one period.</summary>
    public static double ObservedSharpeRatio(List<double> listPerformance, double riskFreeRate = 0)
    {
        var excess = listPerformance.Average() - riskFreeRate;
        var deviation = listPerformance.StandardDeviation();
        return deviation.IsNaNOrZero() ? 0 : excess / deviation;
    }

    /// <summary>How far <paramref name="current"/> lies below <paramref name="high"/>, in percent; negative or 0.</summary>
    /// <exception cref="ArgumentException"><paramref name="high"/> is 0.</exception>
    public static decimal DrawdownPercent(decimal current, decimal high, int roundingDecimals = 2)
    {
        if (high == 0)
            throw new ArgumentException("High value must not be 0", nameof(high));
        return Math.Round((current / high - 1) * 100, roundingDecimals);
    }

    /// <summary>The deepest fall from a peak (a positive fraction) and the longest time, in whole days, from a peak until it was reached again.</summary>
    /// <remarks>A fall that is not made up by the end counts as drawdown, not as recovery.</remarks>
    public static DrawdownMetrics CalculateDrawdownMetrics(SortedDictionary<DateTime, decimal> equityOverTime, int rounding = 2) =>
        CalculateDrawdownMetrics([.. equityOverTime], rounding);

    internal static DrawdownMetrics CalculateDrawdownMetrics(IReadOnlyList<KeyValuePair<DateTime, decimal>> equity, int rounding)
    {
        if (equity.Count < 2)
            return new DrawdownMetrics(0m, 0);

        var (peakTime, peak) = equity[0];
        var fallenSince = default(DateTime?);
        var deepest = 0m;
        var longest = 0m;
        foreach (var (time, value) in equity)
        {
            if (value >= peak)
            {
                if (fallenSince is { } start)
                    longest = Math.Max(longest, (decimal)(time - start).TotalDays);
                fallenSince = null;
                (peakTime, peak) = (time, value);
            }
            if (peak == 0)
                return new DrawdownMetrics(0m, 0);
            var fall = value / peak - 1;
            if (fall < 0)
            {
                deepest = Math.Min(deepest, fall);
                fallenSince ??= peakTime;
            }
        }
        return new DrawdownMetrics(Math.Round(Math.Abs(deepest), rounding), (int)longest);
    }
}
