using System.Globalization;
using QuantConnect.Lean.Engine;
using QuantConnect.Util;

namespace QuantConnect.Data.Market;

/// <summary>Trades of an interval. <see cref="BaseData.Time"/> is the start, local to the exchange; <see cref="EndTime"/> is the start plus <see cref="Period"/>.</summary>
public class TradeBar : BaseData, IBaseDataBar
{
    // A bar of the engine whose numbers stand in the file as they are knows where; they are made when asked for, and kept apart once one is set.
    private readonly BarFeed _feed;
    private readonly int _row;
    private Numbers _own;
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
        _own = new Numbers { Open = open, High = high, Low = low };
        Value = close;
        Volume = volume;
        Period = period ?? QuantConnect.Time.OneMinute;
        _initialized = true;
    }

    /// <summary>A row of a feed that does not scale its prices.</summary>
    internal TradeBar(BarFeed feed, int row, DateTime time, TimeSpan period)
    {
        DataType = MarketDataType.TradeBar;
        Time = time;
        Symbol = feed.Config.Symbol;
        (_feed, _row, _period, _initialized) = (feed, row, period, true);
    }

    public override decimal Value
    {
        get => _own != null ? _own.Close : _feed?.Close(_row) ?? 0;
        set => Own.Close = value;
    }

    public virtual decimal Volume
    {
        get => _own != null ? _own.Volume : _feed?.Volume(_row) ?? 0;
        set => Own.Volume = value;
    }

    public virtual decimal Open
    {
        get => _own != null ? _own.Open : _feed?.Open(_row) ?? 0;
        set { Initialize(value); Own.Open = value; }
    }

    public virtual decimal High
    {
        get => _own != null ? _own.High : _feed?.High(_row) ?? 0;
        set { Initialize(value); Own.High = value; }
    }

    public virtual decimal Low
    {
        get => _own != null ? _own.Low : _feed?.Low(_row) ?? 0;
        set { Initialize(value); Own.Low = value; }
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

    public override BaseData Clone()
    {
        var clone = (TradeBar)base.Clone();
        clone._own = _own?.Copy();
        return clone;
    }

    /// <summary>A copy; a repetition has no volume.</summary>
    public override BaseData Clone(bool fillForward)
    {
        var clone = (TradeBar)base.Clone(fillForward);
        if (fillForward) clone.Volume = 0;
        return clone;
    }

    /// <summary>LEAN's file of the symbol for the subscription's resolution, in the run's data folder.</summary>
    public override SubscriptionDataSource GetSource(SubscriptionDataConfig config, DateTime date, bool isLiveMode)
    {
        // A map file may have another ticker on the date.
        var symbol = config.MappedSymbol == config.Symbol.Value ? config.Symbol : config.Symbol.UpdateMappedSymbol(config.MappedSymbol);
        return new SubscriptionDataSource(LeanData.GenerateZipFilePath(Globals.DataFolder, symbol, date, config.Resolution, config.TickType), SubscriptionTransportMedium.LocalFile, FileFormat.Csv);
    }

    public override BaseData Reader(SubscriptionDataConfig config, string line, DateTime date, bool isLiveMode) => line == null ? null : ParseEquity(config, line, date);

    /// <summary>A bar of a line of LEAN's equity files, whose prices are ten-thousandths of a dollar.</summary>
    /// <param name="date">Of the file, where the line has a time of day alone.</param>
    public static TradeBar ParseEquity(SubscriptionDataConfig config, string line, DateTime date) => ParseEquity<TradeBar>(config, line, date);

    public static T ParseEquity<T>(SubscriptionDataConfig config, string line, DateTime date) where T : TradeBar, new()
    {
        const decimal scale = 1 / 10000m;
        var cells = line.ToCsv(6);
        var time = config.Resolution >= Resolution.Hour
            ? DateTime.ParseExact(cells[0], DateFormat.TwelveCharacter, CultureInfo.InvariantCulture)
            : date.Date.AddMilliseconds(cells[0].ToInt32());
        return new T
        {
            Symbol = config.Symbol,
            Period = config.Increment,
            Time = time.ConvertTo(config.DataTimeZone, config.ExchangeTimeZone),
            Open = cells[1].ToDecimal() * scale,
            High = cells[2].ToDecimal() * scale,
            Low = cells[3].ToDecimal() * scale,
            Close = cells[4].ToDecimal() * scale,
            Volume = cells[5].ToDecimal(),
        };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Symbol}: O: {Open.SmartRounding()} H: {High.SmartRounding()} L: {Low.SmartRounding()} C: {Close.SmartRounding()} V: {Volume.SmartRounding()}");

    private Numbers Own => _own ??= _feed == null
        ? new Numbers()
        : new Numbers { Open = _feed.Open(_row), High = _feed.High(_row), Low = _feed.Low(_row), Close = _feed.Close(_row), Volume = _feed.Volume(_row) };

    // The first price that is set becomes all four.
    private void Initialize(decimal value)
    {
        if (_initialized) return;
        _initialized = true;
        Own.Open = Own.High = Own.Low = value;
        Value = value;
    }

    private sealed class Numbers
    {
        public decimal Open, High, Low, Close, Volume;

        public Numbers Copy() => (Numbers)MemberwiseClone();
    }
}
