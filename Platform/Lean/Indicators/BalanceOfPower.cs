using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>(close − open) / (high − low); 0 where there is no range.</summary>
public class BalanceOfPower : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    public BalanceOfPower()
        : this("BOP")
    {
    }

    public BalanceOfPower(string name)
        : base(name)
    {
    }

    public override bool IsReady => Samples > 0;
    public int WarmUpPeriod => 1;

    protected override decimal ComputeNextValue(IBaseDataBar input) => input.High > input.Low ? (input.Close - input.Open) / (input.High - input.Low) : 0m;
}

/// <summary>(close − low) / (high − low); one half where there is no range.</summary>
public class InternalBarStrength : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    public InternalBarStrength()
        : this("IBS()")
    {
    }

    public InternalBarStrength(string name)
        : base(name)
    {
    }

    public override bool IsReady => Samples > 0;
    public int WarmUpPeriod => 1;

    protected override decimal ComputeNextValue(IBaseDataBar input) => input.High == input.Low ? 0.5m : (input.Close - input.Low) / (input.High - input.Low);
}
