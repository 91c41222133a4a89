using LeanDeep.Training.Hjb;
using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Tests.Training.Hjb;

/// <summary>How well a closed form satisfies the equations that its problem writes down.</summary>
internal static class ExactResidual
{
    /// <returns>|∂v/∂τ − equation| of the first unknown, over 1 + |∂v/∂τ|; derivatives by fourth-order differences of the closed form.</returns>
    public static double Of(HjbProblem problem, double[] state, double timeToGo)
    {
        var d = state.Length;
        var steps = problem.States.Select(s => 2e-3 * (s.Upper - s.Lower)).ToArray();
        var jets = new List<Real> { new(Value(state, timeToGo)) };
        for (var i = 0; i < d; i++)
            jets.Add(new(First(h => Value(Moved(state, (i, h)), timeToGo), steps[i])));
        for (var i = 0; i < d; i++)
            for (var j = i; j < d; j++)
                jets.Add(new(i == j
                    ? Second(h => Value(Moved(state, (i, h)), timeToGo), steps[i])
                    : First(k => First(h => Value(Moved(state, (i, h), (j, k)), timeToGo), steps[i]), steps[j])));
        var equations = new Real[1];
        problem.Equations(new Point<Real>(state, jets.ToArray(), new Real[d], new Real[d * d], equations));
        var speed = problem.Horizon is null ? 0 : First(h => Value(state, timeToGo + h), 1e-3 * timeToGo);
        return Math.Abs(speed - equations[0].Number) / (1 + Math.Abs(speed));

        double Value(double[] x, double tau)
        {
            Span<double> unknowns = stackalloc double[1];
            Assert.True(problem.TryExact(x, tau, unknowns));
            return unknowns[0];
        }
    }

    private static double[] Moved(double[] state, params (int Index, double By)[] moves)
    {
        var moved = (double[])state.Clone();
        foreach (var (index, by) in moves)
            moved[index] += by;
        return moved;
    }

    private static double First(Func<double, double> f, double h) => (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);

    private static double Second(Func<double, double> f, double h) => (16 * (f(h) + f(-h)) - (f(2 * h) + f(-2 * h)) - 30 * f(0)) / (12 * h * h);
}
