using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Tests.Training.Hjb;

public class TaylorTests
{
    /// <summary>All operations in one function of two numbers.</summary>
    private static T Function<T>(T x, T y) where T : struct, IReal<T> =>
        T.Exp(x * y) / (1 + T.Square(y)) + T.Log(x) * T.Sqrt(y) - T.Pow(x / y, 2.5) + (2 - x) / 3 + 4 / x - T.Min(x, y) * T.Max(x, 2 * y) + (y - 1) * 0.5;

    [Fact]
    public void Arithmetic_AgreesWithDifferences()
    {
        const double X = 0.7, Y = 1.3, H = 1e-4;
        static double F(double x, double y) => Function(new Real(x), new Real(y)).Number;
        Real one = new(1), zero = default;
        var f = Function(new Taylor<Real>(new(X), one, zero, zero, zero, zero), new Taylor<Real>(new(Y), zero, one, zero, zero, zero));
        Assert.Equal(F(X, Y), f.Number, 12);
        Assert.Equal((F(X + H, Y) - F(X - H, Y)) / (2 * H), f.X.Number, 1e-6);
        Assert.Equal((F(X, Y + H) - F(X, Y - H)) / (2 * H), f.Y.Number, 1e-6);
        Assert.Equal((F(X + H, Y) - 2 * F(X, Y) + F(X - H, Y)) / (H * H), f.XX.Number, 1e-5);
        Assert.Equal((F(X, Y + H) - 2 * F(X, Y) + F(X, Y - H)) / (H * H), f.YY.Number, 1e-5);
        Assert.Equal((F(X + H, Y + H) - F(X + H, Y - H) - F(X - H, Y + H) + F(X - H, Y - H)) / (4 * H * H), f.XY.Number, 1e-5);
    }
}
