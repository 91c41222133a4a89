using System.Globalization;
using LeanDeep.Algorithms.Framework;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Policies;
using LeanDeep.Models.Policies.Estimation;
using LeanDeep.Models.Registry;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Data;
using QuantConnect.Orders.Fees;
using QuantConnect.Parameters;
using QuantConnect.Securities;

namespace LeanDeep.Algorithms;

/// <summary>What decides.</summary>
public enum PolicyMode
{
    /// <summary>The solved policy, hedging part and all.</summary>
    Policy,

    /// <summary>Its part that does not hedge.</summary>
    Myopic,

    /// <summary>Equal weights, bought once.</summary>
    BuyAndHold,
}

/// <summary>A policy of portfolio choice: after the close of each period's first session the market's Sharpe ratios are estimated anew, the solved HJB equation says how to
/// divide wealth between assets and cash, and the next open trades it.</summary>
/// <remarks>On each date the newest bundle of the policy whose calibration has seen nothing of it decides. Every estimate reads past bars alone. Consumption is shown and not taken out of the account.</remarks>
public sealed class HjbPolicy : QCAlgorithm
{
    /// <summary>Chart of weights and Sharpe ratio.</summary>
    public const string ChartName = "Policy";

    /// <summary>Name of the policy's bundle in the object store.</summary>
    [Parameter("model")] public string Model { get; set; } = "kim-omberg";

    /// <summary><c>policy</c>, <c>myopic</c> or <c>buy-and-hold</c>.</summary>
    [Parameter("mode")] public string Mode { get; set; } = "policy";

    /// <summary>First session whose bars the estimates read, yyyy-MM-dd.</summary>
    [Parameter("history")] public string HistoryFrom { get; set; } = "2010-01-04";

    /// <summary>First trading day, yyyy-MM-dd.</summary>
    [Parameter("start")] public string Start { get; set; } = "2016-01-04";

    /// <summary>Last trading day, yyyy-MM-dd.</summary>
    [Parameter("end")] public string End { get; set; } = "2017-12-29";

    /// <summary>Dollars at the start.</summary>
    [Parameter("cash")] public decimal InitialCash { get; set; } = 1_000_000m;

    /// <summary>γ, where the bundle has none of its own.</summary>
    [Parameter("risk-aversion")] public double RiskAversion { get; set; } = 5;

    /// <summary>Years from the start to the horizon.</summary>
    [Parameter("horizon")] public double Horizon { get; set; } = 10;

    /// <summary>Greatest sum of absolute weights.</summary>
    [Parameter("leverage-cap")] public double LeverageCap { get; set; } = 1;

    /// <summary>What cash earns a year. LEAN's account pays nothing, hence 0.</summary>
    [Parameter("rate")] public double Rate { get; set; }

    /// <summary>Sessions over which the predictor looks back.</summary>
    [Parameter("predictor-window")] public int PredictorWindow { get; set; } = 504;

    /// <summary>Sessions of the covariance.</summary>
    [Parameter("moments-window")] public int MomentsWindow { get; set; } = 252;

    /// <summary>Months of the predictor that there must be at the start.</summary>
    [Parameter("minimum-steps")] public int MinimumSteps { get; set; } = 24;

    /// <summary>Whether the predictor's slope and persistence are corrected for the bias of a short sample.</summary>
    [Parameter("bias-correction")] public bool BiasCorrection { get; set; } = true;

    /// <summary><c>daily</c>, <c>weekly</c> or <c>monthly</c>.</summary>
    [Parameter("period")] public string Period { get; set; } = "monthly";

    /// <summary>Trade even on dates that the policy's calibration saw.</summary>
    [Parameter("allow-in-sample")] public bool AllowInSample { get; set; }

    /// <summary>Who is paid for trading: <c>lean</c> for LEAN's fee model of the brokerage, <c>none</c> for nobody.</summary>
    [Parameter("fees")] public string Fees { get; set; } = "lean";

    /// <summary>How much worse than its price a fill is, hundredths of a percent.</summary>
    [Parameter("slippage-bps")] public decimal SlippageBasisPoints { get; set; }

