using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Tests.Training.Hjb;

public class DualTests
{
    /// <summary>Uses every operation.</summary>
    private static T Function<T>(T x, T y) where T : struct, IReal<T> =>
        T.Exp(0.3 * x - 1) / (2 + y) + T.Log(x * y) * T.Sqrt(x + 1) - T.Pow(y / x, 1.7) + T.Square(x - y) / 3 - (-x) * 2
        + T.Max(x, y) * T.Min(x, y) + (1 - x) + (y - 0.5) + 4 / y + 2 * T.Of(3);

    [Theory]
    [InlineData(1.3, 0.7)]
    [InlineData(0.4, 2.2)]
    public void Slope_EveryOperation_AgreesWithDifferences(double x, double y)
    {
        const double H = 1e-5;
        var dual = Function(Dual.Input(x, 0), Dual.Input(y, 3));
        double At(double a, double b) => Function(new Real(a), new Real(b)).Number;
        Assert.Equal(At(x, y), dual.Number, 13);
        Assert.Equal(1, (At(x + H, y) - At(x - H, y)) / (2 * H) / dual.Slope[0], 8);
        Assert.Equal(1, (At(x, y + H) - At(x, y - H)) / (2 * H) / dual.Slope[3], 8);
        Assert.Equal(0, dual.Slope[1]);
    }
}
