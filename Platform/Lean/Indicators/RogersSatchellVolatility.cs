using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The volatility per bar from opens, highs, lows and closes, without bias from a drift.</summary>
/// <remarks>Source: Rogers and Satchell (1991), Estimating variance from high, low and closing prices.</remarks>
public class RogersSatchellVolatility : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly Sum _sum;

    public RogersSatchellVolatility(int period)
        : this($"RSV({period})", period)
    {
    }

    public RogersSatchellVolatility(string name, int period)
        : base(name) => _sum = new Sum(name + "_Sum", period);

    public override bool IsReady => Samples >= WarmUpPeriod;
    public int WarmUpPeriod => _sum.Period;

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        if (input.Open == 0 || input.High == 0 || input.Low == 0 || input.Close == 0) return 0m;
        var (open, high, low, close) = ((double)input.Open, (double)input.High, (double)input.Low, (double)input.Close);
        _sum.Update(input.EndTime, (decimal)(Math.Log(high / close) * Math.Log(high / open) + Math.Log(low / close) * Math.Log(low / open)));
        return IsReady ? (decimal)Math.Sqrt((double)_sum.Current.Value / WarmUpPeriod) : 0m;
    }

    public override void Reset()
    {
        _sum.Reset();
        base.Reset();
    }
}
