using QuantConnect.Algorithm.Framework.Alphas;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Indicators;
using QuantConnect.Scheduling;

namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>Moves weight from securities above their mean to those below, as little as makes the expected mean reversion reach a threshold.</summary>
/// <remarks>Source: Li and Hoi (2012), On-Line Portfolio Selection with Moving Average Reversion. Weights are long only and sum to one.</remarks>
public class MeanReversionPortfolioConstructionModel : PortfolioConstructionModel
{
    private readonly double _threshold;
    private readonly int _windowSize;
    private readonly Resolution _resolution;
    private readonly Dictionary<Symbol, (Identity Price, SimpleMovingAverage Mean)> _prices = [];
    private double[] _weights = [];

    public MeanReversionPortfolioConstructionModel(IDateRule rebalancingDateRules, PortfolioBias portfolioBias = PortfolioBias.LongShort, decimal reversionThreshold = 1, int windowSize = 20, Resolution resolution = Resolution.Daily)
        : this(Dates(rebalancingDateRules), portfolioBias, reversionThreshold, windowSize, resolution)
    {
    }

    public MeanReversionPortfolioConstructionModel(Resolution rebalanceResolution = Resolution.Daily, PortfolioBias portfolioBias = PortfolioBias.LongShort, decimal reversionThreshold = 1, int windowSize = 20, Resolution resolution = Resolution.Daily)
        : this(rebalanceResolution.ToTimeSpan(), portfolioBias, reversionThreshold, windowSize, resolution)
    {
    }

    public MeanReversionPortfolioConstructionModel(TimeSpan timeSpan, PortfolioBias portfolioBias = PortfolioBias.LongShort, decimal reversionThreshold = 1, int windowSize = 20, Resolution resolution = Resolution.Daily)
        : this(Every(timeSpan), portfolioBias, reversionThreshold, windowSize, resolution)
    {
    }

    public MeanReversionPortfolioConstructionModel(Func<DateTime, DateTime> rebalancingFunc, PortfolioBias portfolioBias = PortfolioBias.LongShort, decimal reversionThreshold = 1, int windowSize = 20, Resolution resolution = Resolution.Daily)
        : this(Optional(rebalancingFunc), portfolioBias, reversionThreshold, windowSize, resolution)
    {
    }

    /// <param name="reversionThreshold">Price relative that the portfolio shall reach.</param>
    /// <param name="windowSize">Bars of the mean.</param>
    /// <exception cref="ArgumentException">A short bias: the weights are positive.</exception>
    public MeanReversionPortfolioConstructionModel(Func<DateTime, DateTime?> rebalancingFunc, PortfolioBias portfolioBias = PortfolioBias.LongShort, decimal reversionThreshold = 1, int windowSize = 20, Resolution resolution = Resolution.Daily)
        : base(rebalancingFunc)
    {
        if (portfolioBias == PortfolioBias.Short) throw new ArgumentException("expected a bias that allows long positions, found Short", nameof(portfolioBias));
        (_threshold, _windowSize, _resolution) = ((double)reversionThreshold, windowSize, resolution);
    }

    protected override Dictionary<Insight, double> DetermineTargetPercent(List<Insight> activeInsights)
    {
        if (activeInsights.Count == 0 || !activeInsights.TrueForAll(x => _prices[x.Symbol].Price.IsReady && _prices[x.Symbol].Mean.IsReady)) return [];
        if (_weights.Length != activeInsights.Count) _weights = [.. Enumerable.Repeat(1.0 / activeInsights.Count, activeInsights.Count)];
        var relatives = GetPriceRelatives(activeInsights);
        var average = relatives.Average();
        var deviations = Array.ConvertAll(relatives, x => x - average);
        var norm = deviations.Sum(x => x * x);
        var step = norm == 0 ? 0 : Math.Max(0, (_weights.Zip(relatives, (w, x) => w * x).Sum() - _threshold) / norm);
        _weights = SimplexProjection(_weights.Zip(deviations, (w, d) => w - d * step));
        return activeInsights.Zip(_weights).ToDictionary(x => x.First, x => x.Second);
    }

    /// <returns>One plus the insight's signed magnitude; without one, price over mean.</returns>
    protected virtual double[] GetPriceRelatives(List<Insight> activeInsights) => [.. activeInsights.Select(x => x.Magnitude is { } magnitude
        ? 1 + magnitude * (int)x.Direction
        : (double)_prices[x.Symbol].Price.Current.Value / (double)_prices[x.Symbol].Mean.Current.Value)];

    public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
    {
        base.OnSecuritiesChanged(algorithm, changes);
        foreach (var removed in changes.RemovedSecurities)
        {
            if (!_prices.Remove(removed.Symbol, out var indicators)) continue;
            indicators.Price.Reset();
            indicators.Mean.Reset();
        }
        foreach (var symbol in changes.AddedSecurities.Select(x => x.Symbol))
        {
            if (_prices.ContainsKey(symbol)) continue;
            var (price, mean) = _prices[symbol] = (algorithm.Identity(symbol, _resolution), algorithm.SMA(symbol, _windowSize, _resolution));
            algorithm.WarmUpIndicator(symbol, price, _resolution);
            algorithm.WarmUpIndicator(symbol, mean, _resolution);
        }
    }

    public static IEnumerable<double> CumulativeSum(IEnumerable<double> sequence)
    {
        var sum = 0.0;
        foreach (var item in sequence) yield return sum += item;
    }

    /// <summary>The nearest vector without negative entries that sums to a total.</summary>
    /// <exception cref="ArgumentException"><paramref name="total"/> is not positive.</exception>
    /// <remarks>Source: Duchi, Shalev-Shwartz, Singer and Chandra (2008), Efficient projections onto the l1-ball.</remarks>
    public static double[] SimplexProjection(IEnumerable<double> vector, double total = 1)
    {
        if (total <= 0) throw new ArgumentException($"expected a total above 0, found {total}", nameof(total));
        double[] values = [.. vector];
        double[] descending = [.. values.OrderDescending()];
        double[] sums = [.. CumulativeSum(descending)];
        var last = Array.FindLastIndex(sums, static _ => true);
        while (descending[last] <= (sums[last] - total) / (last + 1)) last--;
        var shift = (sums[last] - total) / (last + 1);
        return Array.ConvertAll(values, x => Math.Max(x - shift, 0));
    }
}
