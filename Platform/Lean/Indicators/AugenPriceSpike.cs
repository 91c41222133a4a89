namespace QuantConnect.Indicators;

/// <summary>The last change of the price in standard deviations: those of the log returns before it, times the price before it.</summary>
/// <remarks>Source: Augen (2008), The Volatility Edge in Options Trading.</remarks>
public class AugenPriceSpike : Indicator, IIndicatorWarmUpPeriodProvider
{
    private readonly StandardDeviation _deviation;
    private readonly RollingWindow<decimal> _prices = new(3);

    public AugenPriceSpike(int period = 3)
        : this($"APS({period})", period)
    {
    }

    /// <exception cref="ArgumentException"><paramref name="period"/> is below 3.</exception>
    public AugenPriceSpike(string name, int period)
        : base(name)
    {
        if (period < 3) throw new ArgumentException($"AugenPriceSpike: expected a period of at least 3, found {period}", nameof(period));
        _deviation = new StandardDeviation(period);
        WarmUpPeriod = period + 2;
    }

    public override bool IsReady => _prices.IsReady && _deviation.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        _prices.Add(input.Value);
        if (!_prices.IsReady) return 0m;
        var (before, earlier) = (_prices[1], _prices[2]);
        _deviation.Update(input.EndTime, before == 0 || earlier == 0 ? 0m : (decimal)Math.Log((double)before / (double)earlier));
        var unit = _deviation.Current.Value * before;
        return !_deviation.IsReady || unit == 0 ? 0m : (input.Value - before) / unit;
    }

    public override void Reset()
    {
        _deviation.Reset();
        _prices.Reset();
        base.Reset();
    }
}
