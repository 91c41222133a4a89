using QuantConnect.Orders;
using QuantConnect.Securities;

namespace QuantConnect.Lean.Engine;

/// <summary>What a brokerage demands of quantities and prices.</summary>
/// <param name="warn">Told of the first price that changed.</param>
internal sealed class OrderRounding(Action<string> warn)
{
    private bool _warned;

    /// <summary>The quantity cut to whole lots.</summary>
    public static decimal Quantity(Order order, Security security)
    {
        var lot = security.SymbolProperties.LotSize;
        return lot == 0 ? order.Quantity : order.Quantity - order.Quantity % lot;
    }

    /// <summary>Rounds prices to ticks; those on adjusted data keep all their digits.</summary>
    public void Prices(Order order, Security security)
    {
        if (security.DataNormalizationMode != DataNormalizationMode.Raw) return;
        switch (order)
        {
            case LimitOrder limit:
                limit.LimitPrice = Rounded(security, limit.LimitPrice, nameof(limit.LimitPrice));
                break;
            case TrailingStopOrder trailing:
                trailing.StopPrice = Rounded(security, trailing.StopPrice, nameof(trailing.StopPrice));
                if (!trailing.TrailingAsPercentage) trailing.TrailingAmount = Rounded(security, trailing.TrailingAmount, nameof(trailing.TrailingAmount));
                break;
            case StopMarketOrder stop:
                stop.StopPrice = Rounded(security, stop.StopPrice, nameof(stop.StopPrice));
                break;
            case StopLimitOrder stopLimit:
                stopLimit.LimitPrice = Rounded(security, stopLimit.LimitPrice, nameof(stopLimit.LimitPrice));
                stopLimit.StopPrice = Rounded(security, stopLimit.StopPrice, nameof(stopLimit.StopPrice));
                break;
            case LimitIfTouchedOrder touched:
                touched.LimitPrice = Rounded(security, touched.LimitPrice, nameof(touched.LimitPrice));
                touched.TriggerPrice = Rounded(security, touched.TriggerPrice, nameof(touched.TriggerPrice));
                break;
        }
    }

    // A hundredth of a dollar from $1 up, a ten-thousandth below.
    private decimal Rounded(Security security, decimal price, string name)
    {
        var tick = price < 1m ? 0.0001m : security.SymbolProperties.MinimumPriceVariation;
        if (tick <= 0) return price;
        var rounded = Math.Round(price / tick) * tick;
        if (rounded != price && !_warned)
        {
            warn($"Warning: To meet brokerage precision requirements, order {name} was rounded to {rounded.ToStringInvariant()} from {price.ToStringInvariant()}");
            _warned = true;
        }
        return rounded;
    }
}
