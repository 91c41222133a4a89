using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The sum of volumes, signed by the direction of the price; begins with the first volume.</summary>
public class OnBalanceVolume : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    private TradeBar _previousInput;

    public OnBalanceVolume()
        : base("OBV")
    {
    }

    public OnBalanceVolume(string name)
        : base(name)
    {
    }

    public override bool IsReady => _previousInput != null;

    public int WarmUpPeriod => 1;

    protected override decimal ComputeNextValue(TradeBar input)
    {
        var direction = _previousInput == null ? 1 : Math.Sign(input.Value - _previousInput.Value);
        _previousInput = input;
        return Current.Value + direction * input.Volume;
    }

    public override void Reset()
    {
        _previousInput = null;
        base.Reset();
    }
}
