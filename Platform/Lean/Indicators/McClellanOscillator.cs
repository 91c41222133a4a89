using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>A fast less a slow exponential average of the advance-decline difference.</summary>
public class McClellanOscillator : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly CompositeIndicator _difference;

    /// <exception cref="ArgumentException">The fast period is above the slow one.</exception>
    public McClellanOscillator(string name, int fastPeriod = 19, int slowPeriod = 39)
        : base(name)
    {
        if (fastPeriod > slowPeriod) throw new ArgumentException($"expected a fast period no longer than the slow one, found {fastPeriod} and {slowPeriod}", nameof(fastPeriod));
        ADDifference = new AdvanceDeclineDifference("ADD");
        EMAFast = ADDifference.EMA(fastPeriod);
        EMASlow = ADDifference.EMA(slowPeriod);
        _difference = EMAFast.Minus(EMASlow);
    }

    public McClellanOscillator(int fastPeriod = 19, int slowPeriod = 39)
        : this("McClellanOscillator", fastPeriod, slowPeriod)
    {
    }

    public ExponentialMovingAverage EMAFast { get; }
    public ExponentialMovingAverage EMASlow { get; }
    public AdvanceDeclineDifference ADDifference { get; }
    public override bool IsReady => EMASlow.IsReady;
    public int WarmUpPeriod => EMASlow.WarmUpPeriod + ADDifference.WarmUpPeriod;

    public void Add(Symbol asset) => ADDifference.Add(asset);

    public void Remove(Symbol asset) => ADDifference.Remove(asset);

    protected override decimal ComputeNextValue(TradeBar input)
    {
        ADDifference.Update(input);
        return _difference.Current.Value;
    }

    public override void Reset()
    {
        ADDifference.Reset();
        EMAFast.Reset();
        EMASlow.Reset();
        _difference.Reset();
        base.Reset();
    }
}

/// <summary>The running sum of the <see cref="Indicators.McClellanOscillator"/>, one value per time, plus its current value.</summary>
/// <remarks>A reset takes the sum back to zero; LEAN's keeps it.</remarks>
public class McClellanSummationIndex : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    public McClellanSummationIndex(string name, int fastPeriod = 19, int slowPeriod = 39)
        : base(name)
    {
        McClellanOscillator = new McClellanOscillator(fastPeriod, slowPeriod);
        McClellanOscillator.Updated += (_, updated) =>
        {
            if (updated.EndTime == Summation.Time) return;
            Summation.Time = updated.EndTime;
            Summation.Value += updated.Value;
        };
    }

    public McClellanSummationIndex(int fastPeriod = 19, int slowPeriod = 39)
        : this("McClellanSummationIndex", fastPeriod, slowPeriod)
    {
    }

    protected IndicatorDataPoint Summation { get; } = new();
    public McClellanOscillator McClellanOscillator { get; }
    public override bool IsReady => McClellanOscillator.IsReady;
    public int WarmUpPeriod => McClellanOscillator.WarmUpPeriod;

    public void Add(Symbol asset) => McClellanOscillator.Add(asset);

    public void Remove(Symbol asset) => McClellanOscillator.Remove(asset);

    protected override decimal ComputeNextValue(TradeBar input)
    {
        McClellanOscillator.Update(input);
        return Summation.Value + McClellanOscillator.Current.Value;
    }

    public override void Reset()
    {
        Summation.Time = default;
        Summation.Value = 0;
        McClellanOscillator.Reset();
        base.Reset();
    }
}
