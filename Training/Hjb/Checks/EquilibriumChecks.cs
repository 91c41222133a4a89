using LeanDeep.Training.Hjb.FiniteDifference;
using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Hjb.Problems;
using static LeanDeep.Training.Hjb.Checks.ReferenceCheck;

namespace LeanDeep.Training.Hjb.Checks;

/// <summary>Equilibrium models by networks, each from constants, by pseudo-time steps and then the stationary equations.</summary>
internal static class EquilibriumChecks
{
    private static readonly NeuralOptions Line = new() { HiddenLayers = [24, 24], Points = 600, GaussNewtonSteps = 300, Balanced = true, ChangeTolerance = 2e-4, Budget = 120 };
    private static readonly NeuralOptions March = Line with { Windows = 10, WindowSteps = 15 };
    private static readonly NeuralOptions Sheet = March with { HiddenLayers = [20, 20], Points = 800, GaussNewtonSteps = 200, ChangeTolerance = 5e-4, Budget = 120 };

    private static readonly double[] RiskAt = [0.2, 0.5], WealthAt = [0.2, 0.5, 0.9];
    private static readonly double[] Shares = [0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8], Productivities = [0.11, 0.13, 0.15, 0.17, 0.19];

    public static IReadOnlyList<NeuralCheck> All { get; } =
    [
        new NeuralReferenceCheck("brunnermeier-sannikov-log", "experts and households, log utility", new BrunnermeierSannikovLog(), Line, LogModel),
        new NeuralReferenceCheck("brunnermeier-sannikov-2016", "the same, recursive utility", new BrunnermeierSannikov2016(), March, RecursiveModel),
        new NeuralReferenceCheck("he-krishnamurthy", "intermediary asset pricing", new HeKrishnamurthy(), March with { Points = 1000, ChangeTolerance = 5e-4 }, Intermediaries),
        new NeuralReferenceCheck("drechsler-savov-schnabl", "leverage and monetary policy", new DrechslerSavovSchnabl(), March, s => Leverage(s, new())),
        new NeuralReferenceCheck("drechsler-savov-schnabl-5", "the same, nominal rate 5 %", new DrechslerSavovSchnabl { NominalRate = 0.05 }, March, s => Leverage(s, new() { NominalRate = 0.05 })),
        new NeuralReferenceCheck("di-tella", "uncertainty shocks", new DiTella(), Sheet with { HiddenLayers = [24, 24], Points = 1200, WindowSteps = 12, WindowLength = 0.25, Ends = [1] }, Uncertainty),
        new NeuralReferenceCheck("capital-misallocation", "experts whose productivity moves", new CapitalMisallocation(), Sheet with { ChangeTolerance = 1e-3 }, Productivity),
    ];

    private static IEnumerable<Measure> LogModel(NetworkValues s) =>
    [
        Ratio("q(0)", 0.86666667, s.Policy(0, 0), 1e-3), Ratio("q(0.1)", 1.06207, s.Policy(0, 0.1), 1e-3), Ratio("q(1)", 1.3125, s.Policy(0, 1), 1e-3),
        Near("η*", 0.39977, s.Kink(1), 2e-3), Ratio("largest σ_q", 0.06079, s.Largest(2), 0.02),
    ];

    private static IEnumerable<Measure> RecursiveModel(NetworkValues s) =>
    [
        Ratio("q(0.05)", 0.98800, s.Policy(0, 0.05), 1e-3), Ratio("q(0.1)", 1.05057, s.Policy(0, 0.1), 1e-3), Ratio("q(0.2)", 1.14862, s.Policy(0, 0.2), 1e-3),
        Near("z*", 0.2610, s.Kink(1), 2e-3), Ratio("largest Σ − σ", 0.05859, s.Largest(2) - 0.06, 0.02),
        Ratio("ln J of experts at 0.1", -4.6550, s.Value(0, 0.1), 1e-3), Ratio("ln J of households at 0.1", -3.6792, s.Value(1, 0.1), 1e-3),
    ];

