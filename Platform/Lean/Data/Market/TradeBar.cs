using System.Globalization;

namespace QuantConnect.Data.Market;

/// <summary>Trades of an interval. <see cref="BaseData.Time"/> is the start, local to the exchange; <see cref="EndTime"/> is the start plus <see cref="Period"/>.</summary>
public class TradeBar : BaseData, IBaseDataBar
{
    private decimal _open, _high, _low, _volume;
    private TimeSpan _period;
    private bool _initialized;

    public TradeBar()
    {
        DataType = MarketDataType.TradeBar;
        Period = QuantConnect.Time.OneMinute;
    }

    public TradeBar(TradeBar original) : this(original.Time, original.Symbol, original.Open, original.High, original.Low, original.Close, original.Volume, original.Period)
    {
    }

    public TradeBar(DateTime time, Symbol symbol, decimal open, decimal high, decimal low, decimal close, decimal volume, TimeSpan? period = null)
    {
        DataType = MarketDataType.TradeBar;
        Time = time;
        Symbol = symbol;
        Value = close;
        _open = open;
        _high = high;
        _low = low;
        Volume = volume;
        Period = period ?? QuantConnect.Time.OneMinute;
        _initialized = true;
    }

    /// <summary>As the constructor with all values makes it, without a call for each.</summary>
    internal static TradeBar OfEngine(DateTime time, Symbol symbol, decimal open, decimal high, decimal low, decimal close, decimal volume, TimeSpan period)
    {
        var bar = new TradeBar(period);
        bar.Time = time;
        bar.Symbol = symbol;
        bar._value = close;
        bar._open = open;
        bar._high = high;
        bar._low = low;
        bar._volume = volume;
        bar._initialized = true;
        return bar;
    }

    private TradeBar(TimeSpan period)
    {
        DataType = MarketDataType.TradeBar;
        _period = period;
    }

    public virtual decimal Volume
    {
        get => _volume;
        set => _volume = value;
    }

    public virtual decimal Open
    {
        get => _open;
        set { Initialize(value); _open = value; }
    }

    public virtual decimal High
    {
        get => _high;
        set { Initialize(value); _high = value; }
    }

    public virtual decimal Low
    {
        get => _low;
        set { Initialize(value); _low = value; }
    }

    public virtual decimal Close
    {
        get => Value;
        set { Initialize(value); Value = value; }
    }

    public override DateTime EndTime
    {
        get => Time + Period;
        set => Period = value - Time;
    }

    public virtual TimeSpan Period
    {
        get => _period;
        set => _period = value;
    }

    public override void Update(decimal lastTrade, decimal bidPrice, decimal askPrice, decimal volume, decimal bidSize, decimal askSize)
    {
        Initialize(lastTrade);
        if (lastTrade > High) High = lastTrade;
        if (lastTrade < Low) Low = lastTrade;
        Volume += volume;
        Close = lastTrade;
    }

    /// <summary>A copy; a repetition has no volume.</summary>
    public override BaseData Clone(bool fillForward)
    {
        var clone = (TradeBar)base.Clone(fillForward);
        if (fillForward) clone.Volume = 0;
        return clone;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Symbol}: O: {Open.SmartRounding()} H: {High.SmartRounding()} L: {Low.SmartRounding()} C: {Close.SmartRounding()} V: {Volume.SmartRounding()}");

    // The first price that is set becomes all four.
    private void Initialize(decimal value)
    {
        if (_initialized) return;
        _initialized = true;
        _open = _high = _low = value;
        Value = value;
    }
}
