using LeanDeep.Training.Hjb.Neural;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>How far a policy is from another of the same inputs, over random points of its domain.</summary>
/// <param name="Largest">Of |u − u*|, exposures.</param>
/// <param name="Mean">Mean of the same.</param>
/// <param name="LargestMyopic">Of the policy that does not hedge.</param>
/// <param name="MeanMyopic">Mean of the same.</param>
public sealed record PolicyError(double Largest, double Mean, double LargestMyopic, double MeanMyopic);

/// <summary>The network that solves Kim and Omberg's problem for all parameters of a domain at once: trained on the equation alone.</summary>
public static class PolicyTraining
{
    /// <summary>How the network is fitted: 1,000 steps of Adam and 300 of Gauss and Newton on 4,000 points each, two minutes on two cores.</summary>
    public static NeuralOptions Options { get; } = new() { HiddenLayers = [32, 32], Points = 4000, AdamSteps = 1000, GaussNewtonSteps = 300 };

    /// <summary>Just wide enough for a domain.</summary>
    public static ConditionedKimOmberg Problem(PolicyDomain domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        domain.Check();
        var (slow, fast) = (domain.Reversion.Lower, domain.Reversion.Upper);
        return new(Scaled(domain.SharpeRatio, slow, fast), Scaled(domain.LongRunSharpeRatio, slow, fast), new(domain.Deviation.Lower / fast, domain.Deviation.Upper / slow),
            domain.Correlation, domain.RiskAversion.Upper, fast * domain.TimeToGo.Upper);
    }

    /// <summary>A policy beside the closed form.</summary>
    /// <param name="policy">On the inputs of <see cref="KimOmbergPolicy"/>.</param>
    /// <param name="domain">Where to compare.</param>
    /// <param name="points">Random points.</param>
    /// <param name="seed">Of the points.</param>
    public static PolicyError Compare(SolvedPolicy policy, PolicyDomain domain, int points, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(domain);
        var (exact, generator, ranges) = (new KimOmbergPolicy(domain), new UniformGenerator(seed), domain.Inputs());
        var (inputs, slope, found, known) = (new double[ranges.Count], new double[1], new double[1], new double[1]);
        var (largest, mean, largestMyopic, meanMyopic) = (0.0, 0.0, 0.0, 0.0);
        for (var point = 0; point < points; point++)
        {
            for (var i = 0; i < inputs.Length; i++) inputs[i] = ranges[i].Lower + (ranges[i].Upper - ranges[i].Lower) * generator.NextDouble();
            policy.Evaluate(inputs, slope, found);
            exact.Evaluate(inputs, slope, known);
            var (error, myopic) = (Math.Abs(found[0] - known[0]), Math.Abs(inputs[0] / inputs[5] - known[0]));
            // Math.Max keeps NaN.
            (largest, largestMyopic) = (Math.Max(largest, error), Math.Max(largestMyopic, myopic));
            (mean, meanMyopic) = (mean + error / points, meanMyopic + myopic / points);
        }
        return new(largest, mean, largestMyopic, meanMyopic);
    }

    private static DomainRange Scaled(DomainRange range, double slow, double fast) => new(
        range.Lower / Math.Sqrt(range.Lower < 0 ? slow : fast), range.Upper / Math.Sqrt(range.Upper > 0 ? slow : fast));
}
