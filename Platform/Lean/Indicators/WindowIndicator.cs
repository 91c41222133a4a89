using QuantConnect.Data;

namespace QuantConnect.Indicators;

/// <summary>An indicator of the last <see cref="Period"/> inputs.</summary>
public abstract class WindowIndicator<T> : IndicatorBase<T>, IIndicatorWarmUpPeriodProvider
    where T : IBaseData
{
    private readonly RollingWindow<T> _window;

    /// <exception cref="ArgumentException"><paramref name="period"/> is below 1.</exception>
    protected WindowIndicator(string name, int period)
        : base(name)
    {
        if (period < 1)
            throw new ArgumentException($"{name}: expected a period of at least 1, found {period}", nameof(period));
        _window = new RollingWindow<T>(period);
    }

    public int Period => _window.Size;

    public override bool IsReady => _window.IsReady;

    public virtual int WarmUpPeriod => Period;

    protected override decimal ComputeNextValue(T input)
    {
        _window.Add(input);
        return ComputeNextValue(_window, input);
    }

    /// <param name="window">Index 0 is <paramref name="input"/>.</param>
    protected abstract decimal ComputeNextValue(IReadOnlyWindow<T> window, T input);

    public override void Reset()
    {
        base.Reset();
        _window.Reset();
    }
}
