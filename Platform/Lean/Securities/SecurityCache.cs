using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Lean.Engine;
using QuantConnect.Util;

namespace QuantConnect.Securities;

/// <summary>The latest prices of a security. What comes from the engine is a row of a feed; prices are made when asked for.</summary>
public class SecurityCache
{
    private BarFeed _feed;
    private int _row = -1, _volumeRow = -1;
    private BaseData _lastData;
    private Dictionary<Type, BaseData> _byType;
    // Where several points of a type came together.
    private Dictionary<Type, IReadOnlyList<BaseData>> _lists;
    // Those of one moment each.
    private IReadOnlyList<BaseData> _tickTrades = [], _tickQuotes = [];

    internal IEnumerable<Tick> TickTrades => _tickTrades.Cast<Tick>();
    internal IEnumerable<Tick> TickQuotes => _tickQuotes.Cast<Tick>();
    private Dictionary<string, object> _properties;
    private decimal _price, _open, _high, _low, _close, _volume;

    public decimal Price
    {
        get { Materialise(); return _price; }
    }

    public decimal Open
    {
        get { MaterialiseBar(); return _open; }
    }

    public decimal High
    {
        get { MaterialiseBar(); return _high; }
    }

    public decimal Low
    {
        get { MaterialiseBar(); return _low; }
    }

    public decimal Close
    {
        get { Materialise(); return _close; }
    }

    public decimal Volume
    {
        get
        {
            if (_volumeRow >= 0)
            {
                _volume = _volumeFeed.Volume(_volumeRow);
                _volumeRow = -1;
            }
            return _volume;
        }
    }

    public decimal BidPrice { get; private set; }
    public decimal AskPrice { get; private set; }
    public decimal BidSize { get; private set; }
    public decimal AskSize { get; private set; }
    public long OpenInterest { get; private set; }
    public Dictionary<string, object> Properties => _properties ??= [];

    /// <summary>Today's regular session so far and those before it; empty until its size is set. Null where no security has the cache.</summary>
    public Session Session
    {
        get => StartedSession ?? (Owner == null ? null : Session = new Session(TickType.Trade, Owner.Exchange.Hours, Owner.Symbol));
        set
        {
            StartedSession = value;
            if (Owner != null && !Owner.Clock.Sessions.Contains(Owner)) Owner.Clock.Sessions.Add(Owner);
        }
    }

    /// <summary>The session; null where nobody has asked for it.</summary>
    internal Session StartedSession { get; private set; }

    internal Security Owner { get; set; }

    private BarFeed _volumeFeed;
    private bool _pricePending, _barPending, _dataPending;

    /// <summary>Whether any price has come yet.</summary>
    internal bool HasAnyData => _dataPending || _lastData != null;

    /// <summary>Close of the last bar as it is in the file; 0 before the first.</summary>
    internal decimal RawClose => _feed == null ? 0 : _feed.Columns.Price(_feed.Columns.Close[_row]);

    /// <summary>Local end of the last bar, without making the bar.</summary>
    internal DateTime LastEnd => _dataPending ? new DateTime(_feed.Span(_row).End) : _lastData?.EndTime ?? DateTime.MinValue;

    /// <summary>Takes one bar of a feed. Zero prices and volumes leave the last value in place.</summary>
    internal void Set(BarFeed feed, int row)
    {
        var columns = feed.HasZeros ? feed.Columns : null;
        if (columns != null && (columns.Open[row] == 0 || columns.High[row] == 0 || columns.Low[row] == 0 || columns.Close[row] == 0))
        {
            AddData(feed.Bar(row));
            return;
        }
        _feed = feed;
        _row = row;
        _pricePending = _barPending = _dataPending = true;
        if (columns != null && columns.Volume[row] == 0) return;
        _volumeFeed = feed;
        _volumeRow = row;
    }

