using QuantConnect.Data.Market;

namespace QuantConnect.Data;

public interface ISymbolProvider
{
    Symbol Symbol { get; set; }
}

/// <summary>A value of a symbol at a time.</summary>
public interface IBaseData : ISymbolProvider
{
    MarketDataType DataType { get; set; }
    /// <summary>Start of the interval that the value describes, in the exchange's time zone.</summary>
    DateTime Time { get; set; }
    /// <summary>The moment from which the value is known.</summary>
    DateTime EndTime { get; set; }
    decimal Value { get; set; }
    decimal Price { get; }
    BaseData Clone();
}

public abstract class BaseData : IBaseData
{
    private decimal _value;

    public MarketDataType DataType { get; set; } = MarketDataType.Base;

    /// <summary>True for a repetition of the last bar over an interval without trades.</summary>
    public bool IsFillForward { get; internal set; }

    public DateTime Time { get; set; }

    public virtual DateTime EndTime
    {
        get => Time;
        set => Time = value;
    }

    public Symbol Symbol { get; set; } = Symbol.Empty;

    public virtual decimal Value
    {
        get => _value;
        set => _value = value;
    }

    public virtual decimal Price => Value;

    /// <exception cref="NotSupportedException">Custom data is not read by this engine.</exception>
    public virtual BaseData Reader(SubscriptionDataConfig config, string line, DateTime date, bool isLiveMode) =>
        throw new NotSupportedException($"{GetType().Name}.Reader: custom data is not supported by this engine");

    public virtual bool RequiresMapping() => Symbol.RequiresMapping();

    public virtual bool IsSparseData() => Symbol.SecurityType == SecurityType.Base;

    public virtual bool ShouldCacheToSecurity() => true;

    public virtual Resolution DefaultResolution() => Resolution.Minute;

    public virtual List<Resolution> SupportedResolutions() => [.. Enum.GetValues<Resolution>()];

    public void UpdateTrade(decimal lastTrade, decimal tradeSize) => Update(lastTrade, 0, 0, tradeSize, 0, 0);

    public void UpdateQuote(decimal bidPrice, decimal bidSize, decimal askPrice, decimal askSize) => Update(0, bidPrice, askPrice, 0, bidSize, askSize);

    public void UpdateBid(decimal bidPrice, decimal bidSize) => Update(0, bidPrice, 0, 0, bidSize, 0);

    public void UpdateAsk(decimal askPrice, decimal askSize) => Update(0, 0, askPrice, 0, 0, askSize);

    public virtual void Update(decimal lastTrade, decimal bidPrice, decimal askPrice, decimal volume, decimal bidSize, decimal askSize) => Value = lastTrade;

    public virtual BaseData Clone(bool fillForward)
    {
        var clone = Clone();
        clone.IsFillForward = fillForward;
        return clone;
    }

    public virtual BaseData Clone() => (BaseData)MemberwiseClone();

    public override string ToString() => $"{Symbol}: {Value.ToStringInvariant("C")}";
}
