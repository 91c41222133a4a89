using QuantConnect.Data;

namespace QuantConnect.Indicators;

/// <summary>The mean return per bar less the risk-free rate, over the standard deviation of the returns.</summary>
/// <remarks>Source: Sharpe (1966), Mutual fund performance. The rate is taken as the model gives it.</remarks>
public class SharpeRatio : IndicatorBase<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    private readonly int _period;
    private readonly IRiskFreeInterestRateModel _rates;

    public SharpeRatio(string name, int period, IRiskFreeInterestRateModel riskFreeRateModel)
        : base(name)
    {
        (_period, _rates) = (period, riskFreeRateModel);
        RateOfChange = new RateOfChange(1);
        RiskFreeRate = new Identity(name + "_RiskFreeRate");
        Numerator = RateOfChange.SMA(period).Minus(RiskFreeRate);
        Ratio = Numerator.Over(new StandardDeviation(period).Of(RateOfChange));
        WarmUpPeriod = RateOfChange.WarmUpPeriod + period;
    }

    public SharpeRatio(int period, IRiskFreeInterestRateModel riskFreeRateModel)
        : this($"SR({period})", period, riskFreeRateModel)
    {
    }

    public SharpeRatio(string name, int period, decimal riskFreeRate = 0.0m)
        : this(name, period, new ConstantRiskFreeRateInterestRateModel(riskFreeRate))
    {
    }

    public SharpeRatio(int period, decimal riskFreeRate = 0.0m)
        : this($"SR({period},{riskFreeRate.ToStringInvariant()})", period, riskFreeRate)
    {
    }

    protected RateOfChange RateOfChange { get; }
    protected Identity RiskFreeRate { get; }
    protected IndicatorBase Ratio { get; set; }
    protected IndicatorBase Numerator { get; }
    public override bool IsReady => Ratio.Samples > _period;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        RiskFreeRate.Update(input.EndTime, _rates.GetInterestRate(input.EndTime));
        RateOfChange.Update(input);
        return Ratio.Current.Value;
    }

    public override void Reset()
    {
        Ratio.Reset();
        RateOfChange.Reset();
        base.Reset();
    }
}

/// <summary>The mean return per bar less the least acceptable one, over the downside deviation from it.</summary>
/// <remarks>Source: Sortino and Price (1994), Performance measurement in a downside risk framework.</remarks>
public class SortinoRatio : SharpeRatio
{
    private readonly TargetDownsideDeviation _deviation;

    public SortinoRatio(string name, int period, double minimumAcceptableReturn = 0)
        : base(name, period, minimumAcceptableReturn.SafeDecimalCast())
    {
        _deviation = new TargetDownsideDeviation(period, minimumAcceptableReturn);
        Ratio = Numerator.Over(_deviation);
    }

    public SortinoRatio(int period, double minimumAcceptableReturn = 0)
        : this($"SORTINO({period},{minimumAcceptableReturn.ToStringInvariant()})", period, minimumAcceptableReturn)
    {
    }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        _deviation.Update(input);
        return base.ComputeNextValue(input);
    }

    public override void Reset()
    {
        _deviation.Reset();
        base.Reset();
    }
}

/// <summary>The root mean square of what returns fall short of the least acceptable one.</summary>
public class TargetDownsideDeviation : IndicatorBase<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    private readonly double _acceptable;
    private readonly RateOfChange _return = new(1);

    public TargetDownsideDeviation(int period, double minimumAcceptableReturn = 0)
        : this($"TDD({period},{minimumAcceptableReturn.ToStringInvariant()})", period, minimumAcceptableReturn)
    {
    }

    public TargetDownsideDeviation(string name, int period, double minimumAcceptableReturn = 0)
        : base(name)
    {
        _acceptable = minimumAcceptableReturn;
        _return.Window.Size = period;
        WarmUpPeriod = period + 1;
    }

    public override bool IsReady => Samples >= WarmUpPeriod;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        _return.Update(input);
        return Math.Sqrt(_return.Window.Average(x => Math.Pow(Math.Min(0, (double)x.Value - _acceptable), 2))).SafeDecimalCast();
    }

    public override void Reset()
    {
        _return.Reset();
        base.Reset();
    }
}