    /// <summary>Takes one value; a repetition of an old one is ignored.</summary>
    public void AddData(BaseData data)
    {
        if (data.IsFillForward || data.DataType == MarketDataType.Auxiliary) return;
        PositionValue.NoteOutsideChange();
        Settle();
        if (data is Tick tick)
        {
            StoreData([tick], typeof(Tick));
            Take(tick);
            return;
        }
        (_byType ??= [])[data.GetType()] = data;
        _lists?.Remove(data.GetType());
        if (data is not QuoteBar) _lastData = data;
        switch (data)
        {
            case QuoteBar quote:
                if (quote.Ask != null && quote.Ask.Close != 0) AskPrice = quote.Ask.Close;
                if (quote.Bid != null && quote.Bid.Close != 0) BidPrice = quote.Bid.Close;
                if (quote.LastBidSize != 0) BidSize = quote.LastBidSize;
                if (quote.LastAskSize != 0) AskSize = quote.LastAskSize;
                break;
            case IBar bar:
                if (bar.Open != 0) _open = bar.Open;
                if (bar.High != 0) _high = bar.High;
                if (bar.Low != 0) _low = bar.Low;
                if (bar.Close != 0) _price = _close = bar.Close;
                if (bar is TradeBar { Volume: not 0 } trade) _volume = trade.Volume;
                break;
            default:
                if (data.Price != 0) _price = data.Price;
                break;
        }
    }

    /// <summary>Takes the trades or the quotes of one moment.</summary>
    internal void SetTicks(List<BaseData> ticks)
    {
        Settle();
        StoreData(ticks, typeof(Tick));
        foreach (Tick tick in ticks) Take(tick);
    }

    private void Take(Tick tick)
    {
        if (tick.TickType == TickType.OpenInterest)
        {
            OpenInterest = (long)tick.Value;
            return;
        }
        if (SubscriptionManager.IsDefaultDataType(tick))
        {
            // The last bar stays known.
            if (_lastData is TradeBar bar) (_byType ??= [])[typeof(TradeBar)] = bar;
            _lastData = tick;
        }
        if (tick.Value != 0) _price = tick.Value;
        if (tick.TickType == TickType.Trade)
        {
            if (tick.Quantity != 0) _volume = tick.Quantity;
            return;
        }
        if (tick.BidPrice != 0) BidPrice = tick.BidPrice;
        if (tick.BidSize != 0) BidSize = tick.BidSize;
        if (tick.AskPrice != 0) AskPrice = tick.AskPrice;
        if (tick.AskSize != 0) AskSize = tick.AskSize;
    }

    public BaseData GetData()
    {
        if (_dataPending)
        {
            _lastData = _feed.Bar(_row);
            _dataPending = false;
        }
        return _lastData;
    }

    public T GetData<T>() where T : BaseData
    {
        if (typeof(T) == typeof(TradeBar) && GetData() is T bar) return bar;
        if (typeof(T) == typeof(Tick)) return TryGetValue(typeof(T), out var ticks) ? (T)ticks[^1] : null;
        return _byType != null && _byType.TryGetValue(typeof(T), out var data) ? (T)data : null;
    }

    /// <summary>The points of a type that came last together; of ticks, the last trades and then the last quotes.</summary>
    public IEnumerable<T> GetAll<T>() => typeof(T) == typeof(Tick) ? _tickTrades.Concat(_tickQuotes).Cast<T>() : TryGetValue(typeof(T), out var data) ? data.Cast<T>() : [];

    public bool HasData(Type type) => TryGetValue(type, out _);

    /// <summary>The points of a type that came last together.</summary>
    public bool TryGetValue(Type type, out IReadOnlyList<BaseData> data)
    {
        if (type == typeof(Tick))
        {
            // Of a stock its trades stand for it.
            data = _tickQuotes.Count > 0 && SubscriptionManager.IsDefaultDataType(_tickQuotes[^1]) && (_tickTrades.Count == 0 || _tickQuotes[^1].EndTime > _tickTrades[^1].EndTime) ? _tickQuotes : _tickTrades;
            return data.Count > 0;
        }
        if (_lists != null && _lists.TryGetValue(type, out data)) return true;
        data = type == typeof(TradeBar) && GetData() is TradeBar bar ? [bar] : _byType != null && _byType.TryGetValue(type, out var last) ? [last] : null;
        return data != null;
    }

