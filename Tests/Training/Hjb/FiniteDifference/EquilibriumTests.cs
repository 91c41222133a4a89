using LeanDeep.Training.Hjb;
using LeanDeep.Training.Hjb.FiniteDifference;
using LeanDeep.Training.Hjb.Problems;

namespace LeanDeep.Tests.Training.Hjb.FiniteDifference;

/// <summary>Equilibrium models against values found by independent programs, extrapolated to fine grids where they converge slowly.</summary>
public class EquilibriumTests
{
    private static FiniteDifferenceSolution Solve(HjbProblem problem, Grid grid, Differencing differencing = Differencing.Central)
    {
        var solution = FiniteDifferenceSolver.Solve(problem, grid, new() { Differencing = differencing });
        Assert.True(solution.Converged, $"residual {solution.Residual}");
        return solution;
    }

    private static void Near(double expected, double found, double tolerance) =>
        Assert.True(Math.Abs(expected - found) <= tolerance, $"expected {expected:R}, found {found:R}, off by {Math.Abs(expected - found):E1}");

    [Fact]
    public void HeKrishnamurthy_PricesOfRiskAndWealth()
    {
        var problem = new HeKrishnamurthy();
        Near(0.0909, problem.Threshold, 1e-4);
        var solution = Solve(problem, Grid.Uniform(problem, 800), Differencing.Upwind);
        Near(0.33005, solution.PolicyAt(0, 0.2), 1e-4);
        Near(28.8207, solution.ValueAt(0, 0.5), 2e-3);
        Near(0.26179, solution.PolicyAt(0, 0.5), 2e-5);
        Near(0.00680, solution.PolicyAt(1, 0.5), 2e-5);
        Near(31.584, solution.ValueAt(0, 0.9), 2e-3);
    }

    [Fact]
    public void HeKrishnamurthy_FirstOrder()
    {
        var problem = new HeKrishnamurthy();
        var found = new[] { 200, 400, 800 }.Select(n => Solve(problem, Grid.Uniform(problem, n), Differencing.Upwind).ValueAt(0, 0.5)).ToArray();
        Assert.InRange(Math.Log2((found[1] - found[0]) / (found[2] - found[1])), 0.8, 1.3);
    }

    [Fact]
    public void BrunnermeierSannikovLog_SquareRootInvestment()
    {
        var problem = new BrunnermeierSannikovLog { HouseholdProductivity = 0.07, AdjustmentCost = 2, SquareRootInvestment = true };
        var (solution, kink) = Log(problem);
        Near(1.03578167, solution.Value(0, 0), 1e-8);
        Near(0.32194, kink, 1e-3);
        Near(1.09827, solution.ValueAt(0, kink), 1e-4);
        Near(0.008615, Largest(solution, 2), 2e-5);
        Near(1.08598507, solution.Value(solution.Grid.Count - 1, 0), 1e-8);
        Near(1.061725, solution.ValueAt(0, 0.1), 1e-5);
    }

    [Fact]
    public void BrunnermeierSannikovLog_LogarithmicInvestment()
    {
        var (solution, kink) = Log(new BrunnermeierSannikovLog());
        Near(0.86666667, solution.Value(0, 0), 1e-8);
        Near(0.39977, kink, 1e-3);
        Near(1.36365, solution.ValueAt(0, kink), 1e-4);
        Near(0.06079, Largest(solution, 2), 1e-4);
        Near(1.3125, solution.Value(solution.Grid.Count - 1, 0), 1e-8);
        Near(1.06207, solution.ValueAt(0, 0.1), 3e-4);
        Near(0.37966, solution.ValueAt(1, 0.1), 5e-4);
    }

    [Fact]
    public void BrunnermeierSannikovLog_FirstOrder_ExtrapolationAgrees()
    {
        var problem = new BrunnermeierSannikovLog();
        var found = new[] { 201, 401, 801 }.Select(n => Solve(problem, Grid.Uniform(problem, n)).ValueAt(0, 0.1)).ToArray();
        Assert.InRange(Math.Log2((found[1] - found[0]) / (found[2] - found[1])), 0.9, 1.2);
        Near(1.06207, 2 * found[2] - found[1], 1e-5);
    }

    [Fact]
    public void BrunnermeierSannikov2016_PricesAndValues()
    {
        var problem = new BrunnermeierSannikov2016();
        var solution = Solve(problem, Grid.Uniform(problem, 1000), Differencing.Upwind);
        Near(0.2610, Kink(solution, 3), 1e-3);
        Near(0.05859, Largest(solution, 2) - 0.06, 5e-5);
        Near(0.98800, solution.ValueAt(2, 0.05), 2e-4);
        Near(1.05057, solution.ValueAt(2, 0.1), 2e-4);
        Near(1.14862, solution.ValueAt(2, 0.2), 2e-4);
        Near(-4.6550, solution.ValueAt(0, 0.1), 1e-3);
        Near(-3.6792, solution.ValueAt(1, 0.1), 1e-3);
        Near(0.8300, solution.PolicyAt(3, 0.1), 5e-4);
        Near(0.1471, solution.PolicyAt(4, 0.1), 1e-4);
        Near(-3.9985, solution.ValueAt(0, 0.5), 2e-4);
        Near(-3.7820, solution.ValueAt(1, 0.5), 2e-4);
        Near(0.21782, solution.PolicyAt(3, 0.5), 2e-5);
        Near(0.03089, solution.PolicyAt(4, 0.5), 1e-4);
        Near(0.88, solution.Value(0, 2), 0.02);
        Assert.Equal(1.2, solution.ValueAt(2, 0.9), 9);
    }

