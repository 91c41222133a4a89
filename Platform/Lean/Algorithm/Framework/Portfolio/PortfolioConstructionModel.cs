using System.Globalization;
using QuantConnect.Algorithm.Framework.Alphas;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Interfaces;
using QuantConnect.Scheduling;

namespace QuantConnect.Algorithm.Framework.Portfolio;

public enum PortfolioBias { Short = -1, LongShort = 0, Long = 1 }

/// <summary>Turns insights into positions.</summary>
public interface IPortfolioConstructionModel : INotifiedSecurityChanges
{
    IEnumerable<IPortfolioTarget> CreateTargets(QCAlgorithm algorithm, Insight[] insights);
}

/// <summary>The base of portfolio construction models: decides when to rebalance, and takes expired symbols to zero.</summary>
/// <param name="rebalancingFunc">The next UTC time after a given one; null rebalances at every step.</param>
public class PortfolioConstructionModel(Func<DateTime, DateTime?> rebalancingFunc) : IPortfolioConstructionModel
{
    private readonly Func<DateTime, DateTime?> _next = rebalancingFunc;
    private DateTime? _rebalancingTime;
    private bool _securityChanges;

    public PortfolioConstructionModel(Func<DateTime, DateTime> rebalancingFunc = null)
        : this(rebalancingFunc == null ? (Func<DateTime, DateTime?>)null : utc => rebalancingFunc(utc))
    {
    }

    public virtual bool RebalanceOnSecurityChanges { get; set; } = true;
    public virtual bool RebalanceOnInsightChanges { get; set; } = true;
    protected IAlgorithm Algorithm { get; private set; }

    public virtual IEnumerable<IPortfolioTarget> CreateTargets(QCAlgorithm algorithm, Insight[] insights)
    {
        Algorithm = algorithm;
        if (!IsRebalanceDue(insights, algorithm.UtcTime)) return [];
        var targets = new List<IPortfolioTarget>();
        var failed = new HashSet<Symbol>();
        var active = GetTargetInsights();
        var percents = DetermineTargetPercent(active);
        foreach (var insight in active)
        {
            if (!percents.TryGetValue(insight, out var percent)) continue;
            var target = PortfolioTarget.Percent(algorithm, insight.Symbol, percent);
            if (target != null) targets.Add(target);
            else failed.Add(insight.Symbol);
        }
        var seen = new HashSet<Symbol>();
        foreach (var insight in algorithm.Insights.RemoveExpiredInsights(algorithm.UtcTime))
            if (seen.Add(insight.Symbol) && !algorithm.Insights.HasActiveInsights(insight.Symbol, algorithm.UtcTime) && !failed.Contains(insight.Symbol))
                targets.Add(new PortfolioTarget(insight.Symbol, 0));
        return targets;
    }

    public virtual void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
    {
        Algorithm ??= algorithm;
        _securityChanges = changes != SecurityChanges.None;
        algorithm?.Insights.Expire(changes.RemovedSecurities.Select(x => x.Symbol));
    }

    /// <summary>The last active insight of each symbol.</summary>
    protected virtual List<Insight> GetTargetInsights() =>
        [.. ((QCAlgorithm)Algorithm).Insights.GetActiveInsights(Algorithm.UtcTime).Where(ShouldCreateTargetForInsight)
            .GroupBy(x => x.Symbol).Select(x => x.OrderBy(i => i.GeneratedTimeUtc).Last())];

    protected virtual bool ShouldCreateTargetForInsight(Insight insight) => true;

    /// <summary>Fractions of the portfolio by insight.</summary>
    protected virtual Dictionary<Insight, double> DetermineTargetPercent(List<Insight> activeInsights) =>
        throw new NotImplementedException($"{GetType().Name}: expected an override of DetermineTargetPercent(List<Insight>), found none");

    protected virtual bool IsRebalanceDue(Insight[] insights, DateTime algorithmUtc)
    {
        if (_next == null)
        {
            RefreshRebalance(algorithmUtc);
            return true;
        }
        var expiry = ((QCAlgorithm)Algorithm).Insights.GetNextExpiryTime();
        if (_rebalancingTime == null)
        {
            _rebalancingTime = _next(algorithmUtc);
            if (_rebalancingTime != null && _rebalancingTime <= algorithmUtc)
            {
                // Due already: ask again next time.
                _rebalancingTime = null;
                _securityChanges = false;
                return true;
            }
        }
        var due = (_rebalancingTime != null && _rebalancingTime <= algorithmUtc)
            || (RebalanceOnSecurityChanges && _securityChanges)
            || (RebalanceOnInsightChanges && (insights.Length != 0 || (expiry != null && expiry < algorithmUtc)));
        if (due) RefreshRebalance(algorithmUtc);
        return due;
    }

    protected void RefreshRebalance(DateTime algorithmUtc)
    {
        if (_next != null) _rebalancingTime = _next(algorithmUtc);
        _securityChanges = false;
    }

    /// <summary>Insights without a magnitude beyond what the settings let a target be; the others are left out with an error line.</summary>
    protected static Insight[] FilterInvalidInsightMagnitude(IAlgorithm algorithm, Insight[] insights) => Array.FindAll(insights, insight =>
    {
        var size = Math.Abs(insight.Magnitude ?? 0);
        var (largest, smallest) = (algorithm.Settings.MaxAbsolutePortfolioTargetPercentage, algorithm.Settings.MinAbsolutePortfolioTargetPercentage);
        if (size == 0 || (size <= (double)largest && size >= (double)smallest)) return true;
        algorithm.Error(string.Create(CultureInfo.InvariantCulture,
            $"PortfolioConstructionModel.FilterInvalidInsightMagnitude():The insight target Magnitude: {insight.Magnitude}, will not comply with the current 'Algorithm.Settings' 'MaxAbsolutePortfolioTargetPercentage': {largest} or 'MinAbsolutePortfolioTargetPercentage': {smallest}. Skipping insight."));
        return false;
    });

    /// <param name="weights">One per insight; none where the optimizer found none.</param>
    /// <param name="bias">Weights of another sign become zero.</param>
    private protected static Dictionary<Insight, double> ByInsight(List<Insight> insights, double[] weights, PortfolioBias bias = PortfolioBias.LongShort)
    {
        var percents = new Dictionary<Insight, double>();
        for (var i = 0; i < insights.Count && weights.Length > 0; i++)
            percents[insights[i]] = bias != PortfolioBias.LongShort && Math.Sign(weights[i]) != (int)bias ? 0 : weights[i];
        return percents;
    }

    /// <summary>A rule that never says "no more".</summary>
    private protected static Func<DateTime, DateTime?> Optional(Func<DateTime, DateTime> next) => next == null ? null : utc => next(utc);

    private protected static Func<DateTime, DateTime?> Every(TimeSpan period) => utc => utc.Add(period);

    /// <summary>The dates of a rule one after the other.</summary>
    private protected static Func<DateTime, DateTime?> Dates(IDateRule rule)
    {
        IEnumerator<DateTime> dates = null;
        return utc =>
        {
            if (dates == null)
            {
                dates = rule.GetDates(utc, Time.EndOfTime).GetEnumerator();
                if (!dates.MoveNext()) return Time.EndOfTime;
            }
            if (utc >= dates.Current && !dates.MoveNext()) return Time.EndOfTime;
            return dates.Current;
        };
    }
}

public class NullPortfolioConstructionModel : PortfolioConstructionModel
{
    public override IEnumerable<IPortfolioTarget> CreateTargets(QCAlgorithm algorithm, Insight[] insights) => [];
}
