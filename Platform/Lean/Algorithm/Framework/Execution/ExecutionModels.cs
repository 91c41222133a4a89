using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Orders;
using QuantConnect.Securities;

namespace QuantConnect.Algorithm.Framework.Execution;

/// <summary>Sends the orders that reach targets.</summary>
public interface IExecutionModel : INotifiedSecurityChanges
{
    void Execute(QCAlgorithm algorithm, IPortfolioTarget[] targets);
    void OnOrderEvent(QCAlgorithm algorithm, OrderEvent orderEvent);
}

/// <summary>The base of execution models.</summary>
public class ExecutionModel(bool asynchronous = true) : IExecutionModel
{
    protected bool Asynchronous { get; } = asynchronous;

    public virtual void Execute(QCAlgorithm algorithm, IPortfolioTarget[] targets) =>
        throw new NotImplementedException($"{GetType().Name}: expected an override of Execute(QCAlgorithm, IPortfolioTarget[]), found none");

    public virtual void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes) { }

    public virtual void OnOrderEvent(QCAlgorithm algorithm, OrderEvent orderEvent) { }
}

public class NullExecutionModel : ExecutionModel
{
    public override void Execute(QCAlgorithm algorithm, IPortfolioTarget[] targets) { }
}

/// <summary>Market orders for what targets lack, at once.</summary>
public class ImmediateExecutionModel(bool asynchronous = true) : ExecutionModel(asynchronous)
{
    private readonly PortfolioTargetCollection _targets = [];

    public override void Execute(QCAlgorithm algorithm, IPortfolioTarget[] targets)
    {
        _targets.AddRange(targets);
        if (_targets.IsEmpty) return;
        foreach (var target in _targets.OrderByMarginImpact(algorithm))
        {
            var security = algorithm.Securities[target.Symbol];
            var quantity = OrderSizing.GetUnorderedQuantity(algorithm, target, security, true);
            if (quantity == 0) continue;
            if (security.BuyingPowerModel.AboveMinimumOrderMarginPortfolioPercentage(security, quantity, algorithm.Portfolio, algorithm.Settings.MinimumOrderMarginPortfolioPercentage))
                algorithm.MarketOrder(security.Symbol, quantity, Asynchronous, target.Tag);
            else algorithm.Portfolio.NoteSmallOrder();
        }
        _targets.ClearFulfilled(algorithm);
    }
}
