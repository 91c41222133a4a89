using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>An indicator of single values.</summary>
public abstract class Indicator : IndicatorBase<IndicatorDataPoint>
{
    protected Indicator(string name)
        : base(name)
    {
    }
}

/// <summary>An indicator of bars with prices.</summary>
public abstract class BarIndicator : IndicatorBase<IBaseDataBar>
{
    protected BarIndicator(string name)
        : base(name)
    {
    }
}

/// <summary>An indicator of bars with prices and volume.</summary>
public abstract class TradeBarIndicator : IndicatorBase<TradeBar>
{
    protected TradeBarIndicator(string name)
        : base(name)
    {
    }
}
