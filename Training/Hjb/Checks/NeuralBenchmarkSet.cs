using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Hjb.Problems;

namespace LeanDeep.Training.Hjb.Checks;

/// <summary>The problems that networks are held to; names are those of <see cref="BenchmarkSet"/>.</summary>
public static class NeuralBenchmarkSet
{
    private static readonly NeuralOptions Constant = new() { HiddenLayers = [8], Points = 64, GaussNewtonSteps = 200, ChangeTolerance = 5e-6, Budget = 10 };
    private static readonly NeuralOptions OneState = new() { HiddenLayers = [20, 20], Points = 800, GaussNewtonSteps = 300, ChangeTolerance = 3e-5, Budget = 80 };
    private static readonly NeuralOptions Shares = OneState with { GaussNewtonSteps = 600, ChangeTolerance = 5e-5 };
    private static readonly NeuralOptions TwoStates = new() { HiddenLayers = [20, 20], Points = 1000, GaussNewtonSteps = 300, ChangeTolerance = 3e-5, Budget = 80 };

    /// <summary>Nearly all of these solutions is quadratic in each state.</summary>
    private static readonly NeuralOptions Sharpes = new() { HiddenLayers = [8], Distribution = PointDistribution.Radial, SkipTerms = 6, ChangeTolerance = 2e-4, ChangePeriod = 4, Budget = 240 };

    private static readonly NeuralOptions Control = new()
    {
        HiddenLayers = [20, 20], Points = 1000, Distribution = PointDistribution.Radial, StartInput = true, GaussNewtonSteps = 400, ChangeTolerance = 1e-4, Budget = 280,
    };

    public static IReadOnlyList<NeuralCheck> All { get; } =
    [
        Of("merton-2", Constant, 1, 1e-5, 1e-5, relative: true),
        Of("merton-5", Constant, 1, 1e-5, 1e-5, relative: true),
        Of("merton-finite", Constant, 1, 1e-5, 1e-5, relative: true),
        Of("merton-recursive", Constant, 1, 1e-5, 1e-5, relative: true),
        Of("kim-omberg", OneState, 0.5, 1e-3, 1e-3),
        Of("distortion", OneState, 0.5, 1e-3, 1e-3),
        Of("wachter", OneState, 0.5, 2e-3, 1e-3),
        Of("heston", OneState, 0.9, 1e-3, 1e-3),
        Of("chacko-viceira", OneState, 0.9, 1e-3, 1e-3),
        Of("cochrane-longstaff-santa-clara", Shares, 0.9, 1e-3, 1e-3, relative: true),
        Of("martin", Shares, 0.9, 1e-3, 1e-3, relative: true),
        Of("vector-sharpe-2", TwoStates, 0.5, 2e-3, 2e-3),
        .. EquilibriumChecks.All,
        new NeuralExactCheck("vector-sharpe-10", "ten Sharpe ratios, 5 years", new VectorSharpe(SharpeMarket.Family(10), 5, 5), Sharpes with { Points = 800, GaussNewtonSteps = 60 }, 0.5, 1e-3, 1e-2, relative: true),
        new NeuralExactCheck("vector-sharpe-100", "a hundred Sharpe ratios, 5 years", new VectorSharpe(SharpeMarket.Family(100), 5, 5), Sharpes with { Points = 2600, GaussNewtonSteps = 30 }, 0.5, 1e-3, 1e-2, relative: true),
        new NeuralExactCheck("linear-quadratic-10", "control in 100 dimensions, λ = 10", new LinearQuadratic(100, 10, 1), Control, 1.0 / 3, 1e-3, 1e-2, relative: true, largestBound: 0.1),
        new NeuralExactCheck("linear-quadratic-50", "control in 100 dimensions, λ = 50", new LinearQuadratic(100, 50, 1), Control with { InputDecay = 0.01, ChangeTolerance = 5e-4 }, 1.0 / 3, 1e-3, 1e-2, relative: true, largestBound: 0.1),
    ];

    /// <summary>The problem of the check by finite differences of that name.</summary>
    private static NeuralExactCheck Of(string name, NeuralOptions options, double middle, double valueBound, double policyBound, bool relative = false)
    {
        var check = (ExactCheck)BenchmarkSet.All.Single(check => check.Name == name);
        return new(name, check.Description, check.Problem, options, middle, valueBound, policyBound, relative);
    }
}
