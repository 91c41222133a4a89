using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The covariance of the returns of a target and a reference over the last period.</summary>
public class Covariance : DualSymbolIndicator<IBaseDataBar>
{
    private readonly ReturnPairs _returns;

    /// <exception cref="ArgumentException"><paramref name="period"/> is below 2.</exception>
    public Covariance(string name, Symbol targetSymbol, Symbol referenceSymbol, int period)
        : base(name, targetSymbol, referenceSymbol, 2)
    {
        _returns = new ReturnPairs(nameof(Covariance), period);
        WarmUpPeriod += period - 1;
    }

    public Covariance(Symbol targetSymbol, Symbol referenceSymbol, int period)
        : this($"COV({period})", targetSymbol, referenceSymbol, period)
    {
    }

    public Covariance(string name, int period, Symbol targetSymbol, Symbol referenceSymbol)
        : this(name, targetSymbol, referenceSymbol, period)
    {
    }

    public override bool IsReady => _returns.IsReady;

    protected override decimal ComputeIndicator()
    {
        _returns.Add(TargetDataPoints, ReferenceDataPoints);
        return (decimal)_returns.Covariance;
    }

    public override void Reset()
    {
        _returns.Reset();
        base.Reset();
    }
}

/// <summary>The covariance of a target's and a reference's returns over the reference's variance.</summary>
public class Beta : DualSymbolIndicator<IBaseDataBar>
{
    private readonly ReturnPairs _returns;

    /// <exception cref="ArgumentException"><paramref name="period"/> is below 2.</exception>
    public Beta(string name, Symbol targetSymbol, Symbol referenceSymbol, int period)
        : base(name, targetSymbol, referenceSymbol, 2)
    {
        _returns = new ReturnPairs(nameof(Beta), period);
        WarmUpPeriod += period - 1;
    }

    public Beta(Symbol targetSymbol, Symbol referenceSymbol, int period)
        : this($"B({period})", targetSymbol, referenceSymbol, period)
    {
    }

    public Beta(string name, int period, Symbol targetSymbol, Symbol referenceSymbol)
        : this(name, targetSymbol, referenceSymbol, period)
    {
    }

    public override bool IsReady => _returns.IsReady;

    protected override decimal ComputeIndicator()
    {
        _returns.Add(TargetDataPoints, ReferenceDataPoints);
        return (decimal)(_returns.Covariance / _returns.ReferenceVariance);
    }

    public override void Reset()
    {
        _returns.Reset();
        base.Reset();
    }
}

public enum CorrelationType
{
    Pearson,
    Spearman
}

/// <summary>The correlation of the closes of a target and a reference.</summary>
public class Correlation : DualSymbolIndicator<IBaseDataBar>
{
    private readonly CorrelationType _correlationType;

    /// <exception cref="ArgumentException"><paramref name="period"/> is below 2.</exception>
    public Correlation(string name, Symbol targetSymbol, Symbol referenceSymbol, int period, CorrelationType correlationType = CorrelationType.Pearson)
        : base(name, targetSymbol, referenceSymbol, period)
    {
        if (period < 2)
            throw new ArgumentException($"Period parameter for Correlation indicator must be greater than 2 but was {period}", nameof(period));
        _correlationType = correlationType;
    }

    public Correlation(Symbol targetSymbol, Symbol referenceSymbol, int period, CorrelationType correlationType = CorrelationType.Pearson)
        : this($"Correlation({period})", targetSymbol, referenceSymbol, period, correlationType)
    {
    }

    public override bool IsReady => TargetDataPoints.IsReady && ReferenceDataPoints.IsReady;

    protected override decimal ComputeIndicator()
    {
        var target = TargetDataPoints.Select(x => (double)x.Close);
        var reference = ReferenceDataPoints.Select(x => (double)x.Close);
        var correlation = _correlationType == CorrelationType.Pearson
            ? MathNet.Numerics.Statistics.Correlation.Pearson(target, reference)
            : MathNet.Numerics.Statistics.Correlation.Spearman(target, reference);
        return correlation.IsNaNOrZero() ? 0 : correlation.SafeDecimalCast();
    }
}
