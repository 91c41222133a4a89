using MathNet.Numerics.LinearAlgebra;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>l = X'CX/2 + B'X + A of the vector problem, from its Riccati equations.</summary>
/// <param name="C">(d × d), symmetric.</param>
/// <param name="B">(d).</param>
/// <param name="A">The rest.</param>
public sealed record QuadraticForm(Matrix<double> C, Vector<double> B, double A)
{
    /// <summary>Steps of the Runge–Kutta method per year; its error is that to the fourth power.</summary>
    private const int StepsPerYear = 200;

    public double At(Vector<double> x) => x * (C * x) / 2 + B * x + A;

    /// <summary>∇l.</summary>
    public Vector<double> Slope(Vector<double> x) => C * x + B;

    /// <summary>Power utility of wealth with τ years to go.</summary>
    /// <returns>Not finite where the solution explodes before τ.</returns>
    public static QuadraticForm Terminal(SharpeMarket market, double riskAversion, double timeToGo)
    {
        ArgumentNullException.ThrowIfNull(market);
        if (market.IsDiagonal)
            return Assemble(market, i => new KimOmberg(market.Component(i), riskAversion, timeToGo).Exact(timeToGo),
                (1 - market.Dimension) * (1 - riskAversion) * market.Rate * timeToGo);
        var steps = Math.Max(1, (int)Math.Ceiling(StepsPerYear * timeToGo));
        var form = Zero(market.Dimension);
        for (var step = 0; step < steps; step++)
            form = RungeKutta(form, timeToGo / steps, f => Derivative(market, riskAversion, 0, f));
        return form;
    }

    /// <summary>Epstein–Zin preferences with ψ = 1, for ever.</summary>
    /// <param name="market">Its components.</param>
    /// <param name="riskAversion">γ.</param>
    /// <param name="timePreference">β &gt; 0 a year: also consumption over wealth.</param>
    /// <exception cref="ArgumentException">There is no solution.</exception>
    public static QuadraticForm Stationary(SharpeMarket market, double riskAversion, double timePreference)
    {
        ArgumentNullException.ThrowIfNull(market);
        Require.Positive(timePreference);
        var (g, b) = (riskAversion, timePreference);
        var form = market.IsDiagonal ? Assemble(market, i => Stationary(market.Component(i), g, b), 0) : Settle(market, g, b);
        var growth = Derivative(market, g, 0, form).A;
        return form with { A = (b * (1 - g) * Math.Log(b) - (1 - g) * b + growth) / b };
    }

    private static QuadraticValue Stationary(SharpeProcess p, double g, double b)
    {
        var (a, m, s) = ((1 - g) / g, p.Loading, p.Deviation);
        var (square, linear) = (a * m * m + s * s, 2 * a * m - b - 2 * p.Reversion);
        var discriminant = linear * linear - 4 * square * a;
        Require.Solvable(discriminant >= 0 && Math.Sqrt(discriminant) > linear, "a real root of the quadratic of C that goes to 0 with γ → 1, discriminant ≥ 0", discriminant);
        var c = 2 * a / (-linear + Math.Sqrt(discriminant));
        return new(c, p.Reversion * p.Mean * c / (b + p.Reversion - a * m * (1 + m * c) - s * s * c), 0);
    }

    private static QuadraticForm Settle(SharpeMarket market, double g, double b)
    {
        const double Step = 1.0 / 50;
        var form = Zero(market.Dimension);
        for (var step = 0; step < 100_000; step++)
        {
            var next = RungeKutta(form, Step, f => Derivative(market, g, b, f));
            var change = Math.Max((next.C - form.C).InfinityNorm(), (next.B - form.B).InfinityNorm());
            form = next;
            if (change < 1e-14) return form;
            if (!double.IsFinite(change)) break;
        }
        throw new ArgumentException("no solution: expected Riccati equations that settle, found that they do not");
    }

    private static QuadraticForm Assemble(SharpeMarket market, Func<int, QuadraticValue> component, double constant)
    {
        var form = Zero(market.Dimension);
        for (var i = 0; i < market.Dimension; i++)
        {
            var value = component(i);
            form.C[i, i] = value.C;
            form.B[i] = value.B;
            constant += value.A;
        }
        return form with { A = constant };
    }

    private static QuadraticForm Zero(int d) => new(Matrix<double>.Build.Dense(d, d), Vector<double>.Build.Dense(d), 0);

    /// <summary>d(C, B, A)/dτ, less β times C and B.</summary>
    private static QuadraticForm Derivative(SharpeMarket market, double g, double b, QuadraticForm form)
    {
        var (a, m, q, k, c) = ((1 - g) / g, market.Loading, market.Covariance, market.Reversion, form.C);
        var cm = c * m;
        var spread = cm + Matrix<double>.Build.DenseIdentity(market.Dimension);
        var hedge = m.TransposeThisAndMultiply(form.B);
        var reverting = k.TransposeThisAndMultiply(c);
        return new(
            a * spread.TransposeAndMultiply(spread) - reverting - reverting.Transpose() + c * q * c - b * c,
            a * (spread * hedge) + c * market.ReversionMean - k.TransposeThisAndMultiply(form.B) + c * (q * form.B) - b * form.B,
            (1 - g) * market.Rate + a / 2 * (hedge * hedge) + market.ReversionMean * form.B + form.B * (q * form.B) / 2 + (q * c).Trace() / 2);
    }

    private static QuadraticForm RungeKutta(QuadraticForm form, double step, Func<QuadraticForm, QuadraticForm> derivative)
    {
        var k1 = derivative(form);
        var k2 = derivative(form.Plus(k1, step / 2));
        var k3 = derivative(form.Plus(k2, step / 2));
        var k4 = derivative(form.Plus(k3, step));
        return form.Plus(k1, step / 6).Plus(k2, step / 3).Plus(k3, step / 3).Plus(k4, step / 6);
    }

    private QuadraticForm Plus(QuadraticForm other, double scale) => new(C + scale * other.C, B + scale * other.B, A + scale * other.A);
}
