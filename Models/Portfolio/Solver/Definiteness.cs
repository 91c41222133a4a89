namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>Whether the objective is concave and the volatility's limit convex: Σ symmetric, and no eigenvalue clearly negative.</summary>
internal sealed class Definiteness(ScaledProblem problem)
{
    private const double Tolerance = 1e-9;
    private readonly int _stride = Cholesky.Stride(problem.N);
    private readonly double[] _matrix = new double[problem.Padded * Cholesky.Stride(problem.N)];
    private readonly double[] _inverse = new double[problem.Padded], _probe = Probe(problem), _rows = new double[problem.Padded], _columns = new double[problem.Padded];

    public bool Holds()
    {
        var limited = problem.Volatility < double.PositiveInfinity;
        if (problem.Curvature == 0 && !limited) return true;
        if (!IsSymmetric() || (problem.Curvature > 0 && !Holds(problem.Curvature, problem.Ridge))) return false;
        // With a ridge γΣ + αI may be definite where Σ, which the limit needs, is not.
        return !limited || (problem.Curvature > 0 && problem.Ridge == 0) || Holds(1, 0);
    }

    // A probe vector from both sides; its entries have no pattern that a matrix could share.
    private bool IsSymmetric()
    {
        Dense.Multiply(problem.Sigma, problem.N, problem.Padded, _probe, _rows);
        Array.Clear(_columns);
        for (var i = 0; i < problem.N; i++) Dense.Add(_probe[i], problem.Sigma.AsSpan(i * problem.Padded, problem.Padded), _columns);
        var largest = Dense.MaximumMagnitude(_rows);
        for (var i = 0; i < problem.N; i++) if (Math.Abs(_rows[i] - _columns[i]) > 1e-8 * largest) return false;
        return true;
    }

    private bool Holds(double curvature, double ridge)
    {
        var largest = 0.0;
        for (var i = 0; i < problem.N; i++) largest = Math.Max(largest, Math.Abs(curvature * problem.Sigma[i * problem.Padded + i]) + ridge);
        if (largest == 0) largest = 1;
        for (var j = 0; j < problem.N; j++)
        {
            var source = problem.Sigma.AsSpan(j * problem.Padded, problem.Padded);
            var column = _matrix.AsSpan(j * _stride, problem.Padded);
            for (var i = j & -Cholesky.Lanes; i < problem.N; i++) column[i] = curvature * source[i];
            column[j] += ridge + Tolerance * largest;
        }
        Cholesky.Pad(_matrix, problem.N, _stride);
        return Cholesky.Factor(_matrix, problem.N, _stride, _inverse);
    }

    private static double[] Probe(ScaledProblem problem)
    {
        var probe = new double[problem.Padded];
        for (var i = 0; i < problem.N; i++) probe[i] = 1 + 0.5 * Math.Sin(12.9898 * (i + 1));
        return probe;
    }
}
