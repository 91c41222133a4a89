using QuantConnect.Util;

namespace QuantConnect.Data.Market;

/// <summary>Prices and volume of one regular session, from its first trade or quote to the last one so far.</summary>
public class SessionBar : TradeBar
{
    private readonly TickType _sourceTickType;
    private DateTime _volumeEnd = DateTime.MinValue;
    private bool _isOpen;
    // Its time is the end of the data taken last. Prices of trades stand on its bid side.
    private QuoteBar _prices;

    public SessionBar() => Period = QuantConnect.Time.OneDay;

    /// <param name="sourceTickType">Whether prices are those of trades or the middle of quotes; volume is that of trades.</param>
    public SessionBar(TickType sourceTickType) : this() => _sourceTickType = sourceTickType;

    public decimal OpenInterest { get; set; }

    public override decimal Open => _prices?.Open ?? 0m;
    public override decimal High => _prices?.High ?? 0m;
    public override decimal Low => _prices?.Low ?? 0m;
    public override decimal Close => _prices?.Close ?? 0m;

    public override DateTime EndTime => Time == DateTime.MaxValue ? Time : base.EndTime;

    public override TimeSpan Period { get; set; }

    /// <summary>Takes data of the session; what begins before the end of the data taken last is left out.</summary>
    /// <param name="consolidated">The session before; its last quotes open this one.</param>
    public void Update(BaseData data, IBaseData consolidated)
    {
        _prices ??= Begin(data, (SessionBar)consolidated);
        if (data.Time < _prices.Time) return;
        switch (data.DataType)
        {
            case MarketDataType.TradeBar when data is TradeBar bar:
                AddVolume(bar, bar.Volume);
                if (_sourceTickType == TickType.Trade) AddTrades(bar, bar.Open, bar.High, bar.Low, bar.Close);
                break;
            case MarketDataType.QuoteBar when _sourceTickType == TickType.Quote:
                var quote = (QuoteBar)data;
                _prices.Bid = Join(_prices.Bid, quote.Bid);
                _prices.Ask = Join(_prices.Ask, quote.Ask);
                (_prices.Value, _prices.Time) = (quote.Value, quote.EndTime);
                break;
            case MarketDataType.Tick:
                var tick = (Tick)data;
                AddVolume(tick, tick.Quantity);
                if (tick.TickType != _sourceTickType) break;
                if (tick.TickType == TickType.Trade) AddTrades(tick, tick.Value, tick.Value, tick.Value, tick.Value);
                else
                {
                    _prices.Update(0, tick.BidPrice, tick.AskPrice, 0, tick.BidSize, tick.AskSize);
                    _prices.Time = tick.EndTime;
                }
                break;
        }
    }

    public override string ToString() =>
        $"O: {Open.SmartRounding()} H: {High.SmartRounding()} L: {Low.SmartRounding()} C: {Close.SmartRounding()} V: {Volume.SmartRounding()} OI: {OpenInterest.ToStringInvariant()}";

    private QuoteBar Begin(BaseData data, SessionBar last)
    {
        var prices = new QuoteBar(data.Time.Date, data.Symbol, null, 0, null, 0, Period);
        if (_sourceTickType == TickType.Trade) prices.Bid = new Bar(0, 0, decimal.MaxValue, 0);
        else if (last != null) prices.Update(0, last._prices?.Bid?.Close ?? 0, last._prices?.Ask?.Close ?? 0, 0, 0, 0);
        return prices;
    }

    private void AddVolume(BaseData data, decimal volume)
    {
        if (data.Time < _volumeEnd) return;
        _volumeEnd = data.EndTime;
        Volume += volume;
    }

    private void AddTrades(BaseData data, decimal open, decimal high, decimal low, decimal close)
    {
        var bar = _prices.Bid;
        if (!_isOpen) bar.Open = open;
        _isOpen = true;
        bar.High = Math.Max(bar.High, high);
        bar.Low = Math.Min(bar.Low, low);
        bar.Close = close;
        _prices.Time = data.EndTime;
    }

    private static Bar Join(Bar side, Bar next)
    {
        if (side == null || next == null) return side ?? next?.Clone();
        side.High = Math.Max(side.High, next.High);
        side.Low = Math.Min(side.Low, next.Low);
        side.Close = next.Close;
        return side;
    }
}
