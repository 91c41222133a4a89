namespace Skender.Stock.Indicators;

/// <summary>Beta of an asset to a market at one bar.</summary>
[Serializable]
public sealed class BetaResult : ResultBase, IReusableResult
{
    public BetaResult(DateTime date) => Date = date;

    /// <summary>Covariance over the variance of the market.</summary>
    public double? Beta { get; set; }

    /// <summary>The same over the bars on which the market rose.</summary>
    public double? BetaUp { get; set; }

    /// <summary>The same over the bars on which the market fell.</summary>
    public double? BetaDown { get; set; }

    /// <summary><see cref="BetaUp"/> over <see cref="BetaDown"/>.</summary>
    public double? Ratio { get; set; }

    /// <summary>Square of their difference.</summary>
    public double? Convexity { get; set; }

    /// <summary>Simple return of the asset; 0 at the first bar.</summary>
    public double? ReturnsEval { get; set; }

    /// <summary>Simple return of the market; 0 at the first bar.</summary>
    public double? ReturnsMrkt { get; set; }

    double? IReusableResult.Value => Beta;
}

/// <summary>Over which bars beta is taken.</summary>
public enum BetaType
{
    /// <summary>All.</summary>
    Standard,

    /// <summary>Those on which the market rose.</summary>
    Up,

    /// <summary>Those on which the market fell.</summary>
    Down,

    /// <summary>Each of the three, with their ratio and convexity.</summary>
    All,
}

public static partial class Indicator
{
    /// <summary>Beta of the closes to those of a market.</summary>
    /// <exception cref="InvalidQuotesException">The dates differ.</exception>
    public static IEnumerable<BetaResult> GetBeta<TQuote>(
        this IEnumerable<TQuote> quotesEval, IEnumerable<TQuote> quotesMarket, int lookbackPeriods, BetaType type = BetaType.Standard)
        where TQuote : IQuote =>
        Beta(PriceSeries.Of(quotesEval), PriceSeries.Of(quotesMarket), lookbackPeriods, type);

    /// <summary>Beta of an indicator's values to those of another.</summary>
    /// <exception cref="InvalidQuotesException">The dates differ.</exception>
    public static IEnumerable<BetaResult> GetBeta(
        this IEnumerable<IReusableResult> evalResults, IEnumerable<IReusableResult> mrktResults, int lookbackPeriods, BetaType type = BetaType.Standard) =>
        Beta(PriceSeries.Of(evalResults), PriceSeries.Of(mrktResults), lookbackPeriods, type).SyncIndex(evalResults, SyncType.Prepend);

    /// <summary>Beta of dated values to others.</summary>
    /// <exception cref="InvalidQuotesException">The dates differ.</exception>
    public static IEnumerable<BetaResult> GetBeta(
        this IEnumerable<(DateTime, double)> evalTuple, IEnumerable<(DateTime, double)> mrktTuple, int lookbackPeriods, BetaType type = BetaType.Standard) =>
        Beta(PriceSeries.Of(evalTuple), PriceSeries.Of(mrktTuple), lookbackPeriods, type);

    /// <summary>The results from the first defined one on.</summary>
    public static IEnumerable<BetaResult> RemoveWarmupPeriods(this IEnumerable<BetaResult> results) =>
        results.AfterFirst(result => result.Beta != null);

    private static List<BetaResult> Beta(PriceSeries asset, PriceSeries market, int lookbackPeriods, BetaType type)
    {
        Arithmetic.AtLeast(1, lookbackPeriods, nameof(lookbackPeriods), "Beta");
        if (asset.Count != market.Count)
            throw new InvalidQuotesException(nameof(market), $"Beta expects quotes of equal number, found {asset.Count} and {market.Count}.");
        for (var i = 0; i < asset.Count; i++)
            if (asset.Dates[i] != market.Dates[i])
                throw new InvalidQuotesException(nameof(market), market.Dates[i], $"Beta expects quotes of equal dates, found {asset.Dates[i]:o} and {market.Dates[i]:o}.");

        var (own, theirs) = (SimpleReturns(asset.Values), SimpleReturns(market.Values));
        var results = new List<BetaResult>(asset.Count);
        for (var i = 0; i < asset.Count; i++)
        {
            var result = new BetaResult(asset.Dates[i]) { ReturnsEval = own[i], ReturnsMrkt = theirs[i] };
            results.Add(result);
            if (i < lookbackPeriods)
                continue;
            var y = Arithmetic.Window(own, i, lookbackPeriods);
            var x = Arithmetic.Window(theirs, i, lookbackPeriods);
            if (type is BetaType.Standard or BetaType.All)
                result.Beta = RegressionSlope(x, y, _ => true);
            if (type is BetaType.Up or BetaType.All)
                result.BetaUp = RegressionSlope(x, y, market => market > 0);
            if (type is BetaType.Down or BetaType.All)
                result.BetaDown = RegressionSlope(x, y, market => market < 0);
            if (type == BetaType.All && result is { BetaUp: { } up, BetaDown: { } down })
            {
                result.Ratio = down == 0 ? null : up / down;
                result.Convexity = (up - down) * (up - down);
            }
        }
        return results;
    }

    /// <summary>Simple returns; 0 at the first value and after a value of 0.</summary>
    private static double[] SimpleReturns(double[] values)
    {
        var returns = new double[values.Length];
        for (var i = 1; i < values.Length; i++)
            returns[i] = values[i - 1] == 0 ? 0 : values[i] / values[i - 1] - 1;
        return returns;
    }

    /// <summary>Covariance over the variance of x where x is kept; null where nothing is, or x does not vary.</summary>
    private static double? RegressionSlope(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Predicate<double> keep)
    {
        var count = 0;
        double sumX = 0, sumY = 0, sumXX = 0, sumXY = 0;
        for (var i = 0; i < x.Length; i++)
            if (keep(x[i]))
            {
                count++;
                sumX += x[i];
                sumY += y[i];
                sumXX += x[i] * x[i];
                sumXY += x[i] * y[i];
            }
        if (count == 0)
            return null;
        var variance = sumXX / count - sumX / count * (sumX / count);
        var covariance = sumXY / count - sumX / count * (sumY / count);
        return variance == 0 ? null : Arithmetic.Defined(covariance / variance);
    }
}
