using System.Globalization;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Algorithm.Framework.Alphas;
using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Data.Market;

namespace LeanDeep.Algorithms.Framework;

/// <summary>What to do where the portfolio held violates its constraint set by more than lots explain.</summary>
public enum ViolationResponse
{
    /// <summary>Fail the algorithm.</summary>
    Stop,

    /// <summary>Log it and go on.</summary>
    Report,
}

/// <summary>Targets from a <see cref="PortfolioAllocator"/> on a schedule, in whole lots; and, once they are filled, a check that the portfolio held satisfies the
/// constraint set.</summary>
/// <remarks>Feeds on the algorithm's daily slices. The algorithm sets <c>Settings.MinimumOrderMarginPortfolioPercentage</c> to 0, as orders that LEAN drops for being small
/// would be missing. Results: chart <see cref="ChartName"/>, those of <see cref="AllocationCharts"/>, runtime statistics, log.</remarks>
public sealed class AllocatorPortfolioConstructionModel : PortfolioConstructionModel, IDisposable
{
    /// <summary>Chart of how far the portfolio held lies beyond its limits, and what lots explain, in percent of equity.</summary>
    public const string ChartName = "Constraints";

    private readonly PortfolioAllocator _allocator;
    private readonly TradedAssets _assets;
    private readonly RebalanceSchedule _schedule;
    private readonly ViolationResponse _response;
    private readonly ReturnWindow _window;
    private readonly DecisionCharts _charts;
    private readonly double[] _values, _predictions, _held, _targets, _prices, _lots, _actual;
    private readonly bool[] _universe, _traded;
    private DateOnly? _session;
    private bool _invested, _pending;
    private decimal _equity;

    /// <param name="allocator">Decides; owned from here on.</param>
    /// <param name="symbols">(names) in the allocator's order.</param>
    /// <param name="schedule">When.</param>
    /// <param name="response">What a violation leads to.</param>
    public AllocatorPortfolioConstructionModel(
        PortfolioAllocator allocator, IReadOnlyList<Symbol> symbols, RebalanceSchedule schedule, ViolationResponse response = ViolationResponse.Stop)
        : this(allocator, TradedAssets.Of(symbols), schedule, response)
    {
    }

    /// <param name="allocator">Decides; owned from here on.</param>
    /// <param name="assets">(assets) in the allocator's order; the limits are on the assets, the orders on their members.</param>
    /// <param name="schedule">When.</param>
    /// <param name="response">What a violation leads to.</param>
    public AllocatorPortfolioConstructionModel(
        PortfolioAllocator allocator, TradedAssets assets, RebalanceSchedule schedule, ViolationResponse response = ViolationResponse.Stop)
    {
        ArgumentNullException.ThrowIfNull(allocator);
        ArgumentNullException.ThrowIfNull(assets);
        ArgumentNullException.ThrowIfNull(schedule);
        var count = allocator.Names.Count;
        if (assets.Count != count) throw new ArgumentException($"expected {count} assets, found {assets.Count}", nameof(assets));
        (_allocator, _assets, _schedule, _response) = (allocator, assets, schedule, response);
        _charts = new DecisionCharts(allocator.Names);
        _window = new ReturnWindow(allocator.Channels, allocator.Lookback, count);
        _values = new double[_window.Size];
        (_predictions, _held, _targets, _prices) = (new double[count], new double[count], new double[count], new double[assets.Symbols.Count]);
        (_lots, _actual, _universe) = (new double[count], new double[count], new bool[count]);
        _traded = new bool[assets.Symbols.Count];
    }

    /// <summary>What the check has found so far.</summary>
    public HoldingsCheck Check { get; } = new();

    /// <summary>Decisions made.</summary>
    public int Rebalances { get; private set; }

    /// <summary>Decisions whose limits no weights meet; the portfolio then violates them least, and is not checked.</summary>
    public int Infeasible { get; private set; }

