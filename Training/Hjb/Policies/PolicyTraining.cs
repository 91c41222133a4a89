using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Hjb.Problems;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>How far a policy is from the closed form, over random points of its domain.</summary>
/// <param name="Largest">Of |u − u*|, exposures in units of √κ.</param>
/// <param name="Mean">Mean of the same.</param>
/// <param name="LargestMyopic">Of the policy that does not hedge.</param>
/// <param name="MeanMyopic">Mean of the same.</param>
public sealed record PolicyError(double Largest, double Mean, double LargestMyopic, double MeanMyopic);

/// <summary>The network that solves Kim and Omberg's problem for all parameters of a domain at once: trained on the equation alone.</summary>
public static class PolicyTraining
{
    /// <summary>How the network is fitted: 1,000 steps of Adam and 300 of Gauss and Newton on 4,000 points each, some two minutes.</summary>
    public static NeuralOptions Options { get; } = new() { HiddenLayers = [32, 32], Points = 4000, AdamSteps = 1000, GaussNewtonSteps = 300 };

    /// <summary>A network beside the closed form, in units of √κ.</summary>
    /// <param name="policy">Of which domain.</param>
    /// <param name="domain">Where to compare.</param>
    /// <param name="points">Random points.</param>
    /// <param name="seed">Of the points.</param>
    public static PolicyError Compare(NetworkPolicy policy, StandardisedDomain domain, int points, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(domain);
        var (generator, ranges) = (new UniformGenerator(seed), domain.Inputs());
        var (inputs, slope, found) = (new double[ranges.Count], new double[1], new double[1]);
        var (largest, mean, largestMyopic, meanMyopic) = (0.0, 0.0, 0.0, 0.0);
        for (var point = 0; point < points; point++)
        {
            for (var i = 0; i < inputs.Length - 1; i++) inputs[i] = ranges[i].Lower + (ranges[i].Upper - ranges[i].Lower) * generator.NextDouble();
            inputs[^1] = 1;
            policy.Evaluate(inputs, slope, found);
            var (x, gamma, process) = (ConditionedKimOmberg.SharpeRatio(inputs[0], inputs[1], inputs[2]), inputs[4], new SharpeProcess(0, 1, inputs[1], 1, inputs[2], inputs[3]));
            var known = (x + process.Loading * new KimOmberg(process, gamma, Math.Max(inputs[5], double.Epsilon)).Exact(inputs[5]).Slope(x)) / gamma;
            var (error, myopic) = (Math.Abs(found[0] - known), Math.Abs(x / gamma - known));
            // Math.Max keeps NaN.
            (largest, largestMyopic) = (Math.Max(largest, error), Math.Max(largestMyopic, myopic));
            (mean, meanMyopic) = (mean + error / points, meanMyopic + myopic / points);
        }
        return new(largest, mean, largestMyopic, meanMyopic);
    }
}
