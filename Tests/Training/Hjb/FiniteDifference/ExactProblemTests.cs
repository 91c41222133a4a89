using LeanDeep.Training.Hjb;
using LeanDeep.Training.Hjb.FiniteDifference;
using LeanDeep.Training.Hjb.Problems;
using MathNet.Numerics.LinearAlgebra;

namespace LeanDeep.Tests.Training.Hjb.FiniteDifference;

/// <summary>Finite differences against closed forms, and their measured order of convergence against theory.</summary>
public class ExactProblemTests
{
    private static readonly Func<double, double> BothEnds = u => u * u * u * (10 - 15 * u + 6 * u * u);

    private static FiniteDifferenceSolution Solve(HjbProblem problem, Grid grid, FiniteDifferenceOptions? options = null)
    {
        var solution = FiniteDifferenceSolver.Solve(problem, grid, options);
        Assert.True(solution.Converged, $"residual {solution.Residual}");
        return solution;
    }

    private static void Near(double expected, double found, double tolerance) =>
        Assert.True(Math.Abs(expected - found) <= tolerance, $"expected {expected:R}, found {found:R}, off by {Math.Abs(expected - found):E1}");

    [Fact]
    public void Merton_NoStates_SolvesTheEquation()
    {
        Near(0.039, Solve(new Merton(Cases.Market, 5, 0.05), new Grid()).Policy(0, 0), 1e-9);
        foreach (var psi in new[] { 0.5, 1, 1.5 })
        {
            var problem = new MertonRecursive(Cases.Market, new(5, psi, 0.05));
            var solution = Solve(problem, new Grid());
            Near(problem.ConsumptionRatio, solution.Policy(0, 0), 1e-8 * problem.ConsumptionRatio);
            Near(problem.LogValue, solution.Value(0, 0), 1e-6);
        }
    }

    [Fact]
    public void Merton_Horizon_SecondOrderInTime()
    {
        var problem = new Merton(Cases.Market, 2, 0.05, horizon: 10);
        double Error(int steps) => Math.Abs(Solve(problem, new Grid(), new() { TimeSteps = steps }).Value(0, 0) - problem.WealthRatio(10));
        Assert.InRange(Math.Log2(Error(100) / Error(200)), 1.9, 2.1);
        Assert.InRange(Error(800), 0, 1e-5);
    }

    [Fact]
    public void KimOmberg_Upwind_FirstOrderInSpace()
    {
        var problem = new KimOmberg(Cases.Process(), 5, 5);
        double Error(int nodes) => WeightError(problem, Solve(problem, Grid.Uniform(problem, nodes), new() { Differencing = Differencing.Upwind, TimeSteps = 50 }));
        Assert.InRange(Math.Log2(Error(101) / Error(201)), 0.9, 1.1);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    public void KimOmberg_Central_ExactInSpace(double horizon)
    {
        var problem = new KimOmberg(Cases.Process(), 5, horizon);
        Assert.InRange(WeightError(problem, Solve(problem, Grid.Uniform(problem, 101))), 0, 2e-5);
    }

    private static double WeightError(KimOmberg problem, FiniteDifferenceSolution solution)
    {
        var exact = problem.Exact(problem.Horizon!.Value);
        var (mean, spread) = (0.4, Cases.Process().LongRunDeviation);
        var error = 0.0;
        for (var i = 0; i < solution.Grid.Count; i++)
        {
            var x = solution.Grid.Axis(0)[i];
            if (Math.Abs(x - mean) <= 2 * spread) error = Math.Max(error, Math.Abs(solution.Policy(i, 0) - problem.Weight(x, exact.Slope(x))));
        }
        return error;
    }

    [Fact]
    public void Wachter_ConsumptionAndWeight()
    {
        var problem = new Wachter(Cases.Process(-1), 5, 0.05, 10);
        var solution = Solve(problem, Grid.Uniform(problem, 201), new() { TimeSteps = 400 });
        foreach (var x in new[] { 0.0, 0.2, 0.4, 0.8 })
        {
            var (value, slope) = problem.Exact(x, 10);
            Near(1 / value, solution.PolicyAt(1, x), 2e-5);
            Near(problem.RiskyWeight(x, value, slope), solution.PolicyAt(0, x), 1e-3);
        }
    }

    [Fact]
    public void Heston_LinearSolution_ExactInSpace()
    {
        var solution = Solve(Cases.Heston(5), Grid.Uniform(Cases.Heston(5), 101));
        Near(0.55625053, solution.PolicyAt(0, 0.04), 1e-6);
        Near(0.55625053, solution.PolicyAt(0, 0.2), 1e-6);
    }

    [Fact]
    public void ChackoViceira_Stationary() => Near(0.55236499, Solve(Cases.ChackoViceira, Grid.Uniform(Cases.ChackoViceira, 101)).PolicyAt(0, 27.9345), 1e-7);

    [Fact]
    public void Trees_SecondOrderInSpace_AndWithinAThousandth()
    {
        foreach (var problem in new HjbProblem[] { Cases.LogTrees, Cases.PowerTrees })
        {
            double Error(int nodes)
            {
                var solution = Solve(problem, Grid.Mapped(problem, BothEnds, nodes));
                return new[] { 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95 }.Max(s =>
                {
                    var exact = new double[1];
                    problem.TryExact([s], 0, exact);
                    return Math.Abs(solution.ValueAt(0, s) / exact[0] - 1);
                });
            }
            var fine = Error(201);
            Assert.InRange(fine, 0, 3e-4);
            Assert.InRange(Math.Log2(Error(101) / fine), 1.8, 2.2);
        }
    }

    [Fact]
    public void VectorSharpe_CoupledTwoStates()
    {
        var problem = new VectorSharpe(Cases.Coupled, 3, 5);
        var solution = Solve(problem, Grid.Uniform(problem, 25, 25), new() { TimeSteps = 40 });
        foreach (var state in new[] { new[] { 0.5, 0.1 }, [0.3, 0.2], [0.1, 0.4] })
        {
            var x = Vector<double>.Build.DenseOfArray(state);
            var weights = problem.Weights(x, problem.Solution.Slope(x));
            for (var i = 0; i < 2; i++)
                Near(weights[i], solution.PolicyAt(i, state), 1e-4);
            Near(problem.Solution.At(x), solution.ValueAt(0, state), 1e-4);
        }
    }

    [Fact]
    public void VectorSharpe_Stationary()
    {
        var problem = new VectorSharpe(SharpeMarket.Family(2), 5, null, 0.05);
        var mean = problem.Market.Mean.ToArray();
        var solution = Solve(problem, Grid.Uniform(problem, 21, 21));
        Near(6.80927687, solution.ValueAt(0, mean), 1e-6);
        Near(1.08159977, solution.PolicyAt(0, mean), 1e-6);
        Near(0.16411623, solution.PolicyAt(1, mean), 1e-6);
    }

    [Fact]
    public void LinearQuadratic_TwoStates()
    {
        var problem = new LinearQuadratic(2, 1, 0.2, reach: 4);
        var solution = Solve(problem, Grid.Uniform(problem, 41, 41), new() { TimeSteps = 20 });
        foreach (var state in new[] { new[] { 0.0, 0.0 }, [1.0, 0.5] })
            Near(problem.Exact(state[0] * state[0] + state[1] * state[1], 0.2), solution.ValueAt(0, state), 3e-3);
    }
}
