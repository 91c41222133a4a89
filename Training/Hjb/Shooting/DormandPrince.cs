namespace LeanDeep.Training.Hjb.Shooting;

/// <summary>Steps of the Runge–Kutta pair of order 5 with an embedded error estimate of order 4.</summary>
/// <remarks>Source: Dormand and Prince (1980).</remarks>
internal sealed class DormandPrince
{
    private static readonly double[] Nodes = [0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1];

    private static readonly double[][] Weights =
    [
        [],
        [1.0 / 5],
        [3.0 / 40, 9.0 / 40],
        [44.0 / 45, -56.0 / 15, 32.0 / 9],
        [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
        [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
        [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
    ];

    private static readonly double[] Differences = [71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40];
    private readonly double[][] _slopes;
    private readonly Action<double, double[], double[]> _derivative;

    /// <param name="unknowns">Of the system.</param>
    /// <param name="derivative">Of x and y: writes y′.</param>
    public DormandPrince(int unknowns, Action<double, double[], double[]> derivative)
    {
        (_derivative, Next) = (derivative, new double[unknowns]);
        _slopes = [.. Nodes.Select(_ => new double[unknowns])];
    }

    /// <summary>y after the step that was tried.</summary>
    public double[] Next { get; }

    /// <summary>Tries a step.</summary>
    /// <param name="x">From where.</param>
    /// <param name="y">There.</param>
    /// <param name="step">How far.</param>
    /// <param name="tolerance">Relative, of each unknown.</param>
    /// <returns>Largest estimated error in tolerances; infinite where the system could not be evaluated.</returns>
    public double Try(double x, double[] y, double step, double tolerance)
    {
        for (var stage = 0; stage < Nodes.Length; stage++)
        {
            y.CopyTo(Next, 0);
            for (var s = 0; s < stage; s++)
                for (var i = 0; i < y.Length; i++)
                    Next[i] += step * Weights[stage][s] * _slopes[s][i];
            _derivative(x + Nodes[stage] * step, Next, _slopes[stage]);
        }
        var worst = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            var error = 0.0;
            for (var stage = 0; stage < Nodes.Length; stage++)
                error += step * Differences[stage] * _slopes[stage][i];
            worst = Math.Max(worst, Math.Abs(error) / (0.5 * tolerance * (Math.Abs(y[i]) + Math.Abs(Next[i])) + 1e-14));
        }
        return double.IsNaN(worst) ? double.PositiveInfinity : worst;
    }
}
