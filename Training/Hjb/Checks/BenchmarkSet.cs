using LeanDeep.Training.Hjb.FiniteDifference;
using LeanDeep.Training.Hjb.Problems;
using static LeanDeep.Training.Hjb.Checks.ReferenceCheck;

namespace LeanDeep.Training.Hjb.Checks;

/// <summary>The problems that the module is held to, with their calibrations, bounds and known values.</summary>
public static class BenchmarkSet
{
    private static readonly OpportunitySet Market = new(rate: 0.03, expectedReturn: 0.08, volatility: 0.2);

    /// <summary>Crowds nodes at both ends, where shares of wealth or dividends vanish.</summary>
    private static readonly Func<double, double> BothEnds = u => u * u * u * (10 - 15 * u + 6 * u * u);

    /// <summary>All, in the order of their number of states and difficulty.</summary>
    public static IReadOnlyList<ProblemCheck> All { get; } =
    [
        new ExactCheck("merton-2", "Merton, power utility, γ = 2", new Merton(Market, 2, 0.05), 1, 1, 1e-5, 1e-5, relative: true),
        new ExactCheck("merton-5", "Merton, power utility, γ = 5", new Merton(Market, 5, 0.05), 1, 1, 1e-5, 1e-5, relative: true),
        new ExactCheck("merton-finite", "Merton, 10 years, bequest", new Merton(Market, 2, 0.05, 10, 1), 1, 1, 1e-5, 1e-5, relative: true, timeSteps: 1000),
        new ExactCheck("merton-recursive", "Merton, Epstein–Zin, ψ = 1.5", new MertonRecursive(Market, new(5, 1.5, 0.05)), 1, 1, 1e-5, 1e-5, relative: true),
        new ExactCheck("kim-omberg", "Sharpe ratio that reverts, 10 years", new KimOmberg(Process(-0.8), 5, 10), 201, 0.5, 1e-3, 1e-3),
        new ExactCheck("distortion", "the same made linear by a power", new Distortion(Process(-0.8), 5, 10), 201, 0.5, 1e-3, 1e-3),
        new ExactCheck("wachter", "the same with consumption, complete market", new Wachter(Process(-1), 5, 0.05, 10), 401, 0.5, 2e-3, 1e-3, timeSteps: 400),
        new ExactCheck("heston", "Heston's variance, 5 years", new Heston(0.02, 2.5, 3, 0.04, 0.4, -0.7, 5, 5), 201, 0.9, 1e-3, 1e-3),
        new ExactCheck("chacko-viceira", "precision that reverts, ψ = 1",
            new ChackoViceira(0.0153, 0.0811, 0.3374, 27.9345, 0.6503, 0.5241, 4, 0.06), 201, 0.9, 1e-3, 1e-3),
        new ExactCheck("cochrane-longstaff-santa-clara", "two trees, log utility",
            new CochraneLongstaffSantaClara(new((0.02, 0.02), (0.2, 0.2), 0), 0.04), 401, 0.9, 1e-3, 1e-3, relative: true, map: BothEnds),
        new ExactCheck("martin", "two trees, power utility", new Martin(new((0.025, 0.025), (0.1, 0.1), 0), 4, 0.03), 401, 0.9, 1e-3, 1e-3, relative: true, map: BothEnds),
        new ReferenceCheck("brunnermeier-sannikov-log", "experts and households, log utility", new BrunnermeierSannikovLog(), Differencing.Upwind, [1601], LogModel),
        new ShootingCheck("brunnermeier-sannikov-2014", "the same, risk neutral, to a free boundary"),
        new ReferenceCheck("brunnermeier-sannikov-2016", "the same, recursive utility", new BrunnermeierSannikov2016(), Differencing.Upwind, [1000], RecursiveModel),
        new ReferenceCheck("he-krishnamurthy", "intermediary asset pricing", new HeKrishnamurthy(), Differencing.Upwind, [800], Intermediaries),
        new ReferenceCheck("drechsler-savov-schnabl", "leverage and monetary policy", new DrechslerSavovSchnabl(), Differencing.Central, [401], Leverage),
        new ReferenceCheck("drechsler-savov-schnabl-5", "the same, nominal rate 5 %", new DrechslerSavovSchnabl { NominalRate = 0.05 }, Differencing.Central, [401], Leverage),
        new ExactCheck("vector-sharpe-2", "two coupled Sharpe ratios, 5 years", new VectorSharpe(Coupled(), 3, 5), 41, 0.5, 2e-3, 2e-3, timeSteps: 100),
        new ReferenceCheck("di-tella", "uncertainty shocks", new DiTella(), Differencing.Central, [33, 33], Uncertainty),
        new ReferenceCheck("capital-misallocation", "experts whose productivity is held, against one state",
            new CapitalMisallocation { ProductivityReversion = 0, ProductivityVolatility = 0 }, Differencing.Upwind, [101, 5], Productivity),
        new ClosedFormCheck("vector-sharpe-10", "ten Sharpe ratios, 5 years", 10, () => Family(10, -1.62151640, 1.56536911)),
        new ClosedFormCheck("vector-sharpe-100", "a hundred Sharpe ratios, 5 years", 100, () => Family(100, -1.49318845, 4.31881068)),
        new ClosedFormCheck("linear-quadratic-10", "control in 100 dimensions, λ = 10", 100, () => Control(10, (0, 4.49292949), (25, 4.61136532), (100, 4.90919431))),
        new ClosedFormCheck("linear-quadratic-50", "control in 100 dimensions, λ = 50", 100, () => Control(50, (0, 3.72417592))),
    ];

