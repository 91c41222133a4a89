using System.Globalization;
using QuantConnect.Data;

namespace QuantConnect.Indicators;

/// <summary>Makes indicators of indicators.</summary>
public static class IndicatorExtensions
{
    public static bool Update(this IndicatorBase<IndicatorDataPoint> indicator, DateTime time, decimal value) =>
        indicator.Update(new IndicatorDataPoint(time, value));

    /// <summary>Feeds the values of <paramref name="first"/> to <paramref name="second"/>.</summary>
    /// <param name="waitForFirstToReady">Whether to hold back the values from before the first is ready.</param>
    /// <returns><paramref name="second"/>.</returns>
    public static T Of<T>(this T second, IIndicator first, bool waitForFirstToReady = true)
        where T : IIndicator
    {
        first.Updated += (_, updated) =>
        {
            if (!waitForFirstToReady || first.IsReady)
                second.Update(updated);
        };
        return second;
    }

    /// <summary>The average of <paramref name="value"/> over the period, weighted by <paramref name="weight"/>.</summary>
    public static CompositeIndicator WeightedBy(this IndicatorBase value, IndicatorBase weight, int period)
    {
        var x = new WindowIdentity(period);
        var y = new WindowIdentity(period);
        var numerator = new Sum("Sum_xy", period);
        var denominator = new Sum("Sum_y", period);
        value.Updated += (_, updated) =>
        {
            x.Update(updated);
            if (x.Samples == y.Samples)
                numerator.Update(updated.Time, updated.Value * y.Current.Value);
        };
        weight.Updated += (_, updated) =>
        {
            y.Update(updated);
            if (x.Samples == y.Samples)
                numerator.Update(updated.Time, updated.Value * x.Current.Value);
            denominator.Update(updated);
        };
        return new ResetCompositeIndicator(numerator, denominator, Quotient, () =>
        {
            x.Reset();
            y.Reset();
        });
    }

    public static CompositeIndicator Plus(this IndicatorBase left, decimal constant) => left.Plus(Constant(constant));

    public static CompositeIndicator Plus(this IndicatorBase left, IndicatorBase right) => new(left, right, Total);

    public static CompositeIndicator Plus(this IndicatorBase left, IndicatorBase right, string name) => new(name, left, right, Total);

    public static CompositeIndicator Minus(this IndicatorBase left, decimal constant) => left.Minus(Constant(constant));

    public static CompositeIndicator Minus(this IndicatorBase left, IndicatorBase right) => new(left, right, Difference);

    public static CompositeIndicator Minus(this IndicatorBase left, IndicatorBase right, string name) => new(name, left, right, Difference);

    public static CompositeIndicator Over(this IndicatorBase left, decimal constant) => left.Over(Constant(constant));

    /// <summary>The quotient; no new value where the right one is 0.</summary>
    public static CompositeIndicator Over(this IndicatorBase left, IndicatorBase right) => new(left, right, Quotient);

    public static CompositeIndicator Over(this IndicatorBase left, IndicatorBase right, string name) => new(name, left, right, Quotient);

    public static CompositeIndicator Times(this IndicatorBase left, decimal constant) => left.Times(Constant(constant));

    public static CompositeIndicator Times(this IndicatorBase left, IndicatorBase right) => new(left, right, Product);

    public static CompositeIndicator Times(this IndicatorBase left, IndicatorBase right, string name) => new(name, left, right, Product);

    public static ExponentialMovingAverage EMA(this IndicatorBase left, int period, decimal? smoothingFactor = null, bool waitForFirstToReady = true) =>
        new ExponentialMovingAverage($"EMA{period}_Of_{left.Name}", period, smoothingFactor ?? ExponentialMovingAverage.SmoothingFactorDefault(period))
            .Of(left, waitForFirstToReady);

    public static Maximum MAX(this IIndicator left, int period, bool waitForFirstToReady = true) =>
        new Maximum($"MAX{period}_Of_{left.Name}", period).Of(left, waitForFirstToReady);

    public static Minimum MIN(this IndicatorBase left, int period, bool waitForFirstToReady = true) =>
        new Minimum($"MIN{period}_Of_{left.Name}", period).Of(left, waitForFirstToReady);

    public static SimpleMovingAverage SMA(this IndicatorBase left, int period, bool waitForFirstToReady = true) =>
        new SimpleMovingAverage($"SMA{period}_Of_{left.Name}", period).Of(left, waitForFirstToReady);

    private static ConstantIndicator<IBaseData> Constant(decimal value) => new(value.ToString(CultureInfo.InvariantCulture), value);

    private static IndicatorResult Total(IndicatorBase left, IndicatorBase right) => left.Current.Value + right.Current.Value;

    private static IndicatorResult Difference(IndicatorBase left, IndicatorBase right) => left.Current.Value - right.Current.Value;

    private static IndicatorResult Product(IndicatorBase left, IndicatorBase right) => left.Current.Value * right.Current.Value;

    private static IndicatorResult Quotient(IndicatorBase left, IndicatorBase right) => right.Current.Value == 0m
        ? new IndicatorResult(0m, IndicatorStatus.MathError)
        : left.Current.Value / right.Current.Value;
}
