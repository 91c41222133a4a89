using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>Money traded at rising typical prices in percent of that at rising and falling ones; 100 where there is none.</summary>
public class MoneyFlowIndex : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    public MoneyFlowIndex(int period)
        : this($"MFI({period})", period)
    {
    }

    public MoneyFlowIndex(string name, int period)
        : base(name)
    {
        WarmUpPeriod = period;
        PositiveMoneyFlow = new Sum(name + "_PositiveMoneyFlow", period);
        NegativeMoneyFlow = new Sum(name + "_NegativeMoneyFlow", period);
    }

    public IndicatorBase<IndicatorDataPoint> PositiveMoneyFlow { get; }

    public IndicatorBase<IndicatorDataPoint> NegativeMoneyFlow { get; }

    public decimal PreviousTypicalPrice { get; private set; }

    public override bool IsReady => PositiveMoneyFlow.IsReady && NegativeMoneyFlow.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(TradeBar input)
    {
        var price = (input.High + input.Low + input.Close) / 3.0m;
        var flow = price * input.Volume;
        PositiveMoneyFlow.Update(input.EndTime, price > PreviousTypicalPrice ? flow : 0m);
        NegativeMoneyFlow.Update(input.EndTime, price < PreviousTypicalPrice ? flow : 0m);
        PreviousTypicalPrice = price;
        var total = PositiveMoneyFlow.Current.Value + NegativeMoneyFlow.Current.Value;
        return total == 0m ? 100m : 100m * PositiveMoneyFlow.Current.Value / total;
    }

    public override void Reset()
    {
        PreviousTypicalPrice = 0m;
        PositiveMoneyFlow.Reset();
        NegativeMoneyFlow.Reset();
        base.Reset();
    }
}
