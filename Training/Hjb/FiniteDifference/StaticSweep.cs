using MathNet.Numerics.LinearAlgebra;

namespace LeanDeep.Training.Hjb.FiniteDifference;

/// <summary>Solves static equations that run upward from the lower end, node by node, with the other unknowns held: a first guess for Newton's method.</summary>
internal static class StaticSweep
{
    private const int Iterations = 100;

    /// <param name="system">Static unknowns with backward slopes, so that a node reads only itself and nodes before it.</param>
    /// <param name="unknowns">Of the problem.</param>
    /// <param name="values">(nodes × unknowns) first guesses; receives the solution.</param>
    public static void Run(Discretisation system, IReadOnlyList<Unknown> unknowns, Span<double> values)
    {
        int[] solved = [.. Enumerable.Range(0, unknowns.Count).Where(k => unknowns[k].IsStatic)];
        var (u, n) = (unknowns.Count, solved.Length);
        var (equations, own) = (new double[u], new double[u, u]);
        var stride = system.Grid.Count / system.Grid.Axis(0).Length;
        var matrix = Matrix<double>.Build.Dense(n, n);
        var residual = Vector<double>.Build.Dense(n);
        for (var node = 0; node < system.Grid.Count; node++)
        {
            if (node >= stride)
                foreach (var k in solved)
                    values[node * u + k] = values[(node - stride) * u + k];
            for (var iteration = 0; iteration < Iterations; iteration++)
            {
                var before = Evaluate(values);
                if (before < 1e-13) break;
                var update = matrix.Solve(residual);
                // Where the derivatives vanish the guess stays; Newton's method on all nodes says whether it will do.
                if (!update.All(double.IsFinite)) break;
                for (var scale = 1.0; scale > 1e-6; scale /= 2)
                {
                    for (var i = 0; i < n; i++)
                        values[node * u + solved[i]] -= scale * update[i];
                    if (Evaluate(values) < before) break;
                    for (var i = 0; i < n; i++)
                        values[node * u + solved[i]] += scale * update[i];
                }
            }

            double Evaluate(ReadOnlySpan<double> at)
            {
                system.EvaluateOwn(node, at, equations, own);
                for (var i = 0; i < n; i++)
                {
                    residual[i] = equations[solved[i]];
                    for (var j = 0; j < n; j++)
                        matrix[i, j] = own[solved[i], solved[j]];
                }
                return residual.InfinityNorm();
            }
        }
    }
}
