using System.Globalization;
using LeanDeep.Algorithms.Framework;
using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Models.Registry;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Data;
using QuantConnect.Orders.Fees;
using QuantConnect.Parameters;
using QuantConnect.Securities;

namespace LeanDeep.Algorithms;

/// <summary>A portfolio within a constraint set, decided after the close on a schedule and traded at the next open; what the account then holds is checked against the
/// set. Allocator bundles decide, on each date the newest that has seen nothing of it; or return predictors' with a constraint set and a risk model of the past months; or a
/// benchmark within the same limits.</summary>
public sealed class ConstrainedAllocator : QCAlgorithm
{
    /// <summary>Name of the model's bundles in the object store, of kind allocator or return predictor.</summary>
    [Parameter("model")] public string Model { get; set; } = "allocator";

    /// <summary>Key in the object store of a constraint set as JSON, for a return predictor; weights from 0 to 1 that sum to 1 where empty.</summary>
    [Parameter("constraints")] public string Constraints { get; set; } = "";

    /// <summary><c>model</c>, or a benchmark that decides in the model's place, over its universe, window and constraint set: <c>one-over-n</c>, <c>inverse-volatility</c>,
    /// <c>minimum-variance</c> or <c>maximum-sharpe</c>.</summary>
    [Parameter("rule")] public string Rule { get; set; } = "model";

    /// <summary>First trading day, yyyy-MM-dd.</summary>
    [Parameter("start")] public string Start { get; set; } = "2016-01-04";

    /// <summary>Last trading day, yyyy-MM-dd.</summary>
    [Parameter("end")] public string End { get; set; } = "2017-12-29";

    /// <summary>Dollars at the start.</summary>
    [Parameter("cash")] public decimal InitialCash { get; set; } = 1_000_000m;

    /// <summary><c>daily</c>, <c>weekly</c> or <c>monthly</c>: the portfolio is decided at the end of each period's first session.</summary>
    [Parameter("period")] public string Period { get; set; } = "monthly";

    /// <summary>Decide anew, too, once a weight has moved this far from its target; 0 for never.</summary>
    [Parameter("drift-band")] public double DriftBand { get; set; }

    /// <summary>Sessions of the risk model, for a return predictor.</summary>
    [Parameter("lookback")] public int Lookback { get; set; } = 60;

    /// <summary>γ of μ′w − γ w′Σw − α‖w‖², for a return predictor.</summary>
    [Parameter("risk-aversion")] public double RiskAversion { get; set; } = 5;

    /// <summary>α of the same.</summary>
    [Parameter("ridge")] public double Ridge { get; set; }

    /// <summary>Share of the sample covariance in the risk model; the rest is its diagonal.</summary>
    [Parameter("shrinkage")] public double Shrinkage { get; set; } = 0.5;

    /// <summary><c>stop</c> or <c>report</c> where the portfolio held violates the constraint set by more than lots explain.</summary>
    [Parameter("violations")] public string Violations { get; set; } = "stop";

    /// <summary>How many times its equity the account may hold; 0 for LEAN's own, 2.</summary>
    [Parameter("leverage")] public decimal Leverage { get; set; }

    /// <summary>Trade even on dates that training saw.</summary>
    [Parameter("allow-in-sample")] public bool AllowInSample { get; set; }

    /// <summary>Who is paid for trading: <c>lean</c> for LEAN's fee model of the brokerage, <c>none</c> for nobody.</summary>
    [Parameter("fees")] public string Fees { get; set; } = "lean";

    /// <summary>How much worse than its price a fill is, hundredths of a percent.</summary>
    [Parameter("slippage-bps")] public decimal SlippageBasisPoints { get; set; }

    private AllocatorPortfolioConstructionModel _portfolio = null!;
    private OnnxAlphaModel? _alpha;
    private int _sessions;

    public override void Initialize()
    {
        var start = Date("start", Start);
        SetStartDate(start);
        SetEndDate(Date("end", End));
        Require();
        SetCash(InitialCash);
        // Every order counts: what LEAN would drop as too small would be missing from the portfolio.
        Settings.MinimumOrderMarginPortfolioPercentage = 0;
        var bundle = ModelBundle.ReadNewest(ObjectStore.Keys, ObjectStore.ReadBytes, Model, DateOnly.FromDateTime(start), AllowInSample);
        var assets = TradedAssets.Of(bundle.Manifest.Universe, Subscribe);
        PortfolioAllocator allocator = Rule != "model" ? FromBenchmark(bundle)
            : bundle.Manifest.Kind == BundleKind.Allocator ? FromModels(bundle, start)
            : FromPredictions(bundle, start, assets.Symbols);
        _portfolio = Construction(allocator, assets);
        SetPortfolioConstruction(_portfolio);
        Log($"{allocator.Description} decides from {Start} on");
    }

    public override void OnData(Slice slice)
    {
        if (slice.Bars.Count > 0) _sessions++;
    }

    /// <exception cref="InvalidDataException">The data folder had no bar of any name.</exception>
    public override void OnEndOfAlgorithm()
    {
        _portfolio.Verify(this);
        Log(string.Create(CultureInfo.InvariantCulture,
            $"{_portfolio.Rebalances} rebalances, {_portfolio.Infeasible} infeasible; of {_portfolio.Check.Checked} portfolios held {_portfolio.Check.Violated} violate the constraint set by more than lots explain; the most beyond a limit was {100 * _portfolio.Check.LargestExcess:0.0000} % of equity"));
        _portfolio.Dispose();
        ((IDisposable?)_alpha)?.Dispose();
        if (_sessions == 0) throw new InvalidDataException($"models/{Model}: expected daily bars of its names through {End} in the data folder, found none");
    }

