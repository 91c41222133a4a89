using MathNet.Numerics.Integration;

namespace LeanDeep.Training.Hjb;

/// <summary>Integrals of smooth functions.</summary>
internal static class Quadrature
{
    private const int Order = 32;
    private static readonly GaussLegendreRule Rule = new(-1, 1, Order);

    /// <summary>∫ f from a to b, Gauss–Legendre with 32 nodes in each of <paramref name="panels"/> equal panels.</summary>
    public static double Integrate(Func<double, double> f, double a, double b, int panels = 1)
    {
        var half = (b - a) / (2 * panels);
        var sum = 0.0;
        for (var panel = 0; panel < panels; panel++)
        {
            var centre = a + (2 * panel + 1) * half;
            for (var i = 0; i < Order; i++)
                sum += Rule.GetWeight(i) * f(centre + half * Rule.GetAbscissa(i));
        }
        return half * sum;
    }

    /// <summary>∫ f over the line by the trapezoidal rule, which converges geometrically for analytic f that has died out at ±<paramref name="reach"/>.</summary>
    public static double Trapezoid(Func<double, double> f, double reach, double step)
    {
        var sum = f(0);
        for (var x = step; x <= reach; x += step)
            sum += f(x) + f(-x);
        return step * sum;
    }
}