    private BasketReturns _baskets = null!;
    private SharpeEstimator _estimator = null!;
    private SharpeEstimate _market = null!;
    private PolicySchedule _policies = null!;
    private PolicyDecision _decision = null!;
    private RebalanceSchedule _schedule = null!;
    private PolicyMode _mode;
    private DateTime _start;
    private int[] _outsideBy = [];
    private int _sessions, _decisions, _outside, _unsolved, _capped, _unestimated;

    public override void Initialize()
    {
        _start = Date("start", Start);
        SetStartDate(_start);
        SetEndDate(Date("end", End));
        Require();
        SetCash(InitialCash);
        _mode = Named<PolicyMode>("mode", Mode);
        _schedule = new RebalanceSchedule(Named<RebalancePeriod>("period", Period));
        var bundle = ModelBundle.ReadNewest(ObjectStore.Keys, ObjectStore.ReadBytes, Model, DateOnly.FromDateTime(_start), AllowInSample);
        if (bundle.Manifest.Policy is not { } description) throw new InvalidDataException($"{bundle.Path}: kind: expected Policy, found {bundle.Manifest.Kind}");
        if (bundle.Manifest.Universe.Names.Count == 0) throw new InvalidDataException($"{bundle.Path}: universe: expected names to trade, found none");
        _baskets = new BasketReturns(bundle.Manifest.Universe.Names, Subscribe);
        var assets = _baskets.Count;
        _policies = PolicySchedule.Open(() => ObjectStore.Keys, ObjectStore.ReadBytes, Model, assets, LeverageCap, DateOnly.FromDateTime(_start), AllowInSample);
        _estimator = new SharpeEstimator(assets, new SharpeEstimatorOptions
        {
            PredictorWindow = PredictorWindow, MomentsWindow = MomentsWindow, MinimumSteps = MinimumSteps, Rate = Rate, BiasCorrection = BiasCorrection,
            Predictable = !description.Problem.StartsWith("merton", StringComparison.Ordinal),
        });
        (_market, _decision, _outsideBy) = (new SharpeEstimate(assets), new PolicyDecision(assets), new int[description.Inputs.Count]);
        SetWarmUp(_start - Date("history", HistoryFrom), Resolution.Daily);
        Log(string.Create(CultureInfo.InvariantCulture, $"{bundle.Path} decides from {Start} on: {description.Problem}, {description.Method}, {assets} assets of {_baskets.Symbols.Length} names"));
    }

