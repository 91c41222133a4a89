using System.Globalization;
using LeanDeep.Algorithms.Framework;
using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Data;
using QuantConnect.Orders.Fees;
using QuantConnect.Parameters;
using QuantConnect.Securities;

namespace LeanDeep.Algorithms;

/// <summary>Every day after the close: predict the next day's return of every name of the model's universe, go long the
/// highest positive and short the lowest negative predictions at the next open.</summary>
/// <remarks>On each day the newest bundle of the model that has seen nothing of that day decides. The feature stream is warmed up on the bars that training
/// started from, so that expanding statistics are the ones that training saw; bundles of the same universe share it. Source: "Machine Learning for Algorithmic Trading", 2nd ed., ch. 17.</remarks>
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

    /// <summary>Sum of absolute weights: 2 is ±1/n each, as in the book. An account that holds twice its equity at most has no room then for
    /// a gap between the close that sizes an order and the open that fills it, and LEAN refuses orders: give it <c>leverage</c>.</summary>
    [Parameter("gross")] public decimal Gross { get; set; } = 1m;

    /// <summary>How many times its equity the account may hold; 0 for LEAN's own, 2.</summary>
    [Parameter("leverage")] public decimal Leverage { get; set; }

    /// <summary>Trade even on dates that training, validation or early stopping saw.</summary>
    [Parameter("allow-in-sample")] public bool AllowInSample { get; set; }

    /// <summary>Who is paid for trading: <c>lean</c> for LEAN's fee model of the brokerage, <c>none</c> for nobody.</summary>
    [Parameter("fees")] public string Fees { get; set; } = "lean";

    /// <summary>How much worse than its price a fill is, hundredths of a percent; 0 leaves prices as they are.</summary>
    [Parameter("slippage-bps")] public decimal SlippageBasisPoints { get; set; }

    private readonly Dictionary<string, Symbol> _symbols = [];
    private PredictorSchedule _models = null!;
    private UniverseFeatures _features = null!;
    private LongShortRule _rule = null!;
    private float[] _rowPredictions = [], _predictions = [];
    private double[] _weights = [];
    private int _sessions;

    public override void Initialize()
    {
        SetStartDate(Date("start", Start));
        var start = Time; // live, now
        SetEndDate(Date("end", End));
        if (InitialCash <= 0) throw new ArgumentException($"parameter cash: expected more than 0, found {InitialCash.ToString(CultureInfo.InvariantCulture)}");
        if (Fees is not ("lean" or "none")) throw new ArgumentException($"parameter fees: expected lean or none, found {Fees}");
        if (SlippageBasisPoints is < 0 or >= 10_000)
            throw new ArgumentException($"parameter slippage-bps: expected from 0 to less than 10000, found {SlippageBasisPoints.ToString(CultureInfo.InvariantCulture)}");
        if (Leverage is < 1 and not 0) throw new ArgumentException($"parameter leverage: expected 0 or at least 1, found {Leverage.ToString(CultureInfo.InvariantCulture)}");
        SetCash(InitialCash);
        _rule = new LongShortRule(Side, MinimumSide, (double)Gross);
        _models = PredictorSchedule.Open(() => ObjectStore.Keys, ObjectStore.ReadBytes, Model, FeatureSet.Chapter17, DateOnly.FromDateTime(start), AllowInSample);
        Follow(_models.Current.Manifest);
        SetWarmUp(start - _models.Current.Manifest.BarsFrom.ToDateTime(TimeOnly.MinValue), Resolution.Daily);
        Log($"{_models.Current.Path} decides from {start:yyyy-MM-dd} on");
        if (LiveMode) SetRuntimeStatistic("Model", _models.Current.Path);
    }

    public override void OnData(Slice slice)
    {
        if (slice.Bars.Count == 0) return;
        _sessions++;
        var today = DateOnly.FromDateTime(Time);
        var count = _features.Next(today, slice.Bars);
        if (IsWarmingUp) return;

        if (LiveMode) _models.Refresh();
        if (_models.MoveTo(today))
        {
            Log(string.Create(CultureInfo.InvariantCulture, $"{_models.Current.Path} decides from {today:yyyy-MM-dd} on"));
            if (LiveMode) SetRuntimeStatistic("Model", _models.Current.Path);
            if (!_features.Serve(_models.Current.Manifest)) count = Restart(today, slice);
        }
        _models.Current.EnsureUnseen(today);
        _models.Current.Predict(_features.Rows, count, _rowPredictions);
        Array.Fill(_predictions, float.NaN);
        for (var row = 0; row < count; row++) _predictions[_features.RowNames[row]] = _rowPredictions[row];
        if (_rule.Decide(_predictions, _weights) == 0)
        {
            Liquidate();
            return;
        }
        var targets = new List<PortfolioTarget>(2 * Side);
        for (var i = 0; i < _weights.Length; i++)
            if (_weights[i] != 0 && Securities[_features.Symbols[i]].HasData) targets.Add(new PortfolioTarget(_features.Symbols[i], (decimal)_weights[i]));
        SetHoldings(targets, liquidateExistingHoldings: true);
    }

    /// <summary>Takes up a model's universe.</summary>
    private void Follow(ModelManifest manifest)
    {
        _features = new UniverseFeatures(FeatureSet.Chapter17, manifest, Subscribe);
        var names = _features.Symbols.Length;
        (_rowPredictions, _predictions, _weights) = (new float[names], new float[names], new double[names]);
    }

    /// <summary>Takes up the current model's universe, which is another than the last one's, and replays its bars through today's. Names that are new have no price in
    /// the engine before the next session, so that they are not traded today.</summary>
    /// <returns>The number of today's rows.</returns>
    private int Restart(DateOnly today, Slice slice)
    {
        Follow(_models.Current.Manifest);
        var (last, count) = (default(DateOnly), 0);
        foreach (var past in History(_features.Symbols, _models.Current.Manifest.BarsFrom.ToDateTime(TimeOnly.MinValue), Time, Resolution.Daily, fillForward: false))
            if (past.Bars.Count > 0)
                count = _features.Next(last = DateOnly.FromDateTime(past.Time), past.Bars);
        return last == today ? count : _features.Next(today, slice.Bars);
    }

    private Symbol Subscribe(string ticker)
    {
        if (_symbols.TryGetValue(ticker, out var symbol)) return symbol;
        var security = AddEquity(ticker, Resolution.Daily, fillForward: false, leverage: Leverage == 0 ? Security.NullLeverage : Leverage);
        if (Fees == "none") security.SetFeeModel(new ConstantFeeModel(0));
        if (SlippageBasisPoints > 0) security.SetSlippageModel(new BasisPointSlippageModel(SlippageBasisPoints));
        return _symbols[ticker] = security.Symbol;
    }

    /// <exception cref="InvalidDataException">The data folder had no bar of any name.</exception>
    public override void OnEndOfAlgorithm()
    {
        _models.Dispose();
        if (_sessions == 0)
            throw new InvalidDataException($"{_models.Current.Path}: expected daily bars of its {_symbols.Count} names through {End} in the data folder, found none");
    }

    private static DateTime Date(string parameter, string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new ArgumentException($"parameter {parameter}: expected yyyy-MM-dd, found {text}");
}
