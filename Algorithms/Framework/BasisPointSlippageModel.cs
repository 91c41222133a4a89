using QuantConnect.Orders;
using QuantConnect.Orders.Slippage;
using QuantConnect.Securities;

namespace LeanDeep.Algorithms.Framework;

/// <summary>Every market fill is worse than its price by a fraction of that price: buyers pay more, sellers get less.</summary>
/// <param name="basisPoints">Cost one way in hundredths of a percent of the value traded, 0 or more.</param>
public sealed class BasisPointSlippageModel(decimal basisPoints) : ISlippageModel
{
    /// <returns>Dollars a share.</returns>
    /// <remarks>An order for the open fills at the open of the bar that is the security's last, any other at its close.</remarks>
    public decimal GetSlippageApproximation(Security asset, Order order) =>
        (order.Type == OrderType.MarketOnOpen ? asset.Open : asset.Price) * basisPoints / 10_000m;
}