    private static SharpeProcess Process(double correlation) => new(0.02, 0.18, 0.4, 0.25, 0.2, correlation);

    private static SharpeMarket Coupled() => new(0.02, new[,] { { 0.18, 0 }, { 0.06, 0.2 } }, [0.3, 0.2],
        new[,] { { 0.3, 0.1 }, { -0.05, 0.4 } }, new[,] { { 0.2, 0 }, { 0.06, 0.15 } }, new[,] { { -0.7, 0.1 }, { 0, -0.5 } });

    private static IEnumerable<Measure> LogModel(FiniteDifferenceSolution s) =>
    [
        Ratio("q(0)", 0.86666667, s.Value(0, 0), 1e-3), Ratio("q(0.1)", 1.06207, s.ValueAt(0, 0.1), 1e-3), Ratio("q(1)", 1.3125, s.Value(s.Grid.Count - 1, 0), 1e-3),
        Near("η*", 0.39977, Kink(s, 1), 2e-3), Ratio("largest σ_q", 0.06079, Largest(s, 2), 0.02),
    ];

    private static IEnumerable<Measure> RecursiveModel(FiniteDifferenceSolution s) =>
    [
        Ratio("q(0.05)", 0.98800, s.ValueAt(2, 0.05), 1e-3), Ratio("q(0.1)", 1.05057, s.ValueAt(2, 0.1), 1e-3), Ratio("q(0.2)", 1.14862, s.ValueAt(2, 0.2), 1e-3),
        Near("z*", 0.2610, Kink(s, 3), 2e-3), Ratio("largest Σ − σ", 0.05859, Largest(s, 2) - 0.06, 0.02),
        Near("ln J of experts at 0.1", -4.6550, s.ValueAt(0, 0.1), 2e-3), Near("ln J of households at 0.1", -3.6792, s.ValueAt(1, 0.1), 2e-3),
    ];

    private static IEnumerable<Measure> Intermediaries(FiniteDifferenceSolution s) =>
    [
        Ratio("κ(0.2)", 0.33005, s.PolicyAt(0, 0.2), 1e-3), Ratio("κ(0.5)", 0.26179, s.PolicyAt(0, 0.5), 1e-3),
        Ratio("p_S(0.5)", 28.8207, s.ValueAt(0, 0.5), 1e-3), Ratio("p_S(0.9)", 31.584, s.ValueAt(0, 0.9), 1e-3), Near("r(0.5)", 0.00680, s.PolicyAt(1, 0.5), 1e-4),
    ];