    private ModelAllocator FromModels(ModelBundle bundle, DateTime start)
    {
        RequireNoConstraints();
        SetWarmUp(bundle.Manifest.Lookback + 1, Resolution.Daily);
        return new ModelAllocator(AllocatorSchedule.Open(() => ObjectStore.Keys, ObjectStore.ReadBytes, Model, DateOnly.FromDateTime(start), AllowInSample));
    }

    private BenchmarkAllocator FromBenchmark(ModelBundle bundle)
    {
        var benchmark = Named<PortfolioBenchmark>("rule", Rule, "model");
        if (bundle.Manifest.Kind != BundleKind.Allocator)
        {
            SetWarmUp(Lookback + 1, Resolution.Daily);
            return new BenchmarkAllocator(benchmark, Limits(bundle.Manifest), Lookback);
        }
        RequireNoConstraints();
        using var model = AllocatorModel.Load(bundle, AllowInSample);
        SetWarmUp(bundle.Manifest.Lookback + 1, Resolution.Daily);
        return new BenchmarkAllocator(benchmark, model.Limits, bundle.Manifest.Lookback, model.Channels);
    }

    private RiskModelAllocator FromPredictions(ModelBundle bundle, DateTime start, IReadOnlyList<Symbol> symbols)
    {
        var manifest = bundle.Manifest;
        _alpha = Predictions(start, symbols.ToDictionary(symbol => symbol.Value));
        SetAlpha(_alpha);
        SetWarmUp(start - manifest.BarsFrom.ToDateTime(TimeOnly.MinValue), Resolution.Daily);
        return new RiskModelAllocator(Limits(manifest), Lookback, manifest.Horizon, RiskAversion, Ridge, Shrinkage, bundle.Path);
    }

    /// <summary>Those that a return predictor is given.</summary>
    private AllocationLimits Limits(ModelManifest manifest)
    {
        if (Constraints.Length > 0 && !ObjectStore.ContainsKey(Constraints)) throw new ArgumentException($"parameter constraints: expected a key of the object store, found {Constraints}");
        var set = Constraints.Length == 0 ? new ConstraintSet() : ConstraintSetJson.Read(ObjectStore.ReadBytes(Constraints), Constraints);
        return set.For(
            [.. manifest.Universe.Names.Select(name => name.Name)], [.. manifest.Universe.Names.Select(name => name.Sector.ToString(CultureInfo.InvariantCulture))]);
    }

    private AllocatorPortfolioConstructionModel Construction(PortfolioAllocator allocator, TradedAssets assets) => new(
        allocator, assets, new RebalanceSchedule(Named<RebalancePeriod>("period", Period), DriftBand), Named<ViolationResponse>("violations", Violations));

    private OnnxAlphaModel Predictions(DateTime start, Dictionary<string, Symbol> symbols) => new(
        PredictorSchedule.Open(() => ObjectStore.Keys, ObjectStore.ReadBytes, Model, FeatureSet.Chapter17, DateOnly.FromDateTime(start), AllowInSample), ticker => symbols[ticker]);

    private void RequireNoConstraints()
    {
        if (Constraints.Length > 0) throw new ArgumentException($"parameter constraints: expected none for a model of kind allocator, which has its own, found {Constraints}");
    }

    private Symbol Subscribe(string ticker)
    {
        var security = AddEquity(ticker, Resolution.Daily, fillForward: false, leverage: Leverage == 0 ? Security.NullLeverage : Leverage);
        if (Fees == "none") security.SetFeeModel(new ConstantFeeModel(0));
        if (SlippageBasisPoints > 0) security.SetSlippageModel(new BasisPointSlippageModel(SlippageBasisPoints));
        return security.Symbol;
    }

    private void Require()
    {
        if (InitialCash <= 0) throw new ArgumentException($"parameter cash: expected more than 0, found {InitialCash.ToString(CultureInfo.InvariantCulture)}");
        if (Fees is not ("lean" or "none")) throw new ArgumentException($"parameter fees: expected lean or none, found {Fees}");
        if (SlippageBasisPoints is < 0 or >= 10_000)
            throw new ArgumentException($"parameter slippage-bps: expected from 0 to less than 10000, found {SlippageBasisPoints.ToString(CultureInfo.InvariantCulture)}");
        if (Leverage is < 1 and not 0) throw new ArgumentException($"parameter leverage: expected 0 or at least 1, found {Leverage.ToString(CultureInfo.InvariantCulture)}");
    }

    private static T Named<T>(string parameter, string text, params string[] others) where T : struct, Enum
    {
        var names = Enum.GetNames<T>().ToDictionary(name => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{c}" : $"{c}")).ToLowerInvariant());
        return names.TryGetValue(text.ToLowerInvariant(), out var found)
            ? Enum.Parse<T>(found)
            : throw new ArgumentException($"parameter {parameter}: expected one of {string.Join(", ", others.Concat(names.Keys))}, found {text}");
    }

    private static DateTime Date(string parameter, string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new ArgumentException($"parameter {parameter}: expected yyyy-MM-dd, found {text}");
}
