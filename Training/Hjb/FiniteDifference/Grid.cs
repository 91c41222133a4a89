namespace LeanDeep.Training.Hjb.FiniteDifference;

/// <summary>A tensor grid over the states of a problem; the last state varies fastest.</summary>
public sealed class Grid
{
    private readonly double[][] _axes;

    /// <param name="axes">For each state its nodes, at least three, strictly increasing.</param>
    /// <exception cref="ArgumentException">Too few nodes, or they do not increase.</exception>
    public Grid(params double[][] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        foreach (var axis in axes)
        {
            if (axis.Length < 3) throw new ArgumentException($"axes: expected at least 3 nodes, found {axis.Length}", nameof(axes));
            for (var i = 0; i < axis.Length; i++)
                if (!double.IsFinite(axis[i]) || (i > 0 && axis[i] <= axis[i - 1]))
                    throw new ArgumentException($"axes: expected increasing finite nodes, found {axis[i]} at {i}", nameof(axes));
        }
        _axes = [.. axes.Select(axis => (double[])axis.Clone())];
        Count = axes.Aggregate(1, (product, axis) => product * axis.Length);
    }

    /// <summary>Equal steps over the whole domain.</summary>
    public static Grid Uniform(HjbProblem problem, params int[] nodes) => Mapped(problem, u => u, nodes);

    /// <summary>Nodes at lower + (upper − lower)·map(u), u in equal steps from 0 to 1.</summary>
    /// <param name="problem">Its domain.</param>
    /// <param name="map">Increasing, from 0 to 1; u³(10 − 15u + 6u²) crowds both ends.</param>
    /// <param name="nodes">For each state.</param>
    public static Grid Mapped(HjbProblem problem, Func<double, double> map, params int[] nodes)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(nodes);
        if (nodes.Length != problem.States.Count)
            throw new ArgumentException($"nodes: expected a number for each of {problem.States.Count} states, found {nodes.Length}", nameof(nodes));
        return new([.. problem.States.Zip(nodes, (state, count) => Enumerable.Range(0, count)
            .Select(i => i == count - 1 ? state.Upper : state.Lower + (state.Upper - state.Lower) * map(i / (count - 1.0))).ToArray())]);
    }

    /// <summary>States.</summary>
    public int Dimension => _axes.Length;

    /// <summary>All nodes.</summary>
    public int Count { get; }

    /// <summary>Nodes of one state.</summary>
    public ReadOnlySpan<double> Axis(int dimension) => _axes[dimension];

    /// <summary>The state at a node.</summary>
    public void State(int node, Span<double> state)
    {
        for (var d = Dimension - 1; d >= 0; d--)
        {
            state[d] = _axes[d][node % _axes[d].Length];
            node /= _axes[d].Length;
        }
    }
}
