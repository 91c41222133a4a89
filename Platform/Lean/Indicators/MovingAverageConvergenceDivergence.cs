namespace QuantConnect.Indicators;

/// <summary>The difference of a fast and a slow average; <see cref="Signal"/> is its own average.</summary>
public class MovingAverageConvergenceDivergence : Indicator, IIndicatorWarmUpPeriodProvider
{
    public MovingAverageConvergenceDivergence(int fastPeriod, int slowPeriod, int signalPeriod, MovingAverageType type = MovingAverageType.Exponential)
        : this($"MACD({fastPeriod},{slowPeriod},{signalPeriod})", fastPeriod, slowPeriod, signalPeriod, type)
    {
    }

    /// <exception cref="ArgumentException">The fast period is not below the slow one.</exception>
    public MovingAverageConvergenceDivergence(string name, int fastPeriod, int slowPeriod, int signalPeriod, MovingAverageType type = MovingAverageType.Exponential)
        : base(name)
    {
        if (fastPeriod >= slowPeriod)
            throw new ArgumentException($"MovingAverageConvergenceDivergence: fastPeriod must be less than slowPeriod, found {fastPeriod} and {slowPeriod}", nameof(fastPeriod));
        Fast = type.AsIndicator(name + "_Fast", fastPeriod);
        Slow = type.AsIndicator(name + "_Slow", slowPeriod);
        Signal = type.AsIndicator(name + "_Signal", signalPeriod);
        Histogram = new Identity(name + "_Histogram");
        WarmUpPeriod = slowPeriod + signalPeriod - 1;
    }

    public IndicatorBase<IndicatorDataPoint> Fast { get; }

    public IndicatorBase<IndicatorDataPoint> Slow { get; }

    public IndicatorBase<IndicatorDataPoint> Signal { get; }

    /// <summary>The value less the signal.</summary>
    public IndicatorBase<IndicatorDataPoint> Histogram { get; }

    public override bool IsReady => Signal.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        var fastReady = Fast.Update(input);
        var slowReady = Slow.Update(input);
        var macd = Fast.Current.Value - Slow.Current.Value;
        if (fastReady && slowReady && Signal.Update(input.EndTime, macd))
            Histogram.Update(input.EndTime, macd - Signal.Current.Value);
        return macd;
    }

    public override void Reset()
    {
        Fast.Reset();
        Slow.Reset();
        Signal.Reset();
        Histogram.Reset();
        base.Reset();
    }
}

/// <summary>The difference of a fast and a slow average.</summary>
public class AbsolutePriceOscillator : MovingAverageConvergenceDivergence
{
    public AbsolutePriceOscillator(string name, int fastPeriod, int slowPeriod, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : base(name, fastPeriod, slowPeriod, slowPeriod, movingAverageType)
    {
    }

    public AbsolutePriceOscillator(int fastPeriod, int slowPeriod, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : this($"APO({fastPeriod},{slowPeriod})", fastPeriod, slowPeriod, movingAverageType)
    {
    }
}

/// <summary>The difference of a fast and a slow average in percent of the slow one.</summary>
public class PercentagePriceOscillator : AbsolutePriceOscillator
{
    public PercentagePriceOscillator(string name, int fastPeriod, int slowPeriod, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : base(name, fastPeriod, slowPeriod, movingAverageType)
    {
    }

    public PercentagePriceOscillator(int fastPeriod, int slowPeriod, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : this($"PPO({fastPeriod},{slowPeriod})", fastPeriod, slowPeriod, movingAverageType)
    {
    }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        var difference = base.ComputeNextValue(input);
        return Slow.Current.Value != 0 ? 100 * difference / Slow.Current.Value : 0m;
    }
}