    /// <summary>Only the ranges of the published figures are known.</summary>
    private static IEnumerable<Measure> Leverage(FiniteDifferenceSolution s) =>
    [
        Within("P/Y outside 110 to 170", s, 0, 110, 170), Within("μ − r outside 0 to 0.006", s, 1, 0, 0.006),
        Within("σ outside 0.02 to 0.028", s, 2, 0.02, 0.028), Within("r outside 0.01 to 0.03", s, 3, 0.01, 0.03),
    ];

    private static IEnumerable<Measure> Uncertainty(FiniteDifferenceSolution s) =>
    [
        Ratio("p(0.05, 0.25)", 6.5324, s.ValueAt(2, 0.05, 0.25), 0.005), Ratio("p(0.1, 0.25)", 6.6286, s.ValueAt(2, 0.1, 0.25), 0.005),
        Ratio("p(0.2, 0.25)", 6.7497, s.ValueAt(2, 0.2, 0.25), 0.005), Ratio("p(0.1, 0.6)", 6.2781, s.ValueAt(2, 0.1, 0.6), 0.005),
    ];

    private static IEnumerable<Measure> Productivity(FiniteDifferenceSolution s)
    {
        var problem = new BrunnermeierSannikov2016
        {
            ExpertProductivity = 0.15, HouseholdProductivity = 0.03, Volatility = 0.1, RiskAversion = 5, Retention = 0.65, Turnover = 0.03,
        };
        var one = FiniteDifferenceSolver.Solve(problem, Grid.Uniform(problem, 101), new() { Differencing = Differencing.Upwind });
        return [.. problem.Unknowns.Select((unknown, k) => Near($"{unknown.Name}(0.2, 0.15)", one.ValueAt(k, 0.2), s.ValueAt(k, 0.2, 0.15), 1e-6))];
    }

    private static IEnumerable<Measure> Family(int dimension, double value, double sum)
    {
        var problem = new VectorSharpe(SharpeMarket.Family(dimension), 5, 5);
        var mean = problem.Market.Mean;
        var (myopic, found) = (problem.Weights(mean, 0 * mean).Sum(), problem.Weights(mean, problem.Solution.Slope(mean)).Sum());
        return [Near("l at the mean", value, problem.Solution.At(mean), 1e-7), Near("Σθ at the mean", sum, found, 1e-7) with { Myopic = Math.Abs(myopic - sum) }];
    }

    private static IEnumerable<Measure> Control(double lambda, params (double SquaredNorm, double Value)[] known)
    {
        var problem = new LinearQuadratic(100, lambda, 1);
        return known.Select(at => Near($"u where |x|² = {at.SquaredNorm}", at.Value, problem.Exact(at.SquaredNorm, 1), 1e-7) with { Trivial = Math.Abs(problem.Uncontrolled(at.SquaredNorm, 1) - at.Value) });
    }

    /// <summary>Where unknown k, a share, reaches one.</summary>
    private static double Kink(FiniteDifferenceSolution s, int k)
    {
        for (var node = 0; node < s.Grid.Count; node++)
            if (s.Value(node, k) > 1 - 1e-8) return s.Grid.Axis(0)[node];
        return double.NaN;
    }

    /// <summary>How far a policy leaves a range on the shares from 0.01 to 0.9.</summary>
    private static Measure Within(string quantity, FiniteDifferenceSolution s, int policy, double low, double high) =>
        new(quantity, Enumerable.Range(1, 90).Max(i => s.PolicyAt(policy, i / 100.0) is var found ? Math.Max(Math.Max(low - found, found - high), 0) : 0), 0);

    private static double Largest(FiniteDifferenceSolution s, int policy) => Enumerable.Range(0, s.Grid.Count).Max(node => s.Policy(node, policy));
}
