using QuantConnect.Algorithm.Framework.Alphas;
using QuantConnect.Algorithm.Framework.Alphas.Analysis;
using QuantConnect.Algorithm.Framework.Execution;
using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Algorithm.Framework.Risk;
using QuantConnect.Algorithm.Framework.Selection;
using QuantConnect.Data;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Interfaces;

namespace QuantConnect.Algorithm;

public partial class QCAlgorithm
{
    private bool _warnedWarmupInsight, _warnedDelistedInsight, _usesFramework;

    /// <summary>Called with the insights of a step after they are stored.</summary>
    public event AlgorithmEvent<GeneratedInsightsCollection> InsightsGenerated;

    /// <summary>Whether the framework's steps are logged.</summary>
    public bool DebugMode { get; set; }

    public IUniverseSelectionModel UniverseSelection { get; set; }
    public IAlphaModel Alpha { get; set; }
    public InsightManager Insights { get; private set; }
    public IPortfolioConstructionModel PortfolioConstruction { get; set; }
    public IExecutionModel Execution { get; set; }
    public IRiskManagementModel RiskManagement { get; set; }

    public void SetUniverseSelection(IUniverseSelectionModel universeSelection) => UniverseSelection = universeSelection;

    public void AddUniverseSelection(IUniverseSelectionModel universeSelection)
    {
        if (UniverseSelection is CompositeUniverseSelectionModel composite) composite.AddUniverseSelection(universeSelection);
        else UniverseSelection = UniverseSelection is NullUniverseSelectionModel ? universeSelection : new CompositeUniverseSelectionModel(UniverseSelection, universeSelection);
    }

    public void SetAlpha(IAlphaModel alpha) => Alpha = alpha;

    public void AddAlpha(IAlphaModel alpha)
    {
        if (Alpha is CompositeAlphaModel composite) composite.AddAlpha(alpha);
        else Alpha = Alpha is NullAlphaModel ? alpha : new CompositeAlphaModel(Alpha, alpha);
    }

    public void SetPortfolioConstruction(IPortfolioConstructionModel portfolioConstruction) => PortfolioConstruction = portfolioConstruction;

    public void SetExecution(IExecutionModel execution) => Execution = execution;

    public void SetRiskManagement(IRiskManagementModel riskManagement) => RiskManagement = riskManagement;

    public void AddRiskManagement(IRiskManagementModel riskManagement)
    {
        if (RiskManagement is CompositeRiskManagementModel composite) composite.AddRiskManagement(riskManagement);
        else RiskManagement = RiskManagement is NullRiskManagementModel ? riskManagement : new CompositeRiskManagementModel(RiskManagement, riskManagement);
    }

    /// <summary>Emits insights beside those of the alpha model, and lets the rest of the framework act on them at once.</summary>
    public void EmitInsights(params Insight[] insights)
    {
        if (IsWarmingUp)
        {
            if (!_warnedWarmupInsight) Error("Warning: insights emitted during algorithm warmup are ignored.");
            _warnedWarmupInsight = true;
            return;
        }
        insights = InitializeInsights(insights);
        OnInsightsGenerated(insights);
        ProcessInsights(insights);
    }

    public void EmitInsights(Insight insight) => EmitInsights([insight]);

    /// <summary>One step of the framework: insights, targets, risk, orders.</summary>
    public void OnFrameworkData(Slice slice)
    {
        Insights.Step(UtcTime);
        if (UtcTime >= UniverseSelection.GetNextRefreshTimeUtc()) RefreshUniverses();
        if (!_usesFramework || !slice.HasData) return;
        var insights = Alpha.Update(this, slice).ToArray();
        if (insights.Length != 0)
        {
            insights = InitializeInsights(insights);
            OnInsightsGenerated(insights);
        }
        ProcessInsights(insights);
    }

    public void OnFrameworkSecuritiesChanged(SecurityChanges changes)
    {
        if (DebugMode) Debug($"{Time.ToStringInvariant()}: {changes}");
        Alpha.OnSecuritiesChanged(this, changes);
        PortfolioConstruction.OnSecuritiesChanged(this, changes);
        Execution.OnSecuritiesChanged(this, changes);
        RiskManagement.OnSecuritiesChanged(this, changes);
    }

