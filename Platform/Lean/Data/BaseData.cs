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
    /// <summary>Answers of <see cref="SupportedResolutions"/>.</summary>
    protected static readonly List<Resolution> AllResolutions = [.. Enum.GetValues<Resolution>()], DailyResolution = [Resolution.Daily], MinuteResolution = [Resolution.Minute],
        HighResolution = [Resolution.Minute, Resolution.Second, Resolution.Tick];

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

    /// <summary>Where the data of a date lies; overridden by custom data. The same source on several dates is read once.</summary>
    /// <returns>Null where the date has none.</returns>
    public virtual SubscriptionDataSource GetSource(SubscriptionDataConfig config, DateTime date, bool isLiveMode) =>
        throw new InvalidOperationException($"{GetType().Name}.GetSource: custom data must override it to say where its data lies");

    /// <summary>Makes a point of a line of the source; overridden by custom data.</summary>
    /// <param name="date">Date for which the source was asked.</param>
    /// <returns>Null where the line holds none.</returns>
    public virtual BaseData Reader(SubscriptionDataConfig config, string line, DateTime date, bool isLiveMode) =>
        throw new InvalidOperationException($"{GetType().Name}.Reader: custom data must override it to read its lines");

    /// <summary>Makes a point of what comes next in the source; asked instead of the other where it is overridden.</summary>
    public virtual BaseData Reader(SubscriptionDataConfig config, StreamReader stream, DateTime date, bool isLiveMode) =>
        throw new InvalidOperationException($"{GetType().Name}.Reader: custom data must override it to read its stream");

    /// <summary>Time zone of custom data whose subscription names none.</summary>
    public virtual NodaTime.DateTimeZone DataTimeZone() => Symbol.SecurityType == SecurityType.Base
        ? TimeZones.NewYork
        : throw new InvalidOperationException("BaseData.DataTimeZone(): is only valid for base data types");

    public virtual bool RequiresMapping() => Symbol.RequiresMapping();

    public virtual bool IsSparseData() => Symbol.SecurityType == SecurityType.Base;

    public virtual bool ShouldCacheToSecurity() => true;

    public virtual Resolution DefaultResolution() => Resolution.Minute;

    public virtual List<Resolution> SupportedResolutions() => AllResolutions;

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
