using QuantConnect.Data.Market;
using QuantConnect.Algorithm;
using QuantConnect.Orders;
using QuantConnect.Securities;

namespace QuantConnect;

/// <summary>The market volume around an algorithm's orders in one symbol.</summary>
internal sealed class SymbolCapacity
{
    private static readonly TimeSpan CapacityEffectPeriod = TimeSpan.FromDays(30);
    private const decimal MinutesOfSession = 390m;
    private const int DollarVolumePerMinute = 6000000;

    private readonly QCAlgorithm _algorithm;
    private readonly Symbol _symbol;

    private decimal _previousVolume;
    private DateTime? _previousTime;
    private decimal _averageDollarVolume;
    private decimal _participation;
    private decimal _dollarVolume;
    private bool _restartAtNextOrder;
    private decimal _frequencyDiscount;
    private DateTime? _previousOrder;

    public SymbolCapacity(QCAlgorithm algorithm, Symbol symbol)
    {
        _algorithm = algorithm;
        _symbol = symbol;
        Security = algorithm.Securities[symbol];
    }

    public Security Security { get; }

    /// <summary>Whether it waits for bars that follow an order.</summary>
    public bool IsMonitored { get; set; }

    /// <summary>Orders that the volume belongs to.</summary>
    public int Trades { get; private set; }

    /// <summary>Value traded by the algorithm since the last snapshot.</summary>
    public decimal SaleVolume { get; private set; }

    public decimal MarketCapacityDollarVolume => _dollarVolume * _participation;

    public void OnOrderEvent(OrderEvent orderEvent)
    {
        SaleVolume += Security.QuoteCurrency.ConversionRate * orderEvent.FillPrice * orderEvent.AbsoluteFillQuantity * Security.SymbolProperties.ContractMultiplier;

        // The more often it trades, the less of each bar's volume counts; the first order counts in full.
        var sincePrevious = orderEvent.UtcTime - (_previousOrder ?? orderEvent.UtcTime.AddDays(-1));
        _frequencyDiscount = Math.Clamp(2m * ((decimal)sincePrevious.TotalMinutes / MinutesOfSession), 0.20m, 1);

        if (_restartAtNextOrder)
        {
            _dollarVolume = 0;
            Trades = 0;
            _restartAtNextOrder = false;
        }
        Trades++;
        _previousOrder = orderEvent.UtcTime;
    }

    /// <returns>True where the current bar lies after those that count for the last order.</returns>
    public bool UpdateMarketCapacity()
    {
        if (!TryGetBar(out var bar) || bar.Volume == 0)
            return false;

        var rate = Security.QuoteCurrency.ConversionRate;
        var resolution = bar.Period.ToHigherResolutionEquivalent(false);
        // Only the speed of fast bars is asked for.
        if (resolution is not (Resolution.Daily or Resolution.Hour)) UpdateAverage(bar, rate);
        _previousTime = _algorithm.UtcTime;
        _previousVolume = bar.Volume;

        if (!Counts(resolution))
            return true;
        _participation = ParticipationOf(resolution);
        _dollarVolume += bar.Close * _frequencyDiscount * bar.Volume * rate * Security.SymbolProperties.ContractMultiplier;
        return false;
    }

    private void UpdateAverage(TradeBar bar, decimal rate)
    {
        var now = _algorithm.UtcTime;
        var minutes = (decimal)(now - (_previousTime ?? now)).TotalMinutes;
        _averageDollarVolume = minutes == 0
            ? rate * bar.Close * bar.Volume
            : bar.Close * rate * (bar.Volume + _previousVolume) / minutes;
    }

    public void Reset()
    {
        _restartAtNextOrder = true;
        SaleVolume = 0;
    }

    public bool ShouldRemove() => !Security.Invested && _algorithm.UtcTime >= _previousOrder + CapacityEffectPeriod;

    private bool Counts(Resolution resolution)
    {
        if (_previousOrder is not { } order)
            return false;
        var now = _algorithm.UtcTime;
        switch (resolution)
        {
            case Resolution.Daily:
                return now == order || now.Date == order.RoundUp(resolution.ToTimeSpan());
            case Resolution.Hour:
                return now == order.RoundUp(resolution.ToTimeSpan());
            case Resolution.Minute:
                return now <= order.AddMinutes(Minutes(DollarVolumePerMinute, 1));
            default:
                return now <= order.AddMinutes(Minutes(DollarVolumePerMinute / 60, 5));
        }

        // Thinly traded assets take longer: up to two hours.
        int Minutes(int volume, int least)
        {
            var minutes = _averageDollarVolume != 0 ? volume / _averageDollarVolume : 10;
            return minutes > 120 ? 120 : (int)Math.Max(least, (double)minutes);
        }
    }

    private bool TryGetBar(out TradeBar bar)
    {
        var slice = _algorithm.CurrentSlice;
        if (slice.Bars.TryGetValue(_symbol, out bar))
            return true;
        if (!slice.QuoteBars.TryGetValue(_symbol, out var quote))
            return false;

        // The sizes quoted stand for the volume.
        bar = new TradeBar(quote.Time, quote.Symbol, quote.Open, quote.High, quote.Low, quote.Close,
            (quote.LastBidSize + quote.LastAskSize) / 2, quote.Period);
        return true;
    }

    /// <summary>The share of a bar's volume that one strategy may take.</summary>
    private static decimal ParticipationOf(Resolution resolution) => resolution switch
    {
        Resolution.Daily => 0.02m,
        Resolution.Hour => 0.05m,
        Resolution.Minute => 0.20m,
        _ => 0.50m
    };
}