    /// <summary>Keeps points of a type, without a change of price.</summary>
    public virtual void StoreData(IReadOnlyList<BaseData> data, Type dataType)
    {
        if (data.Count == 0) return;
        if (data[^1] is Tick { TickType: TickType.Trade or TickType.Quote } tick)
        {
            if (tick.TickType == TickType.Trade) _tickTrades = data;
            else _tickQuotes = data;
            return;
        }
        (_lists ??= [])[dataType] = data;
        Settle();
        (_byType ??= [])[dataType] = data[^1];
    }

    /// <summary>Keeps points of a type, repetitions left out, and takes their prices.</summary>
    public void AddDataList(IReadOnlyList<BaseData> data, Type dataType, bool? containsFillForwardData = null, bool isInternalConfig = false)
    {
        if (!isInternalConfig && LeanData.IsCommonLeanDataType(dataType))
            foreach (var point in data) StartedSession?.Update(point);
        List<BaseData> own = containsFillForwardData == false ? [.. data] : [.. data.Where(x => !x.IsFillForward)];
        foreach (var point in own) AddData(point);
        StoreData(own, dataType);
    }

    public void Reset()
    {
        PositionValue.NoteOutsideChange();
        _feed = null;
        _row = _volumeRow = -1;
        _pricePending = _barPending = _dataPending = false;
        _lastData = null;
        _byType = null;
        _lists = null;
        _tickTrades = _tickQuotes = [];
        _price = _open = _high = _low = _close = _volume = 0;
        BidPrice = AskPrice = BidSize = AskSize = 0;
        OpenInterest = 0;
        StartedSession?.Reset();
    }

    /// <summary>Rescales what is known for a split of today.</summary>
    internal void ApplySplit(Split split)
    {
        PositionValue.NoteOutsideChange();
        Settle();
        var factor = split.SplitFactor;
        _price *= factor;
        _open *= factor;
        _high *= factor;
        _low *= factor;
        _close *= factor;
        _volume /= factor;
        BidPrice *= factor;
        AskPrice *= factor;
        AskSize /= factor;
        BidSize /= factor;
        // What is cached may be in the algorithm's hands: it is replaced, not changed.
        if (GetData<TradeBar>() is { } bar)
        {
            var scaled = new TradeBar(bar.Time, bar.Symbol, bar.Open * factor, bar.High * factor, bar.Low * factor, bar.Close * factor, Math.Round(bar.Volume / factor), bar.Period);
            if (ReferenceEquals(_lastData, bar)) _lastData = scaled;
            if (_byType != null && _byType.ContainsKey(typeof(TradeBar))) _byType[typeof(TradeBar)] = scaled;
        }
        if (GetData<QuoteBar>() is { } quote)
        {
            quote = (QuoteBar)quote.Clone();
            quote.Scale(factor);
            _byType[typeof(QuoteBar)] = quote;
            _lists?.Remove(typeof(QuoteBar));
        }
        (_tickTrades, _tickQuotes) = (Scaled(_tickTrades), Scaled(_tickQuotes));
        if (_lastData is Tick) _lastData = _tickTrades[^1];

        IReadOnlyList<BaseData> Scaled(IReadOnlyList<BaseData> ticks) =>
        [
            .. ticks.Select(x =>
            {
                var tick = new Tick((Tick)x);
                tick.Scale(factor, 0);
                return tick;
            })
        ];
    }

    private void Materialise()
    {
        if (!_pricePending) return;
        _pricePending = false;
        _price = _close = _feed.Close(_row);
    }

    private void MaterialiseBar()
    {
        if (!_barPending) return;
        _barPending = false;
        _open = _feed.Open(_row);
        _high = _feed.High(_row);
        _low = _feed.Low(_row);
    }

    private void Settle()
    {
        Materialise();
        MaterialiseBar();
        _ = Volume;
        GetData();
    }
}