    /// <summary>Against central differences with nodes crowded at x = 0, which have settled to six digits; values of first order on even nodes are 0.1 % off.</summary>
    private static IEnumerable<Measure> Intermediaries(NetworkValues s)
    {
        var problem = new HeKrishnamurthy();
        var grid = FiniteDifferenceSolver.Solve(problem, Grid.Mapped(problem, u => u * u, 1600));
        return
        [
            // Near the constraint's kink at 0.0909.
            Ratio("κ(0.1)", grid.PolicyAt(0, 0.1), s.Policy(0, 0.1), 5e-3),
            .. RiskAt.Select(x => Ratio($"κ({x})", grid.PolicyAt(0, x), s.Policy(0, x), 1e-3)),
            .. WealthAt.Select(x => Ratio($"p_S({x})", grid.ValueAt(0, x), s.Value(0, x), 1e-3)),
            Near("r(0.5)", grid.PolicyAt(1, 0.5), s.Policy(1, 0.5), 1e-4),
        ];
    }

    /// <summary>All policies against central differences.</summary>
    private static IEnumerable<Measure> Leverage(NetworkValues s, DrechslerSavovSchnabl problem)
    {
        var grid = FiniteDifferenceSolver.Solve(problem, Grid.Uniform(problem, 1601), new() { Differencing = Differencing.Central });
        return problem.Policies.Select((policy, k) =>
        {
            var errors = Shares.Select(share => Math.Abs(s.Policy(k, share) / grid.PolicyAt(k, share) - 1)).ToArray();
            return new Measure(policy, errors.Any(double.IsNaN) ? double.NaN : errors.Max(), 1e-3, Relative: true, errors.Average());
        });
    }

    /// <summary>Against the known values, which are some 0.4 % off, and against first-order differences extrapolated from two grids.</summary>
    private static IEnumerable<Measure> Uncertainty(NetworkValues s)
    {
        var problem = new DiTella();
        var (coarse, fine) = (Solve(32), Solve(48));
        (double X, double Nu, double Price)[] known = [(0.05, 0.25, 6.5324), (0.1, 0.25, 6.6286), (0.2, 0.25, 6.7497), (0.1, 0.6, 6.2781)];
        return known.Select(at => Ratio($"p({at.X}, {at.Nu})", at.Price, s.Value(2, at.X, at.Nu), 0.005))
            .Concat(known.Select(at => Ratio($"p({at.X}, {at.Nu}), extrapolated", 3 * fine.ValueAt(2, at.X, at.Nu) - 2 * coarse.ValueAt(2, at.X, at.Nu), s.Value(2, at.X, at.Nu), 1e-3)));

        FiniteDifferenceSolution Solve(int steps) => FiniteDifferenceSolver.Solve(problem, Crowded(problem, steps + 1, steps + 1, u => u * u), new() { Differencing = Differencing.Central });
    }

    /// <summary>Against central differences; their own error is some 0.5 % where z is small.</summary>
    private static IEnumerable<Measure> Productivity(NetworkValues s)
    {
        var problem = new CapitalMisallocation();
        var grid = FiniteDifferenceSolver.Solve(problem, Crowded(problem, 61, 11, u => 0.3 * u + 0.7 * u * u));
        var points = Shares.SelectMany(z => Productivities.Select(f => (Z: z, F: f))).ToArray();
        foreach (var (name, k) in new[] { ("lnJe", 0), ("lnJh", 1) })
            yield return Over(name, at => grid.ValueAt(k, at.Z, at.F), at => s.Value(k, at.Z, at.F));
        yield return Over("q", at => grid.ValueAt(2, at.Z, at.F), at => s.Policy(0, at.Z, at.F));

        Measure Over(string quantity, Func<(double Z, double F), double> known, Func<(double Z, double F), double> found)
        {
            var errors = points.Select(at => Math.Abs(found(at) / known(at) - 1)).ToArray();
            var constant = points.Average(known);
            return new(quantity, errors.Any(double.IsNaN) ? double.NaN : errors.Max(), 0.01, Relative: true, errors.Average(), points.Max(at => Math.Abs(constant / known(at) - 1)));
        }
    }

    /// <summary>A grid whose first state's nodes are mapped and whose second state's are even.</summary>
    private static Grid Crowded(HjbProblem problem, int first, int second, Func<double, double> map) => new(
        Grid.Mapped(problem, map, first, second).Axis(0).ToArray(), Grid.Uniform(problem, first, second).Axis(1).ToArray());
}
