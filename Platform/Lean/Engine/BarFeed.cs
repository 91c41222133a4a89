using QuantConnect.Data;
using QuantConnect.Data.Auxiliary;
using QuantConnect.Data.Market;
using QuantConnect.Securities;

namespace QuantConnect.Lean.Engine;

/// <summary>The bars of one subscription: columns, price factors, and the times at which each bar becomes known.</summary>
internal sealed class BarFeed
{
    private readonly SecurityExchangeHours _hours;
    private readonly FactorFile _factors;
    private readonly DataNormalizationMode _mode;
    private readonly bool _scaled;
    private readonly ZoneClock _zone;
    private int _factorRow;
    private decimal _factor = 1m, _volumeFactor = 1m;

    public BarFeed(SubscriptionDataConfig config, SecurityExchangeHours hours, BarColumns columns, FactorFile factors, bool dailyPreciseEndTime)
    {
        Config = config;
        _hours = hours;
        _zone = ZoneClock.Of(config.ExchangeTimeZone);
        Columns = columns;
        HasZeros = columns.HasZeros;
        _factors = factors;
        _mode = config.DataNormalizationMode;
        PreciseDaily = config.Resolution == Resolution.Daily && dailyPreciseEndTime;
        _scaled = _mode != DataNormalizationMode.Raw && factors is { Rows.Count: > 0 };
    }

    public SubscriptionDataConfig Config { get; }

    /// <summary>The subscription that it serves: of warm-up's bars another than their own.</summary>
    public SubscriptionDataConfig Subscription
    {
        get => field ?? Config;
        init;
    }

    public SecurityExchangeHours Hours => _hours;

    public BarColumns Columns { get; }

    /// <summary>Whether some bar has a price or volume of zero, which stands for none.</summary>
    public bool HasZeros { get; }

    public FactorFile Factors => _factors;
    public ZoneClock Zone => _zone;

    /// <summary>Whether a daily bar lasts from the session's open to its close instead of from midnight to midnight.</summary>
    public bool PreciseDaily { get; }

    /// <summary>Last date of a <see cref="DataNormalizationMode.ScaledRaw"/> request; its factor becomes one.</summary>
    public DateTime? ScaledRawEnd { get; init; }

    /// <summary>Local start and end of a bar.</summary>
    public (long Start, long End) Span(int row)
    {
        var start = Columns.Start[row];
        if (!PreciseDaily) return (start, start + Config.Increment.Ticks);
        return SessionSpan(start);
    }

    /// <summary>The regular session of a date, also where a subscription has extended hours: open to close, or the whole day where the exchange is closed.</summary>
    public (long Start, long End) SessionSpan(long midnight) => _hours.SessionSpan(midnight, false);

    /// <summary>Local span of a repetition that becomes known at a time: between two bars that of the one before, as in LEAN.</summary>
    public (long Start, long End) FillSpan(DateTime utc)
    {
        var end = _zone.FromUtc(utc.Ticks);
        var step = Config.Increment.Ticks;
        if (Config.Resolution != Resolution.Daily)
        {
            var start = (end - step) / step * step;
            while (!_hours.IsOpen(new DateTime(start), new DateTime(start + step), Config.ExtendedMarketHours)) start -= step;
            return (start, start + step);
        }
        if (!PreciseDaily) return (end - step, end);
        var session = _hours.GetMarketHours(new DateTime(end - _hours.RegularMarketDuration.Ticks)).MarketDuration;
        if (session == TimeSpan.Zero) session = _hours.RegularMarketDuration;
        var date = new DateTime(end - session.Ticks).Date;
        while (!_hours.IsDateOpen(date) || SessionSpan(date.Ticks).Start > end - session.Ticks) date = date.AddDays(-1);
        return SessionSpan(date.Ticks);
    }

    public decimal Open(int row) => Price(Columns.Open[row], row);
    public decimal High(int row) => Price(Columns.High[row], row);
    public decimal Low(int row) => Price(Columns.Low[row], row);
    public decimal Close(int row) => Price(Columns.Close[row], row);

    public decimal Volume(int row)
    {
        decimal volume = Columns.Volume[row];
        if (!_scaled) return volume;
        SetFactor(row);
        return Math.Round(volume * _volumeFactor);
    }

    public TradeBar Bar(int row) => Bar(row, Span(row));

    /// <summary>The bar of a row that ends at a local time.</summary>
    public TradeBar BarUntil(long end, int row) => Bar(row, PreciseDaily ? SessionSpan(end - end % TimeSpan.TicksPerDay) : (end - Config.Increment.Ticks, end));

    private TradeBar Bar(int row, (long Start, long End) span)
    {
        var (start, end) = span;
        var (time, period) = (new DateTime(start), new TimeSpan(end - start));
        return _scaled
            ? new TradeBar(time, Config.Symbol, Open(row), High(row), Low(row), Close(row), Volume(row), period)
            : new TradeBar(this, row, time, period);
    }

    private decimal Price(long value, int row)
    {
        var price = Columns.Price(value);
        if (!_scaled) return price;
        SetFactor(row);
        var sum = _mode == DataNormalizationMode.TotalReturn ? SumOfDividends(row) : 0m;
        return price * _factor + sum;
    }

    private void SetFactor(int row)
    {
        if (_factorRow == row + 1) return;
        _factorRow = row + 1;
        _factor = _factors.Factor(new DateTime(Columns.Start[row]).Date, _mode, ScaledRawEnd);
        _volumeFactor = 1 / _factor;
    }

    /// <summary>Dividends paid since the subscription began, for total-return prices.</summary>
    public Func<DateTime, decimal> PaidDividends { get; set; }

    private decimal SumOfDividends(int row) => PaidDividends?.Invoke(new DateTime(Columns.Start[row])) ?? 0m;
}
