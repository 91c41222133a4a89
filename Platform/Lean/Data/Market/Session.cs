using Common.Data.Consolidators;
using QuantConnect.Indicators;
using QuantConnect.Securities;

namespace QuantConnect.Data.Market;

/// <summary>A security's regular sessions: index 0 is the one in progress, index 1 that of the trading day before. Follows nothing while its size is 0.</summary>
#pragma warning disable CA1001 // LEAN's is not disposable; its consolidator holds nothing but the handler here
public class Session : RollingWindow<SessionBar>, IBar
#pragma warning restore CA1001
{
    private readonly TickType _tickType;
    private readonly SecurityExchangeHours _exchangeHours;
    private SessionConsolidator _consolidator;

    /// <param name="tickType">Whether prices are those of trades or the middle of quotes; volume is that of trades.</param>
    /// <param name="size">Sessions to hold, the one in progress included.</param>
    public Session(TickType tickType, SecurityExchangeHours exchangeHours, Symbol symbol, int size = 0)
        : base(size)
    {
        (_tickType, _exchangeHours, Symbol) = (tickType, exchangeHours, symbol);
        Begin();
    }

    public decimal Open => Working?.Open ?? 0;
    public decimal High => Working?.High ?? 0;
    public decimal Low => Working?.Low ?? 0;
    public decimal Close => Working?.Close ?? 0;
    public decimal Volume => Working?.Volume ?? 0;
    public decimal OpenInterest => Working?.OpenInterest ?? 0;
    public Symbol Symbol { get; }

    /// <summary>Local midnight after the session; <see cref="DateTime.MaxValue"/> before the first data.</summary>
    public DateTime EndTime => Working?.EndTime ?? default;

    /// <summary>Sessions to hold, the one in progress included; the first one above 0 begins to follow them.</summary>
    public override int Size
    {
        set
        {
            base.Size = value;
            Begin();
        }
    }

    private SessionBar Working => _consolidator?.WorkingInstance;

    public void Update(BaseData data) => _consolidator?.Update(data);

    /// <summary>Completes the session in progress once its day is over.</summary>
    public void Scan(DateTime currentLocalTime) => _consolidator?.ValidateAndScan(currentLocalTime);

    public override void Reset()
    {
        if (_consolidator == null) return;
        base.Reset();
        _consolidator.Reset();
        Add(Working);
    }

    public override string ToString() => Working?.ToString() ?? "";

    private void Begin()
    {
        if (_consolidator != null || Size == 0) return;
        _consolidator = new SessionConsolidator(_exchangeHours, _tickType, Symbol);
        _consolidator.DataConsolidated += (_, _) => Add(Working);
        Add(Working);
    }
}
