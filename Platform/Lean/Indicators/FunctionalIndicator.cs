using QuantConnect.Data;

namespace QuantConnect.Indicators;

/// <summary>An indicator made of functions.</summary>
public class FunctionalIndicator<T> : IndicatorBase<T>
    where T : IBaseData
{
    private readonly Func<T, decimal> _computeNextValue;
    private readonly Func<IndicatorBase<T>, bool> _isReady;
    private readonly Action _reset;

    public FunctionalIndicator(string name, Func<T, decimal> computeNextValue, Func<IndicatorBase<T>, bool> isReady)
        : this(name, computeNextValue, isReady, null)
    {
    }

    /// <param name="reset">Called by <see cref="Reset"/>, before the indicator's own state is reset.</param>
    public FunctionalIndicator(string name, Func<T, decimal> computeNextValue, Func<IndicatorBase<T>, bool> isReady, Action reset)
        : base(name)
    {
        _computeNextValue = computeNextValue;
        _isReady = isReady;
        _reset = reset;
    }

    public override bool IsReady => _isReady(this);

    protected override decimal ComputeNextValue(T input) => _computeNextValue(input);

    public override void Reset()
    {
        _reset?.Invoke();
        base.Reset();
    }
}
