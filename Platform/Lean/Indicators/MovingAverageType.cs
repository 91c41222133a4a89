namespace QuantConnect.Indicators;

public enum MovingAverageType
{
    Simple,
    Exponential,
    Wilders,
    LinearWeightedMovingAverage,
    DoubleExponential,
    TripleExponential,
    Triangular,
    T3,
    Kama,
    Hull,
    Alma,
    Zlema,
    MGD
}

public static class MovingAverageTypeExtensions
{
    public static IndicatorBase<IndicatorDataPoint> AsIndicator(this MovingAverageType movingAverageType, int period) => movingAverageType switch
    {
        MovingAverageType.Simple => new SimpleMovingAverage(period),
        MovingAverageType.Exponential => new ExponentialMovingAverage(period),
        MovingAverageType.Wilders => new WilderMovingAverage(period),
        MovingAverageType.LinearWeightedMovingAverage => new LinearWeightedMovingAverage(period),
        MovingAverageType.DoubleExponential => new DoubleExponentialMovingAverage(period),
        MovingAverageType.TripleExponential => new TripleExponentialMovingAverage(period),
        MovingAverageType.Triangular => new TriangularMovingAverage(period),
        MovingAverageType.T3 => new T3MovingAverage(period),
        MovingAverageType.Kama => new KaufmanAdaptiveMovingAverage(period),
        MovingAverageType.Hull => new HullMovingAverage(period),
        MovingAverageType.Alma => new ArnaudLegouxMovingAverage(period),
        MovingAverageType.Zlema => new ZeroLagExponentialMovingAverage(period),
        MovingAverageType.MGD => new McGinleyDynamic(period),
        _ => throw new ArgumentOutOfRangeException(nameof(movingAverageType), movingAverageType, "expected a moving average")
    };

    public static IndicatorBase<IndicatorDataPoint> AsIndicator(this MovingAverageType movingAverageType, string name, int period) => movingAverageType switch
    {
        MovingAverageType.Simple => new SimpleMovingAverage(name, period),
        MovingAverageType.Exponential => new ExponentialMovingAverage(name, period),
        MovingAverageType.Wilders => new WilderMovingAverage(name, period),
        MovingAverageType.LinearWeightedMovingAverage => new LinearWeightedMovingAverage(name, period),
        MovingAverageType.DoubleExponential => new DoubleExponentialMovingAverage(name, period),
        MovingAverageType.TripleExponential => new TripleExponentialMovingAverage(name, period),
        MovingAverageType.Triangular => new TriangularMovingAverage(name, period),
        MovingAverageType.T3 => new T3MovingAverage(name, period),
        MovingAverageType.Kama => new KaufmanAdaptiveMovingAverage(name, period),
        MovingAverageType.Hull => new HullMovingAverage(name, period),
        MovingAverageType.Alma => new ArnaudLegouxMovingAverage(name, period),
        MovingAverageType.Zlema => new ZeroLagExponentialMovingAverage(name, period),
        MovingAverageType.MGD => new McGinleyDynamic(name, period),
        _ => throw new ArgumentOutOfRangeException(nameof(movingAverageType), movingAverageType, "expected a moving average")
    };
}
