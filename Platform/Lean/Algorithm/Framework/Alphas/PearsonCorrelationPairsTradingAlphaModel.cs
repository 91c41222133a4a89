using QuantConnect.Data;
using QuantConnect.Data.UniverseSelection;

namespace QuantConnect.Algorithm.Framework.Alphas;

/// <summary>Trades the pair whose log returns correlate most.</summary>
/// <param name="lookback">Bars of history, and bars for which an insight is open.</param>
/// <param name="threshold">Distance from the mean ratio, in percent.</param>
/// <param name="minimumCorrelation">Correlation below which no pair trades.</param>
public class PearsonCorrelationPairsTradingAlphaModel(int lookback = 15, Resolution resolution = Resolution.Minute, decimal threshold = 1m, double minimumCorrelation = .5)
    : BasePairsTradingAlphaModel(lookback, resolution, threshold)
{
    private readonly int _lookback = lookback;
    private readonly Resolution _resolution = resolution;
    private readonly double _minimumCorrelation = minimumCorrelation;
    private (Symbol First, Symbol Second)? _best;

    public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
    {
        Follow(changes);
        Symbol[] symbols = [.. Securities.Select(x => x.Symbol)];
        var returns = Returns(algorithm.History(symbols, _lookback, _resolution), symbols.Length);
        if (returns.Count == 0)
            algorithm.Debug($"PearsonCorrelationPairsTradingAlphaModel.OnSecuritiesChanged(): The requested historical data does not have series of prices with the same date/time. Please consider increasing the looback period. Current lookback: {_lookback}");
        else if (Best(returns) is { } best && best.Correlation >= _minimumCorrelation) _best = (symbols[best.First], symbols[best.Second]);
        base.OnSecuritiesChanged(algorithm, changes);
    }

    public override bool HasPassedTest(QCAlgorithm algorithm, Symbol asset1, Symbol asset2) => _best == (asset1, asset2);

    /// <summary>Log returns at the times that all symbols share, the first one doubled in place of the return that is unknown.</summary>
    private static List<double[]> Returns(IEnumerable<Slice> history, int count) =>
        [.. history.Where(x => x.Count == count).SelectMany(x => x.Values).GroupBy(x => x.Symbol).Select(series =>
        {
            var logs = series.Select(x => Math.Log((double)x.Price)).ToArray();
            if (logs.Length < 2) return [];
            for (var i = logs.Length - 1; i > 0; i--) logs[i] -= logs[i - 1];
            logs[0] = logs[1];
            return logs;
        })];

    private static (int First, int Second, double Correlation)? Best(List<double[]> returns)
    {
        (int, int, double Correlation)? best = null;
        for (var i = 0; i < returns.Count; i++)
            for (var j = i + 1; j < returns.Count; j++)
            {
                var correlation = MathNet.Numerics.Statistics.Correlation.Pearson(returns[i], returns[j]);
                if (Math.Abs(correlation) < 1 && !(correlation <= best?.Correlation)) best = (i, j, correlation);
            }
        return best;
    }
}
