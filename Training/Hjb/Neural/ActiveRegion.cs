namespace LeanDeep.Training.Hjb.Neural;

/// <summary>The part of the domain where the residual is large or the dynamics change fast.</summary>
internal static class ActiveRegion
{
    /// <summary>Points among which it is looked for.</summary>
    public const int Pool = 2000;

    /// <summary>Every so many steps it is found anew.</summary>
    public const int Period = 10;

    /// <param name="system">Its network as it is.</param>
    /// <param name="quantile">Of |residual| and of |gradient of the coefficients|.</param>
    /// <param name="generator">Of the pool.</param>
    /// <returns>(points × inputs) those of the pool where either is above its quantile.</returns>
    public static double[] Find(NeuralSystem system, double quantile, UniformGenerator generator)
    {
        var n = system.Network.Inputs.Count;
        var points = new double[Pool * n];
        system.Sampler.Active = [];
        system.Sampler.Draw(points, generator);
        var (residuals, gradients) = (system.ResidualSizes(points), Gradients(system, points));
        var (residual, gradient) = (Quantile(residuals, quantile), Quantile(gradients, quantile));
        return [.. Enumerable.Range(0, Pool).Where(p => residuals[p] > residual || gradients[p] > gradient).SelectMany(p => points.AsSpan(p * n, n).ToArray())];
    }

    /// <summary>Size of the change of drift and covariance over a thousandth of each state's domain, each relative to its mean size.</summary>
    private static double[] Gradients(NeuralSystem system, double[] points)
    {
        var (n, d) = (system.Network.Inputs.Count, system.Problem.States.Count);
        var here = system.Coefficients(points);
        var width = here.Length / Pool;
        var scale = Enumerable.Range(0, width).Select(c => Enumerable.Range(0, Pool).Average(p => Math.Abs(here[p * width + c])) + 1e-300).ToArray();
        var sizes = new double[Pool];
        for (var i = 0; i < d; i++)
        {
            var state = system.Network.Inputs[i];
            var moved = (double[])points.Clone();
            for (var p = 0; p < Pool; p++)
            {
                var step = 1e-3 * (state.Upper - state.Lower);
                moved[p * n + i] += moved[p * n + i] + step <= state.Upper ? step : -step;
            }
            var there = system.Coefficients(moved);
            for (var p = 0; p < Pool; p++)
                for (var c = 0; c < width; c++)
                    sizes[p] += Math.Abs(there[p * width + c] - here[p * width + c]) / scale[c];
        }
        return sizes;
    }

    private static double Quantile(double[] values, double quantile)
    {
        var sorted = (double[])values.Clone();
        Array.Sort(sorted);
        return sorted[(int)(quantile * (sorted.Length - 1))];
    }
}
