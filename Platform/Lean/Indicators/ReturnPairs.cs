using MathNet.Numerics.Statistics;
using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The last returns of a target and a reference.</summary>
internal sealed class ReturnPairs
{
    private readonly RollingWindow<double> _target, _reference;

    /// <exception cref="ArgumentException"><paramref name="period"/> is below 2.</exception>
    public ReturnPairs(string indicator, int period)
    {
        if (period < 2) throw new ArgumentException($"Period parameter for {indicator} indicator must be greater than 2 but was {period}.", nameof(period));
        _target = new RollingWindow<double>(period);
        _reference = new RollingWindow<double>(period);
    }

    public bool IsReady => _target.IsReady && _reference.IsReady;

    /// <summary>0 where there is none.</summary>
    public double Covariance
    {
        get
        {
            var covariance = _target.Covariance(_reference);
            return covariance.IsNaNOrZero() ? 0 : covariance;
        }
    }

    /// <summary>1 where there is none.</summary>
    public double ReferenceVariance
    {
        get
        {
            var variance = _reference.Variance();
            return variance.IsNaNOrZero() ? 1 : variance;
        }
    }

    /// <summary>Adds the return of each window that has two bars.</summary>
    public void Add(IReadOnlyWindow<IBaseDataBar> target, IReadOnlyWindow<IBaseDataBar> reference)
    {
        if (target.IsReady) _target.Add(NewReturn(target));
        if (reference.IsReady) _reference.Add(NewReturn(reference));
    }

    public void Reset()
    {
        _target.Reset();
        _reference.Reset();
    }

    private static double NewReturn(IReadOnlyWindow<IBaseDataBar> bars) => (double)(bars[0].Close.SafeDivision(bars[1].Close) - 1);
}
