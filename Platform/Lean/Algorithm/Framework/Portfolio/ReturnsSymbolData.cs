using QuantConnect.Data;
using QuantConnect.Indicators;

namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>A symbol's last returns, one per time.</summary>
public class ReturnsSymbolData
{
    private readonly Symbol _symbol;
    private readonly RollingWindow<IndicatorDataPoint> _window;

    /// <param name="lookback">Bars of a return.</param>
    /// <param name="period">Returns kept.</param>
    public ReturnsSymbolData(Symbol symbol, int lookback, int period)
    {
        _symbol = symbol;
        ROC = new RateOfChange($"{symbol}.ROC({lookback})", lookback);
        _window = new RollingWindow<IndicatorDataPoint>(period);
        ROC.Updated += Follow;
    }

    public RateOfChange ROC { get; }

    /// <summary>Returns by end time, the newest first.</summary>
    public Dictionary<DateTime, double> Returns => _window.ToDictionary(x => x.EndTime, x => (double)x.Value);

    /// <summary>Adds a return; a second one of the same time is left out.</summary>
    public void Add(DateTime time, decimal value) => Add(new IndicatorDataPoint(_symbol, time, value));

    /// <summary>Adds a price.</summary>
    public bool Update(DateTime time, decimal value) => ROC.Update(time, value);

    public void Reset()
    {
        ROC.Updated -= Follow;
        ROC.Reset();
        _window.Reset();
    }

    private void Follow(object indicator, IndicatorDataPoint updated)
    {
        if (ROC.IsReady) Add(updated);
    }

    private void Add(IndicatorDataPoint point)
    {
        if (_window.Samples == 0 || _window[0].EndTime != point.EndTime) _window.Add(point);
    }
}

/// <summary>Returns of several symbols beside each other.</summary>
public static class ReturnsSymbolDataExtensions
{
    /// <summary>The returns as a matrix, without rows that lack one or that are all zero.</summary>
    /// <returns>(times, symbols), the newest first. Symbols whose times differ are lined up by position instead.</returns>
    public static double[,] FormReturnsMatrix(this Dictionary<Symbol, ReturnsSymbolData> symbolData, IEnumerable<Symbol> symbols)
    {
        var columns = symbols.Where(symbolData.ContainsKey).Select(x => symbolData[x].Returns).ToList();
        var times = columns.SelectMany(x => x.Keys).Distinct().ToList();
        var longest = symbolData.Count == 0 ? 0 : symbolData.Values.Max(x => x.Returns.Count);
        IEnumerable<double[]> rows;
        if (longest == times.Count)
            rows = times.Select(time => columns.Select(x => x.GetValueOrDefault(time, double.NaN)).ToArray());
        else
        {
            var values = columns.ConvertAll(x => x.Values.ToArray());
            rows = Enumerable.Range(0, longest).Select(i => values.Select(x => i < x.Length ? x[i] : double.NaN).ToArray());
        }
        var kept = rows.Where(row => row.Sum(Math.Abs) is not 0 and not double.NaN).ToList();
        var matrix = new double[kept.Count, kept.Count == 0 ? 0 : columns.Count];
        for (var i = 0; i < matrix.GetLength(0); i++)
            for (var j = 0; j < matrix.GetLength(1); j++) matrix[i, j] = kept[i][j];
        return matrix;
    }

    /// <summary>Adds the prices of a history.</summary>
    internal static void AddHistory(this Dictionary<Symbol, ReturnsSymbolData> symbolData, IEnumerable<Slice> history)
    {
        foreach (var slice in history)
            foreach (var bar in slice.Bars.Values)
                if (symbolData.TryGetValue(bar.Symbol, out var data)) data.Update(bar.EndTime, bar.Value);
    }
}