    /// <inheritdoc/>
    public override IEnumerable<IPortfolioTarget> CreateTargets(QCAlgorithm algorithm, Insight[] insights)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        var bars = algorithm.CurrentSlice?.Bars;
        var session = DateOnly.FromDateTime(algorithm.Time);
        if (bars is null || bars.Count == 0 || session == _session) return [];
        _session = session;
        _assets.Feed(bars, _window);
        if (algorithm.IsWarmingUp) return [];
        Verify(algorithm);
        Value(algorithm);
        if (_window.Sessions <= _window.Lookback || !_schedule.IsDue(session, _held, _targets)) return [];
        return Decide(algorithm, session);
    }

    /// <summary>Checks what is held if the last orders have filled. Called with every session; once more at the end of the algorithm.</summary>
    /// <exception cref="InvalidOperationException">The portfolio held violates its constraint set, and the response is to stop.</exception>
    public void Verify(QCAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        if (!_pending || algorithm.Transactions.GetOpenOrders().Count > 0) return;
        _pending = false;
        if (LeftSinceDecision(algorithm) is { } gone)
        {
            algorithm.Log($"{algorithm.Time:yyyy-MM-dd}: the last portfolio is not checked, as {gone.Value} left the market after the decision");
            return;
        }
        Array.Clear(_actual);
        for (var i = 0; i < _prices.Length; i++)
            _actual[_assets.OwnerOf(i)] += (double)(algorithm.Securities[_assets.Symbols[i]].Holdings.Quantity * (decimal)_prices[i] / _equity);
        var violations = Check.Compare(_allocator.Problem, _actual, _lots);
        algorithm.Plot(ChartName, "Beyond limits %", 100 * Check.LastExcess);
        algorithm.Plot(ChartName, "Explained by lots %", 100 * Check.LastLots);
        Report(algorithm);
        if (violations.Count == 0) return;
        var text = string.Create(CultureInfo.InvariantCulture,
            $"portfolio held on {algorithm.Time:yyyy-MM-dd}: expected within the constraint set up to lots, found {string.Join("; ", violations)}");
        if (_response == ViolationResponse.Stop) throw new InvalidOperationException(text);
        algorithm.Log(text);
    }

    public void Dispose() => _allocator.Dispose();

    /// <summary>A symbol that traded when the portfolio was decided and was delisted before it was checked; null for none.</summary>
    private Symbol? LeftSinceDecision(QCAlgorithm algorithm)
    {
        for (var i = 0; i < _traded.Length; i++)
            if (_traded[i] && algorithm.Securities[_assets.Symbols[i]].IsDelisted) return _assets.Symbols[i];
        return null;
    }

    /// <summary>Weights held, prices and lots as of now.</summary>
    private void Value(QCAlgorithm algorithm)
    {
        _equity = algorithm.Portfolio.TotalPortfolioValue;
        _invested |= algorithm.Portfolio.Invested;
        Array.Clear(_held);
        for (var i = 0; i < _prices.Length; i++)
        {
            var security = algorithm.Securities[_assets.Symbols[i]];
            _held[_assets.OwnerOf(i)] += (double)(security.Holdings.Quantity * security.Price / _equity);
        }
    }

    private List<IPortfolioTarget> Decide(QCAlgorithm algorithm, DateOnly session)
    {
        if (_allocator.MoveTo(session, refresh: algorithm.LiveMode))
            algorithm.Log(string.Create(CultureInfo.InvariantCulture, $"{_allocator.Description} decides from {session:yyyy-MM-dd} on"));
        if (_pending)
            algorithm.Log(string.Create(CultureInfo.InvariantCulture, $"{session:yyyy-MM-dd}: the last portfolio is not checked, as {algorithm.Transactions.GetOpenOrders().Count} of its orders are open"));
        TakePredictions(algorithm);
        _window.CopyTo(_values);
        for (var asset = 0; asset < _assets.Count; asset++)
            _universe[asset] = _window.IsComplete(asset) && _assets.IsTraded(algorithm, asset);
        Array.Clear(_lots);
        for (var i = 0; i < _prices.Length; i++)
        {
            var security = algorithm.Securities[_assets.Symbols[i]];
            (_prices[i], _traded[i]) = ((double)security.Price, _assets.ShareOf(i) > 0);
            _lots[_assets.OwnerOf(i)] += (double)(security.SymbolProperties.LotSize * security.Price / _equity);
        }
        var status = _allocator.Allocate(_values, _predictions, _invested ? _held : [], _universe, _targets);
        _schedule.Decided(session);
        Rebalances++;
        if (status == AllocationStatus.Infeasible)
        {
            Infeasible++;
            algorithm.Log(string.Create(CultureInfo.InvariantCulture,
                $"{session:yyyy-MM-dd}: no weights meet all limits, in each other's way {string.Join(", ", _allocator.Binding().Select(price => price.Constraint))}"));
        }
        else if (status != AllocationStatus.Optimal)
            algorithm.Log(string.Create(CultureInfo.InvariantCulture, $"{session:yyyy-MM-dd}: {_allocator.Description}: expected an optimal portfolio, found {status}"));
        _pending = status != AllocationStatus.Infeasible;
        _charts.Plot(algorithm, _targets, _universe, _values.AsSpan(0, _window.Lookback * _assets.Count), _pending ? _allocator.Binding() : null);
        Report(algorithm);
        return Targets(algorithm);
    }

    private List<IPortfolioTarget> Targets(QCAlgorithm algorithm)
    {
        var targets = new List<IPortfolioTarget>(_prices.Length);
        for (var i = 0; i < _prices.Length; i++)
        {
            var security = algorithm.Securities[_assets.Symbols[i]];
            if (security.Price == 0) continue;
            var lot = security.SymbolProperties.LotSize;
            // A millionth of a lot short of a whole one is rounding of the weight.
            var weight = _targets[_assets.OwnerOf(i)] * _assets.ShareOf(i);
            var lots = decimal.Truncate((decimal)weight * _equity / (security.Price * lot) + Math.Sign(weight) * 0.000001m);
            if (lots * lot != security.Holdings.Quantity) targets.Add(new PortfolioTarget(_assets.Symbols[i], lots * lot));
        }
        return targets;
    }

    /// <summary>The newest active insight of each name.</summary>
    private void TakePredictions(QCAlgorithm algorithm)
    {
        Array.Fill(_predictions, double.NaN);
        algorithm.Insights.RemoveExpiredInsights(algorithm.UtcTime);
        foreach (var insight in algorithm.Insights.GetActiveInsights(algorithm.UtcTime).OrderBy(insight => insight.GeneratedTimeUtc))
            if (insight.Magnitude is { } magnitude && _assets.AssetOf(insight.Symbol) is >= 0 and var asset) _predictions[asset] = magnitude;
    }

    private void Report(QCAlgorithm algorithm)
    {
        algorithm.SetRuntimeStatistic("Rebalances", Rebalances);
        algorithm.SetRuntimeStatistic("Constraint Violations", string.Create(CultureInfo.InvariantCulture, $"{Check.Violated} of {Check.Checked}"));
        algorithm.SetRuntimeStatistic("Beyond Limits", string.Create(CultureInfo.InvariantCulture, $"{100 * Check.LargestExcess:0.0000} %"));
        algorithm.SetRuntimeStatistic("Infeasible Rebalances", Infeasible);
    }
}
