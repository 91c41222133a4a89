using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Hjb.Problems;

namespace LeanDeep.Training.Hjb.Checks;

/// <summary>The problems with a closed form that networks are held to; names are those of <see cref="BenchmarkSet"/>.</summary>
public static class NeuralBenchmarkSet
{
    private static readonly NeuralOptions Constant = new() { HiddenLayers = [8], Points = 64, GaussNewtonSteps = 60, Budget = 10 };
    private static readonly NeuralOptions OneState = new() { HiddenLayers = [20, 20], Points = 800, GaussNewtonSteps = 150, Budget = 40 };
    private static readonly NeuralOptions Shares = OneState with { Budget = 40, GaussNewtonSteps = 200 };
    private static readonly NeuralOptions TwoStates = new() { HiddenLayers = [20, 20], Points = 1000, GaussNewtonSteps = 150, Budget = 80 };
    private static readonly NeuralOptions ManyStates = new() { HiddenLayers = [32, 32], Points = 300, Distribution = PointDistribution.Radial, GaussNewtonSteps = 300, Budget = 120 };

    public static IReadOnlyList<NeuralCheck> All { get; } =
    [
        Of("merton-2", Constant, 1, 1e-5, 1e-5, relative: true),
        Of("merton-5", Constant, 1, 1e-5, 1e-5, relative: true),
        Of("merton-finite", Constant, 1, 1e-5, 1e-5, relative: true),
        Of("merton-recursive", Constant, 1, 1e-5, 1e-5, relative: true),
        Of("kim-omberg", OneState, 0.5, 1e-3, 1e-3),
        Of("wachter", OneState, 0.5, 2e-3, 1e-3),
        Of("heston", OneState, 0.9, 1e-3, 1e-3),
        Of("chacko-viceira", OneState, 0.9, 1e-3, 1e-3),
        Of("cochrane-longstaff-santa-clara", Shares, 0.9, 1e-3, 1e-3, relative: true),
        Of("martin", Shares, 0.9, 1e-3, 1e-3, relative: true),
        Of("vector-sharpe-2", TwoStates, 0.5, 2e-3, 2e-3),
        new("vector-sharpe-10", "ten Sharpe ratios, 5 years", new VectorSharpe(SharpeMarket.Family(10), 5, 5), ManyStates, 0.5, 1e-2, 1e-2, relative: true),
    ];

    /// <summary>The problem of the check by finite differences of that name.</summary>
    private static NeuralCheck Of(string name, NeuralOptions options, double middle, double valueBound, double policyBound, bool relative = false)
    {
        var check = (ExactCheck)BenchmarkSet.All.Single(check => check.Name == name);
        return new(name, check.Description, check.Problem, options, middle, valueBound, policyBound, relative);
    }
}