    // Universes that the model names no more let their members go.
    private void RefreshUniverses()
    {
        var universes = UniverseSelection.CreateUniverses(this).ToDictionary(x => x.Symbol);
        foreach (var (symbol, universe) in UniverseManager.GetItems().ToList())
        {
            if (universes.ContainsKey(symbol)) continue;
            if (universe.DisposeRequested) UniverseManager.Remove(symbol);
            universe.Dispose();
        }
        foreach (var universe in universes.Values) AddUniverse(universe);
    }

    private void InitializeFramework()
    {
        Insights = new InsightManager(this);
        UniverseSelection = new NullUniverseSelectionModel();
        Alpha = new NullAlphaModel();
        PortfolioConstruction = new NullPortfolioConstructionModel();
        Execution = new ImmediateExecutionModel();
        RiskManagement = new NullRiskManagementModel();
    }

    private void FrameworkPostInitialize()
    {
        if (PortfolioConstruction is PortfolioConstructionModel model)
        {
            if (Settings.RebalancePortfolioOnSecurityChanges is { } onSecurities) model.RebalanceOnSecurityChanges = onSecurities;
            if (Settings.RebalancePortfolioOnInsightChanges is { } onInsights) model.RebalanceOnInsightChanges = onInsights;
        }
        else if (Settings.RebalancePortfolioOnInsightChanges.HasValue || Settings.RebalancePortfolioOnSecurityChanges.HasValue)
            Debug($"Warning: rebalance portfolio settings are set but not supported by the current IPortfolioConstructionModel type: {PortfolioConstruction.GetType()}");
        foreach (var universe in UniverseSelection.CreateUniverses(this)) AddUniverse(universe);
        // With all models at their defaults a step of the framework does nothing.
        _usesFramework = Alpha is not NullAlphaModel || PortfolioConstruction is not NullPortfolioConstructionModel || RiskManagement is not NullRiskManagementModel || Execution.GetType() != typeof(ImmediateExecutionModel);
    }

    private void OnInsightsGenerated(Insight[] insights)
    {
        if (DebugMode) Log($"{Time.ToStringInvariant()}: ALPHA: {string.Join(" | ", insights.Select(x => x.ToString()).Order(StringComparer.Ordinal))}");
        Insights.AddRange(insights);
        InsightsGenerated?.Invoke(this, new GeneratedInsightsCollection(UtcTime, insights));
    }

    private void ProcessInsights(Insight[] insights)
    {
        var targets = PortfolioConstruction.CreateTargets(this, insights).ToArray();
        foreach (var target in targets) Securities[target.Symbol].Holdings.Target = target;
        var overrides = RiskManagement.ManageRisk(this, targets).ToArray();
        foreach (var target in overrides) Securities[target.Symbol].Holdings.Target = target;
        if (DebugMode && targets.Length > 0) Log($"{Time.ToStringInvariant()}: PORTFOLIO: {string.Join(" | ", targets.Select(x => x.ToString()).Order(StringComparer.Ordinal))}");
        if (DebugMode && overrides.Length > 0) Log($"{Time.ToStringInvariant()}: RISK: {string.Join(" | ", overrides.Select(x => x.ToString()).Order(StringComparer.Ordinal))}");
        Execution.Execute(this, overrides.Length == 0 ? targets : [.. overrides.Concat(targets).DistinctBy(x => x.Symbol)]);
    }

    private Insight[] InitializeInsights(Insight[] insights)
    {
        var valid = new List<Insight>(insights.Length);
        foreach (var insight in insights)
        {
            var security = Securities[insight.Symbol];
            if (security.IsDelisted)
            {
                if (!_warnedDelistedInsight) Error("QCAlgorithm.EmitInsights(): Warning: cannot emit insights for delisted securities, these will be discarded");
                _warnedDelistedInsight = true;
                continue;
            }
            insight.GeneratedTimeUtc = UtcTime;
            insight.ReferenceValue = insight.Type == InsightType.Price ? security.Price : security.VolatilityModel.Volatility;
            if (string.IsNullOrEmpty(insight.SourceModel)) insight.SourceModel = Alpha.GetModelName();
            insight.SetPeriodAndCloseTime(security.Exchange.Hours);
            valid.Add(insight);
        }
        return [.. valid];
    }
}
