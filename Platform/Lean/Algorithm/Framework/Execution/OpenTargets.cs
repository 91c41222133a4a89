using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Orders;
using QuantConnect.Securities;

namespace QuantConnect.Algorithm.Framework.Execution;

/// <summary>What is open of targets, while they are not reached.</summary>
internal sealed class OpenTargets
{
    private readonly PortfolioTargetCollection _targets = [];

    /// <summary>Adds targets, and orders what each security should trade now.</summary>
    /// <param name="size">Shares to order now, given what is left to order; 0 waits.</param>
    public void Execute(QCAlgorithm algorithm, IPortfolioTarget[] targets, bool asynchronous, Func<Security, decimal, decimal> size)
    {
        _targets.AddRange(targets);
        if (_targets.IsEmpty) return;
        foreach (var target in _targets.OrderByMarginImpact(algorithm))
        {
            var security = algorithm.Securities[target.Symbol];
            var quantity = size(security, OrderSizing.GetUnorderedQuantity(algorithm, target));
            if (quantity != 0) algorithm.MarketOrder(target.Symbol, quantity, asynchronous, target.Tag);
        }
        _targets.ClearFulfilled(algorithm);
    }
}
