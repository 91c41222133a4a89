using LeanDeep.Models.Inference;
using LeanDeep.Models.Policies;
using LeanDeep.Training.Hjb.Policies;

namespace LeanDeep.Tests.Training.Hjb.Policies;

/// <summary>Policies written to bundles and read back.</summary>
internal static class ExportedPolicy
{
    public static PolicyBundleDescription Bundle(string name = "policy") => new()
    {
        Name = name, Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Universe = new ModelUniverse("one asset", [new UniverseName("SPY", -1)]),
    };

    public static PolicyModel Open(string root, SolvedPolicy policy, int rows = 1)
    {
        PolicyBundle.Write(root, policy, Bundle());
        return PolicyModel.Load(ModelBundle.Read(root, "policy", PolicyBundleDescription.NothingSeen), rows);
    }

    /// <summary>Largest difference between the graph and the policy itself, at random points of the domain: of value, gradient and policy.</summary>
    public static (double Value, double Slope, double Policy) Difference(PolicyModel model, SolvedPolicy policy, int points, int seed)
    {
        var (random, description) = (new Random(seed), policy.Description);
        var inputs = new double[description.Inputs.Count];
        var (slope, weights) = (new double[description.States()], new double[description.Outputs]);
        var (v, s, p) = (0.0, 0.0, 0.0);
        for (var point = 0; point < points; point++)
        {
            for (var i = 0; i < inputs.Length; i++)
                inputs[i] = description.Inputs[i].Lower + (description.Inputs[i].Upper - description.Inputs[i].Lower) * random.NextDouble();
            Assert.True(model.Evaluate(inputs));
            var value = policy.Evaluate(inputs, slope, weights);
            v = Larger(v, model.Value[0], value);
            for (var i = 0; i < slope.Length; i++) s = Larger(s, model.Slope[i], slope[i]);
            for (var i = 0; i < weights.Length; i++) p = Larger(p, model.Policy[i], weights[i]);
        }
        return (v, s, p);
    }

    // NaN stays.
    private static double Larger(double most, double found, double expected) => Math.Abs(found - expected) / Math.Max(1, Math.Abs(expected)) is var off && !(off <= most) ? off : most;
}
