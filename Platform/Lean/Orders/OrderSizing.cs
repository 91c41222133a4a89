using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Interfaces;
using QuantConnect.Securities;

namespace QuantConnect.Orders;

/// <summary>Sizes of orders in whole lots.</summary>
public static class OrderSizing
{
    public static decimal GetOrderSizeForPercentVolume(Security security, decimal maximumPercentCurrentVolume, decimal desiredOrderSize) =>
        Math.Sign(desiredOrderSize) * AdjustByLotSize(security, Math.Min(maximumPercentCurrentVolume * security.Volume, Math.Abs(desiredOrderSize)));

    public static decimal GetOrderSizeForMaximumValue(Security security, decimal maximumOrderValueInAccountCurrency, decimal desiredOrderSize)
    {
        var price = security.Price * security.QuoteCurrency.ConversionRate * security.SymbolProperties.ContractMultiplier;
        if (price == 0m) return 0m;
        return Math.Sign(desiredOrderSize) * AdjustByLotSize(security, Math.Min(maximumOrderValueInAccountCurrency / price, Math.Abs(desiredOrderSize)));
    }

    /// <summary>What is left to order for a target after the position and its open orders.</summary>
    public static decimal GetUnorderedQuantity(IAlgorithm algorithm, IPortfolioTarget target) => GetUnorderedQuantity(algorithm, target, algorithm.Securities[target.Symbol]);

    public static decimal GetUnorderedQuantity(IAlgorithm algorithm, IPortfolioTarget target, Security security, bool accountForFees = false) =>
        AdjustByLotSize(security, target.Quantity - algorithm.Transactions.GetProjectedHoldings(security).ProjectedQuantity);

    /// <summary>Rounds toward zero to whole lots; a millionth short of a lot counts as the lot.</summary>
    public static decimal AdjustByLotSize(Security security, decimal quantity)
    {
        var lot = security.SymbolProperties.LotSize;
        var absolute = Math.Abs(quantity);
        var remainder = absolute % lot;
        if (lot - remainder < lot / 1000000) remainder -= lot;
        return (absolute - remainder) * Math.Sign(quantity);
    }
}
