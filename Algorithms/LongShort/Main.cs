using System.Globalization;
using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Data;
using QuantConnect.Parameters;

namespace LeanDeep.Algorithms;

/// <summary>Every day after the close: predict the next day's return of every name of the model's universe, go long the
/// highest positive and short the lowest negative predictions at the next open.</summary>
/// <remarks>The feature stream is warmed up on the bars that training started from, so that expanding statistics are the ones
/// that training saw. Source: "Machine Learning for Algorithmic Trading", 2nd ed., ch. 17.</remarks>
public sealed class LongShort : QCAlgorithm
{
    /// <summary>Name of the model bundle in the object store.</summary>
    [Parameter("model")] public string Model { get; set; } = "long-short";

    /// <summary>First trading day, yyyy-MM-dd.</summary>
    [Parameter("start")] public string Start { get; set; } = "2016-01-04";

    /// <summary>Last trading day, yyyy-MM-dd.</summary>
    [Parameter("end")] public string End { get; set; } = "2017-12-29";

    /// <summary>Dollars at the start.</summary>
    [Parameter("cash")] public decimal InitialCash { get; set; } = 1_000_000m;

    /// <summary>Names a side at most.</summary>
    [Parameter("side")] public int Side { get; set; } = 25;

    /// <summary>Flat unless each side has more names than this.</summary>
    [Parameter("minimum-side")] public int MinimumSide { get; set; } = 10;

    /// <summary>Sum of absolute weights. LEAN's margin account holds twice its equity at most, so 2 leaves no room for
    /// a gap between the close that sizes an order and the open that fills it.</summary>
    [Parameter("gross")] public decimal Gross { get; set; } = 1m;

    /// <summary>Trade even on dates that training, validation or early stopping saw.</summary>
    [Parameter("allow-in-sample")] public bool AllowInSample { get; set; }

    private readonly Dictionary<Symbol, int> _index = [];
    private ReturnPredictor _model = null!;
    private FeatureStream _features = null!;
    private LongShortRule _rule = null!;
    private Symbol[] _symbols = [];
    private float[] _rows = [], _rowPredictions = [], _predictions = [];
    private int[] _rowNames = [];
    private double[] _weights = [];
    private int _sessions;

    public override void Initialize()
    {
        var start = Date("start", Start);
        SetStartDate(start);
        SetEndDate(Date("end", End));
        if (InitialCash <= 0) throw new ArgumentException($"parameter cash: expected more than 0, found {InitialCash.ToString(CultureInfo.InvariantCulture)}");
        SetCash(InitialCash);
        _rule = new LongShortRule(Side, MinimumSide, (double)Gross);
        _model = ReturnPredictor.Load(ObjectStore.Keys, ObjectStore.ReadBytes, Model, FeatureSet.Chapter17, DateOnly.FromDateTime(start), AllowInSample);

        var universe = _model.Manifest.Universe.Names;
        _features = FeatureSet.Chapter17.Stream(universe.Select(name => name.Name).ToArray(), universe.Select(name => name.Sector).ToArray());
        _symbols = universe.Select(name => AddEquity(name.Name, Resolution.Daily, fillForward: false).Symbol).ToArray();
        for (var i = 0; i < _symbols.Length; i++) _index[_symbols[i]] = i;
        _rows = new float[universe.Count * FeatureSet.Chapter17.Features.Count];
        _rowNames = new int[universe.Count];
        _rowPredictions = new float[universe.Count];
        _predictions = new float[universe.Count];
        _weights = new double[universe.Count];
        SetWarmUp(start - _model.Manifest.BarsFrom.ToDateTime(TimeOnly.MinValue), Resolution.Daily);
    }

    public override void OnData(Slice slice)
    {
        if (slice.Bars.Count == 0) return;
        _sessions++;
        _features.BeginSession(DateOnly.FromDateTime(Time));
        foreach (var (symbol, bar) in slice.Bars)
            if (_index.TryGetValue(symbol, out var name))
                _features.Add(name, (double)bar.Open, (double)bar.High, (double)bar.Low, (double)bar.Close, (double)bar.Volume);
        var count = _features.EndSession(_rows, _rowNames);
        if (IsWarmingUp) return;

        _model.EnsureUnseen(DateOnly.FromDateTime(Time));
        _model.Predict(_rows, count, _rowPredictions);
        Array.Fill(_predictions, float.NaN);
        for (var row = 0; row < count; row++) _predictions[_rowNames[row]] = _rowPredictions[row];
        if (_rule.Decide(_predictions, _weights) == 0)
        {
            Liquidate();
            return;
        }
        var targets = new List<PortfolioTarget>(2 * Side);
        for (var i = 0; i < _weights.Length; i++)
            if (_weights[i] != 0) targets.Add(new PortfolioTarget(_symbols[i], (decimal)_weights[i]));
        SetHoldings(targets, liquidateExistingHoldings: true);
    }

    /// <exception cref="InvalidDataException">The data folder had no bar of any name.</exception>
    public override void OnEndOfAlgorithm()
    {
        _model.Dispose();
        if (_sessions == 0)
            throw new InvalidDataException($"{_model.Path}: expected daily bars of its {_symbols.Length} names through {End} in the data folder, found none");
    }

    private static DateTime Date(string parameter, string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new ArgumentException($"parameter {parameter}: expected yyyy-MM-dd, found {text}");
}
