using QuantConnect.Securities;

namespace QuantConnect.Orders.Slippage;

public interface ISlippageModel
{
    /// <returns>Price per share by which a market order fares worse.</returns>
    decimal GetSlippageApproximation(Security asset, Order order);
}

public sealed class NullSlippageModel : ISlippageModel
{
    public static NullSlippageModel Instance { get; } = new();

    public decimal GetSlippageApproximation(Security asset, Order order) => 0;
}

/// <summary>A constant fraction of the last price.</summary>
public class ConstantSlippageModel(decimal slippagePercent) : ISlippageModel
{
    private readonly decimal _fraction = slippagePercent;

    public decimal GetSlippageApproximation(Security asset, Order order) => asset.HasData ? asset.GetLastData().Value * _fraction : 0;
}

/// <summary>Slippage that grows with the square of the order's share of the bar's volume.</summary>
/// <param name="volumeLimit">Share of volume at which the impact stops growing.</param>
public class VolumeShareSlippageModel(decimal volumeLimit = 0.025m, decimal priceImpact = 0.1m) : ISlippageModel
{
    private readonly decimal _volumeLimit = volumeLimit;
    private readonly decimal _priceImpact = priceImpact;

    public decimal GetSlippageApproximation(Security asset, Order order)
    {
        if (asset.GetLastData() is not Data.Market.TradeBar bar) return 0;
        var share = bar.Volume == 0 ? _volumeLimit : Math.Min(order.AbsoluteQuantity / bar.Volume, _volumeLimit);
        return _priceImpact * share * share * bar.Value;
    }
}
