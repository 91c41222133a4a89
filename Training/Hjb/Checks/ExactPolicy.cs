using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Checks;

/// <summary>Values and policies of a closed form at its horizon; slopes by fourth-order differences.</summary>
internal sealed class ExactPolicy(HjbProblem problem)
{
    private readonly int _d = problem.States.Count;
    private readonly Real[] _jets = new Real[Point<Real>.JetLength(problem.States.Count)];
    private readonly Real[] _drift = new Real[problem.States.Count], _covariance = new Real[problem.States.Count * problem.States.Count], _equations = new Real[1];

    /// <param name="state">(states) inside the domain.</param>
    /// <param name="policy">(policies) receives the exact policy.</param>
    /// <param name="myopic">(policies) receives it with all slopes zero.</param>
    /// <returns>The first unknown.</returns>
    public double At(double[] state, Span<double> policy, Span<double> myopic)
    {
        Array.Clear(_jets);
        var value = Value(state);
        _jets[0] = new(value);
        Evaluate(state, myopic);
        for (var i = 0; i < _d; i++)
        {
            var (x, h) = (state[i], 1e-3 * (problem.States[i].Upper - problem.States[i].Lower));
            double Moved(double by)
            {
                state[i] = x + by;
                var moved = Value(state);
                state[i] = x;
                return moved;
            }
            _jets[1 + i] = new((8 * (Moved(h) - Moved(-h)) - (Moved(2 * h) - Moved(-2 * h))) / (12 * h));
        }
        Evaluate(state, policy);
        return value;
    }

    private void Evaluate(double[] state, Span<double> policy)
    {
        var at = new Point<Real>(state, _jets, _drift, _covariance, _equations);
        problem.Equations(at);
        problem.Policy(at, policy);
    }

    private double Value(double[] state)
    {
        Span<double> unknowns = stackalloc double[1];
        if (!problem.TryExact(state, problem.Horizon ?? 0, unknowns)) throw new InvalidOperationException($"{problem.Name}: no closed form");
        return unknowns[0];
    }
}
