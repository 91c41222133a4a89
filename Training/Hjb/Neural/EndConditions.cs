namespace LeanDeep.Training.Hjb.Neural;

/// <summary>Points at reflecting ends of some states, where the residual is the slope of what the network carries, in scaled inputs.</summary>
internal sealed class EndConditions(TanhNetwork network, int channels, IReadOnlyList<int> states, double weight)
{
    private int[] _end = [];

    /// <summary>The condition at an end.</summary>
    /// <param name="State">Which state is at its end.</param>
    /// <param name="Factor">Weight over the input's scaling.</param>
    /// <param name="Channels">Of an output.</param>
    public readonly record struct End(int State, double Factor, int Channels);

    /// <summary>Finds the points that lie at an end.</summary>
    /// <param name="points">(points × inputs) coordinates.</param>
    public void Place(ReadOnlySpan<double> points)
    {
        var n = network.Inputs.Count;
        if (_end.Length != points.Length / n) _end = new int[points.Length / n];
        for (var p = 0; p < _end.Length; p++)
        {
            _end[p] = -1;
            foreach (var state in states)
                if (IsEnd(network.Inputs[state], points[p * n + state])) _end[p] = state;
        }
    }

    /// <summary>The condition of a point; null inside.</summary>
    public End? At(int point) => _end[point] < 0 ? null : new(_end[point], weight / network.Slope(_end[point]), channels);

    private static bool IsEnd(StateVariable input, double value) =>
        (value == input.Lower && input.LowerBoundary == BoundaryKind.Reflecting) || (value == input.Upper && input.UpperBoundary == BoundaryKind.Reflecting);

    /// <param name="end">Which.</param>
    /// <param name="jets">(outputs × channels).</param>
    /// <param name="residuals">(outputs) receives them.</param>
    /// <param name="seeds">(outputs × outputs × channels) receives their derivatives; empty for none.</param>
    public static void Residual(End end, ReadOnlySpan<double> jets, Span<double> residuals, Span<double> seeds)
    {
        seeds.Clear();
        for (var e = 0; e < residuals.Length; e++)
        {
            residuals[e] = end.Factor * jets[e * end.Channels + 1 + end.State];
            if (!seeds.IsEmpty) seeds[(e * residuals.Length + e) * end.Channels + 1 + end.State] = end.Factor;
        }
    }
}
