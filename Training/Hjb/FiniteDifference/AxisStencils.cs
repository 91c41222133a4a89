namespace LeanDeep.Training.Hjb.FiniteDifference;

/// <summary>Weights of first and second differences at every node of one axis, over three neighbouring nodes.</summary>
/// <remarks>Inside: one-sided first differences, the second-order first difference and the three-point second difference on uneven steps.
/// At a reflecting end the node outside mirrors zero slope; at an open end the parabola through the last three nodes is continued.</remarks>
internal sealed class AxisStencils
{
    private readonly double[] _weights;

    public AxisStencils(ReadOnlySpan<double> axis, StateVariable state)
    {
        var n = axis.Length;
        (Length, _weights, First, Smallest) = (n, new double[n * 12], new int[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            First[i] = i - 1;
            Smallest[i] = Math.Min(i > 0 ? axis[i] - axis[i - 1] : double.MaxValue, i < n - 1 ? axis[i + 1] - axis[i] : double.MaxValue);
            if (i == 0 && state.LowerBoundary == BoundaryKind.Open) Parabola(axis, i, 0);
            else if (i == n - 1 && state.UpperBoundary == BoundaryKind.Open) Parabola(axis, i, n - 3);
            else Inside(axis, i);
        }
    }

    public int Length { get; }

    /// <summary>The first of the three nodes; −1 or n − 3 + 1 where one lies outside, with weight 0.</summary>
    public int[] First { get; }

    /// <summary>The smaller step beside each node.</summary>
    public double[] Smallest { get; }

    public ReadOnlySpan<double> Forward(int i) => _weights.AsSpan(i * 12, 3);
    public ReadOnlySpan<double> Backward(int i) => _weights.AsSpan(i * 12 + 3, 3);
    public ReadOnlySpan<double> Central(int i) => _weights.AsSpan(i * 12 + 6, 3);
    public ReadOnlySpan<double> Second(int i) => _weights.AsSpan(i * 12 + 9, 3);

    private void Inside(ReadOnlySpan<double> axis, int i)
    {
        var n = axis.Length;
        var (inside, outside) = (i > 0, i < n - 1);
        var below = inside ? axis[i] - axis[i - 1] : axis[1] - axis[0];
        var above = outside ? axis[i + 1] - axis[i] : axis[n - 1] - axis[n - 2];
        var w = _weights.AsSpan(i * 12, 12);
        if (outside) (w[1], w[2]) = (-1 / above, 1 / above);
        if (inside) (w[3], w[4]) = (-1 / below, 1 / below);
        for (var k = 0; k < 3; k++)
        {
            // A mirrored neighbour has the slope 0 on its side, which the weights above already say.
            w[6 + k] = (below * w[k] + above * w[3 + k]) / (below + above);
            w[9 + k] = 2 * (w[k] - w[3 + k]) / (below + above);
        }
    }

    private void Parabola(ReadOnlySpan<double> axis, int i, int first)
    {
        First[i] = first;
        var (a, b, c, x) = (axis[first], axis[first + 1], axis[first + 2], axis[i]);
        double[] scale = [1 / ((a - b) * (a - c)), 1 / ((b - a) * (b - c)), 1 / ((c - a) * (c - b))];
        double[] sum = [b + c, a + c, a + b];
        var step = Smallest[i];
        var w = _weights.AsSpan(i * 12, 12);
        for (var k = 0; k < 3; k++)
        {
            w[6 + k] = (2 * x - sum[k]) * scale[k];
            w[9 + k] = 2 * scale[k];
            // Differences to the nodes at ±step, of which one lies on the continued parabola.
            w[k] = w[6 + k] + step * scale[k];
            w[3 + k] = w[6 + k] - step * scale[k];
        }
    }
}
