namespace LeanDeep.Training.Hjb.Neural;

/// <summary>Scales the start of a problem to mean 0 and deviation 1, so that it can be an input of its network.</summary>
/// <param name="Shift">(unknowns).</param>
/// <param name="Scale">(unknowns) one over the deviation.</param>
internal sealed record StartScaling(double[] Shift, double[] Scale)
{
    private const int Pool = 512;

    /// <param name="problem">With a horizon.</param>
    /// <param name="sampler">Draws coordinates of its inputs.</param>
    public static StartScaling Of(HjbProblem problem, PointSampler sampler)
    {
        var (n, d, u) = (problem.States.Count + 1, problem.States.Count, problem.Unknowns.Count);
        var (points, start) = (new double[Pool * n], new double[u]);
        sampler.Draw(points, new UniformGenerator(11));
        double[] sum = new double[u], square = new double[u];
        for (var p = 0; p < Pool; p++)
        {
            problem.Start(points.AsSpan(p * n, d), start);
            for (var k = 0; k < u; k++)
                (sum[k], square[k]) = (sum[k] + start[k], square[k] + start[k] * start[k]);
        }
        double[] mean = [.. sum.Select(s => s / Pool)];
        return new(mean, [.. square.Select((s, k) => 1 / Math.Max(1e-6, Math.Sqrt(Math.Max(0, s / Pool - mean[k] * mean[k]))))]);
    }
}