    [Fact]
    public void CapitalMisallocation_ProductivityHeld_IsTheModelWithOneState()
    {
        var one = new BrunnermeierSannikov2016
        {
            ExpertProductivity = 0.15, HouseholdProductivity = 0.03, Volatility = 0.1, RiskAversion = 5, Retention = 0.65, Turnover = 0.03,
        };
        var two = new CapitalMisallocation { ProductivityReversion = 0, ProductivityVolatility = 0 };
        var (line, sheet) = (Solve(one, Grid.Uniform(one, 51), Differencing.Upwind), Solve(two, Grid.Uniform(two, 51, 5), Differencing.Upwind));
        foreach (var z in new[] { 0.05, 0.1, 0.2, 0.4, 0.8 })
            for (var k = 0; k < 4; k++)
                Near(line.ValueAt(k, z), sheet.ValueAt(k, z, 0.15), 1e-7);
    }

    [Fact]
    public void CapitalMisallocation_MoreProductiveExperts_DearerCapital()
    {
        var problem = new CapitalMisallocation();
        var solution = Solve(problem, Grid.Uniform(problem, 51, 11), Differencing.Upwind);
        foreach (var z in new[] { 0.05, 0.1, 0.2, 0.4 })
            Assert.True(solution.ValueAt(2, z, 0.12) < solution.ValueAt(2, z, 0.15) && solution.ValueAt(2, z, 0.15) < solution.ValueAt(2, z, 0.18));
        // Experts hold all there: q = (f + 1/κ)/(ρ + 1/κ).
        Near(1.4, solution.ValueAt(2, 0.8, 0.15), 1e-9);
        Assert.True(solution.PolicyAt(2, 0.1, 0.15) > 0.15);
    }

    [Fact]
    public void DiTella_PricesAndVolatilities()
    {
        var problem = new DiTella();
        var solution = Solve(problem, Grid.Uniform(problem, 33, 33));
        foreach (var (x, nu, price, volatility, ratio) in new[]
        {
            (0.10, 0.25, 6.6286, 0.00446, 1.3290), (0.20, 0.25, 6.7497, 0.00408, 1.1854), (0.10, 0.60, 6.2781, 0.00633, 1.6392), (0.05, 0.25, 6.5324, 0.00408, 1.6095),
        })
        {
            Near(price, solution.ValueAt(2, x, nu), 0.002 * price);
            Near(volatility, solution.PolicyAt(0, x, nu), 4e-4);
            Near(ratio, solution.PolicyAt(5, x, nu), 0.04 * ratio);
        }
        Near(0.1995, solution.PolicyAt(1, 0.1, 0.25), 1e-3);
        Near(0.01992, solution.PolicyAt(2, 0.1, 0.25), 1e-4);
        Near(0.0105, solution.PolicyAt(3, 0.1, 0.25), 5e-4);
        Near(0.1888, solution.PolicyAt(4, 0.1, 0.25), 4e-3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    public void DrechslerSavovSchnabl_WithinThePlottedRanges(double nominalRate)
    {
        var problem = new DrechslerSavovSchnabl { NominalRate = nominalRate };
        var solution = Solve(problem, Grid.Uniform(problem, 201));
        foreach (var share in new[] { 0.01, 0.1, 0.3, 0.6, 0.9 })
        {
            Assert.InRange(solution.PolicyAt(0, share), 110, 170);
            Assert.InRange(solution.PolicyAt(1, share), 0, 0.006);
            Assert.InRange(solution.PolicyAt(2, share), 0.02, 0.028);
            Assert.InRange(solution.PolicyAt(3, share), 0.01, 0.03);
        }
    }

    [Fact]
    public void DrechslerSavovSchnabl_DearerLeverage_LessRiskTakingAndAHigherPremium()
    {
        var (free, dear) = (new DrechslerSavovSchnabl(), new DrechslerSavovSchnabl { NominalRate = 0.05 });
        var (low, high) = (Solve(free, Grid.Uniform(free, 101)), Solve(dear, Grid.Uniform(dear, 101)));
        Assert.True(high.PolicyAt(4, 0.2) < low.PolicyAt(4, 0.2));
        Assert.True(high.PolicyAt(1, 0.2) > low.PolicyAt(1, 0.2));
        Assert.True(high.PolicyAt(0, 0.2) < low.PolicyAt(0, 0.2));
    }

    private static (FiniteDifferenceSolution Solution, double Kink) Log(BrunnermeierSannikovLog problem)
    {
        var solution = Solve(problem, Grid.Uniform(problem, 801));
        return (solution, Kink(solution, 1));
    }

    /// <summary>Where the experts' share of capital, unknown k, reaches one.</summary>
    private static double Kink(FiniteDifferenceSolution solution, int k)
    {
        var node = Enumerable.Range(0, solution.Grid.Count).First(i => solution.Value(i, k) > 1 - 1e-8);
        return solution.Grid.Axis(0)[node];
    }

    private static double Largest(FiniteDifferenceSolution solution, int policy) =>
        Enumerable.Range(0, solution.Grid.Count).Max(i => solution.Policy(i, policy));
}