    public override void OnData(Slice slice)
    {
        if (slice.Bars.Count == 0) return;
        _sessions++;
        _estimator.Add(_baskets.Next(slice.Bars));
        var session = DateOnly.FromDateTime(Time);
        if (IsWarmingUp || !_schedule.IsDue(session, [], []) || (_mode == PolicyMode.BuyAndHold && _decisions > 0)) return;
        if (!_estimator.IsReady)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"{session:yyyy-MM-dd}: expected {MinimumSteps} months of the predictor after {PredictorWindow} sessions of history from {HistoryFrom}, found {_estimator.Steps} after {_sessions} sessions"));
        if (LiveMode) _policies.Refresh();
        if (_policies.MoveTo(session)) Log(string.Create(CultureInfo.InvariantCulture, $"{_policies.Current.Model.Path} decides from {session:yyyy-MM-dd} on"));
        _policies.Current.Model.EnsureUnseen(session);
        _schedule.Decided(session);
        if (Decide()) Trade();
    }

    /// <exception cref="InvalidDataException">The data folder had no bar of any name.</exception>
    public override void OnEndOfAlgorithm()
    {
        if (_sessions == 0) throw new InvalidDataException($"models/{Model}: expected daily bars of its names through {End} in the data folder, found none");
        SetRuntimeStatistic("Decisions", _decisions);
        SetRuntimeStatistic("Out of Domain", _outside);
        SetRuntimeStatistic("Without Solution", _unsolved);
        SetRuntimeStatistic("Capped", _capped);
        var inputs = string.Join(", ", _policies.Current.Model.Description.Inputs.Zip(_outsideBy).Where(input => input.Second > 0).Select(input => $"{input.First.Name} {input.Second}"));
        Log($"{_decisions} decisions, {_outside} out of domain{(inputs.Length > 0 ? $" ({inputs})" : "")}, {_unsolved} without a solution, {_capped} at the leverage cap, {_unestimated} left out as nothing could be estimated");
        _policies.Dispose();
    }

    /// <summary>Fills the decision.</summary>
    /// <returns>False where nothing could be estimated; then what is held stays.</returns>
    private bool Decide()
    {
        if (_mode == PolicyMode.BuyAndHold)
        {
            Array.Fill(_decision.Weights, Math.Min(1, LeverageCap) / _baskets.Count);
            _decisions++;
            return true;
        }
        if (!_estimator.Estimate(_market))
        {
            _unestimated++;
            return false;
        }
        _policies.Current.Decide(_market, RiskAversion, Math.Max(0, Horizon - (Time - _start).TotalDays / 365.25), _decision);
        _decisions++;
        if (_decision.Flags.HasFlag(PolicyFlags.OutOfDomain)) CountOutside();
        if (_decision.Flags.HasFlag(PolicyFlags.NoSolution)) _unsolved++;
        if (_decision.Flags.HasFlag(PolicyFlags.Capped)) _capped++;
        Plot(ChartName, "Myopic %", 100 * _decision.Myopic.Sum());
        Plot(ChartName, "Hedging %", 100 * _decision.Hedging.Sum());
        Plot(ChartName, "Sharpe ratio", _market.SharpeRatio[0]);
        return true;
    }

    /// <summary>Which inputs lay outside, once a decision.</summary>
    private void CountOutside()
    {
        _outside++;
        var clipped = _policies.Current.Model.Clipped;
        for (var column = 0; column < _outsideBy.Length; column++)
            for (var row = 0; row < _policies.Current.Model.Rows; row++)
                if (clipped[row * _outsideBy.Length + column])
                {
                    _outsideBy[column]++;
                    break;
                }
    }

    private void Trade()
    {
        var weights = _mode == PolicyMode.Myopic ? _decision.Myopic : _decision.Weights;
        var targets = new List<PortfolioTarget>(_baskets.Symbols.Length);
        for (var i = 0; i < _baskets.Symbols.Length; i++)
            if (Securities[_baskets.Symbols[i]].HasData) targets.Add(new PortfolioTarget(_baskets.Symbols[i], (decimal)_baskets.WeightOf(i, weights)));
        SetHoldings(targets, liquidateExistingHoldings: true);
    }

    private Symbol Subscribe(string ticker)
    {
        var security = AddEquity(ticker, Resolution.Daily, fillForward: false, leverage: Security.NullLeverage);
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
        if (!(RiskAversion > 0 && double.IsFinite(RiskAversion))) throw new ArgumentException($"parameter risk-aversion: expected a positive number, found {RiskAversion.ToString(CultureInfo.InvariantCulture)}");
        if (!(Horizon >= 0 && double.IsFinite(Horizon))) throw new ArgumentException($"parameter horizon: expected 0 or more years, found {Horizon.ToString(CultureInfo.InvariantCulture)}");
        if (!(LeverageCap > 0)) throw new ArgumentException($"parameter leverage-cap: expected a positive number, found {LeverageCap.ToString(CultureInfo.InvariantCulture)}");
        if (Date("history", HistoryFrom) > _start) throw new ArgumentException($"parameter history: expected at most start {Start}, found {HistoryFrom}");
    }

    private static T Named<T>(string parameter, string text) where T : struct, Enum =>
        Enum.GetNames<T>().FirstOrDefault(name => name.Equals(text.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)) is { } found
            ? Enum.Parse<T>(found)
            : throw new ArgumentException($"parameter {parameter}: expected one of {string.Join(", ", Enum.GetNames<T>().Select(Hyphenated))}, found {text}");

    private static string Hyphenated(string name) =>
        string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    private static DateTime Date(string parameter, string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new ArgumentException($"parameter {parameter}: expected yyyy-MM-dd, found {text}");
}
