namespace LeanDeep.Training.Hjb.FiniteDifference;

/// <summary>Unknowns and policies on a grid, and how good they are.</summary>
public sealed class FiniteDifferenceSolution
{
    private readonly double[] _values, _policies;

    internal FiniteDifferenceSolution(HjbProblem problem, Grid grid, double[] values, double[] policies)
        => (Problem, Grid, _values, _policies) = (problem, grid, values, policies);

    public HjbProblem Problem { get; }
    public Grid Grid { get; }

    /// <summary>Whether the equations hold to the tolerance; else the values are where the solver gave up.</summary>
    public required bool Converged { get; init; }

    /// <summary>Time or pseudo-time steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Newton iterations in all.</summary>
    public required int Iterations { get; init; }

    /// <summary>Largest |equation| left, of the last time step where there is a horizon; NaN where the equations could not be evaluated.</summary>
    public required double Residual { get; init; }

    /// <summary>Unknown k at a node.</summary>
    public double Value(int node, int k) => _values[node * Problem.Unknowns.Count + k];

    /// <summary>Policy k at a node.</summary>
    public double Policy(int node, int k) => _policies[node * Problem.Policies.Count + k];

    /// <summary>Unknown k at a state, by cubic interpolation.</summary>
    /// <exception cref="ArgumentException">Outside the domain.</exception>
    public double ValueAt(int k, params double[] state) => Interpolate(_values, Problem.Unknowns.Count, k, state);

    /// <summary>Policy k at a state, by cubic interpolation.</summary>
    /// <exception cref="ArgumentException">Outside the domain.</exception>
    public double PolicyAt(int k, params double[] state) => Interpolate(_policies, Problem.Policies.Count, k, state);

    private double Interpolate(double[] field, int width, int k, double[] state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Length != Grid.Dimension) throw new ArgumentException($"state: expected {Grid.Dimension} numbers, found {state.Length}", nameof(state));
        return Along(0, 0);

        double Along(int dimension, int node)
        {
            if (dimension == Grid.Dimension) return field[node * width + k];
            var axis = Grid.Axis(dimension);
            var x = state[dimension];
            if (!(x >= axis[0] && x <= axis[^1])) throw new ArgumentException($"state: expected {axis[0]} to {axis[^1]}, found {x}", nameof(state));
            var at = axis.BinarySearch(x);
            var below = at >= 0 ? at : ~at - 1;
            if (at >= 0) return Along(dimension + 1, node * axis.Length + at);
            var count = Math.Min(4, axis.Length);
            var first = Math.Clamp(below - 1, 0, axis.Length - count);
            var sum = 0.0;
            for (var i = first; i < first + count; i++)
            {
                var weight = 1.0;
                for (var j = first; j < first + count; j++)
                    if (j != i) weight *= (x - axis[j]) / (axis[i] - axis[j]);
                sum += weight * Along(dimension + 1, node * axis.Length + i);
            }
            return sum;
        }
    }
}
