namespace LeanDeep.Training.Hjb.Neural;

/// <summary>Error of the first unknown at fixed points within half the domain.</summary>
internal sealed class OracleError
{
    private const int Count = 64;
    private readonly double[] _points, _exact;
    private readonly NeuralSystem _system;

    public OracleError(HjbProblem problem, NeuralSystem system)
    {
        _system = system;
        var (n, d) = (system.Network.Inputs.Count, problem.States.Count);
        var generator = new UniformGenerator(1);
        (_points, _exact) = (new double[Count * n], new double[Count]);
        var (unknowns, state) = (new double[problem.Unknowns.Count], new double[d]);
        for (var p = 0; p < Count; p++)
        {
            // In many states, as in one: half of the distance to the ends in all, not in each.
            for (var i = 0; i < d; i++)
                _points[p * n + i] = system.Network.Inputs[i].Unscale((generator.NextDouble() - 0.5) / Math.Sqrt(Math.Max(1, d / 4.0)));
            for (var i = 0; i < d; i++)
                state[i] = problem.States[i].FromCoordinate(_points[p * n + i]);
            if (problem.Horizon is not null) _points[p * n + d] = system.Network.Inputs[d].Upper;
            if (!problem.TryExact(state, problem.Horizon ?? 0, unknowns))
            {
                _points = [];
                return;
            }
            _exact[p] = unknowns[0];
        }
    }

    /// <summary>Largest error; null where the solution is not known.</summary>
    public double? Measure()
    {
        if (_points.Length == 0) return null;
        var (found, u) = (_system.Unknowns(_points), _system.Problem.Unknowns.Count);
        return Enumerable.Range(0, Count).Max(p => Math.Abs(found[p * u] - _exact[p]));
    }
}
