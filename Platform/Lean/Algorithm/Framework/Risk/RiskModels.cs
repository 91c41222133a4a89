using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Data.UniverseSelection;

namespace QuantConnect.Algorithm.Framework.Risk;

/// <summary>Overrides targets; its own win per symbol.</summary>
public interface IRiskManagementModel : INotifiedSecurityChanges
{
    IEnumerable<IPortfolioTarget> ManageRisk(QCAlgorithm algorithm, IPortfolioTarget[] targets);
}

/// <summary>The base of risk models.</summary>
public class RiskManagementModel : IRiskManagementModel
{
    public virtual IEnumerable<IPortfolioTarget> ManageRisk(QCAlgorithm algorithm, IPortfolioTarget[] targets) =>
        throw new NotImplementedException($"{GetType().Name}: expected an override of ManageRisk(QCAlgorithm, IPortfolioTarget[]), found none");

    public virtual void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes) { }
}

public class NullRiskManagementModel : RiskManagementModel
{
    public override IEnumerable<IPortfolioTarget> ManageRisk(QCAlgorithm algorithm, IPortfolioTarget[] targets) => [];
}

/// <summary>Several models, each on what the ones before it made.</summary>
public class CompositeRiskManagementModel : RiskManagementModel
{
    private readonly List<IRiskManagementModel> _models = [];

    public CompositeRiskManagementModel(params IRiskManagementModel[] riskManagementModels)
    {
        if (riskManagementModels is not { Length: > 0 }) throw new ArgumentException("expected at least one risk model, found none", nameof(riskManagementModels));
        _models.AddRange(riskManagementModels);
    }

    public override IEnumerable<IPortfolioTarget> ManageRisk(QCAlgorithm algorithm, IPortfolioTarget[] targets)
    {
        foreach (var model in _models) targets = [.. model.ManageRisk(algorithm, targets).Concat(targets).DistinctBy(x => x.Symbol)];
        return targets;
    }

    public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
    {
        foreach (var model in _models) model.OnSecuritiesChanged(algorithm, changes);
    }

    public void AddRiskManagement(IRiskManagementModel riskManagementModel) => _models.Add(riskManagementModel);
}

/// <summary>Closes a position whose unrealised loss exceeds a fraction of its cost, and cancels its insights.</summary>
public class MaximumDrawdownPercentPerSecurity(decimal maximumDrawdownPercent = 0.05m) : RiskManagementModel
{
    private readonly decimal _limit = -Math.Abs(maximumDrawdownPercent);

    public override IEnumerable<IPortfolioTarget> ManageRisk(QCAlgorithm algorithm, IPortfolioTarget[] targets)
    {
        foreach (var security in algorithm.Securities.Values)
        {
            if (!security.Invested || security.Holdings.UnrealizedProfitPercent >= _limit) continue;
            algorithm.Insights.Cancel([security.Symbol]);
            yield return new PortfolioTarget(security.Symbol, 0);
        }
    }
}

/// <summary>Closes a position whose unrealised profit exceeds a fraction of its cost, and cancels its insights.</summary>
public class MaximumUnrealizedProfitPercentPerSecurity(decimal maximumUnrealizedProfitPercent = 0.05m) : RiskManagementModel
{
    private readonly decimal _limit = Math.Abs(maximumUnrealizedProfitPercent);

    public override IEnumerable<IPortfolioTarget> ManageRisk(QCAlgorithm algorithm, IPortfolioTarget[] targets)
    {
        foreach (var security in algorithm.Securities.Values)
        {
            if (!security.Invested || security.Holdings.UnrealizedProfitPercent <= _limit) continue;
            algorithm.Insights.Cancel([security.Symbol]);
            yield return new PortfolioTarget(security.Symbol, 0);
        }
    }
}
