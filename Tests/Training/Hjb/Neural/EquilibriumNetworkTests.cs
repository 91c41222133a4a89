using LeanDeep.Training.Hjb;
using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Hjb.Problems;

namespace LeanDeep.Tests.Training.Hjb.Neural;

/// <summary>Equilibrium models by small networks with short budgets, so with looser bounds than the check's.</summary>
public class EquilibriumNetworkTests
{
    private static readonly NeuralOptions Small = new() { HiddenLayers = [14, 14], Points = 300, GaussNewtonSteps = 40, Balanced = true };

    private static (double[] Unknowns, double[] Policy) At(NeuralSolution solution, params double[] state)
    {
        var (unknowns, policy) = (new double[solution.Problem.Unknowns.Count], new double[solution.Problem.Policies.Count]);
        solution.At(state, unknowns, policy);
        return (unknowns, policy);
    }

    [Fact]
    public void Run_OfTheLogModel_FindsPricesOnBothSidesOfTheFreeBoundary()
    {
        var solution = new NeuralTraining(new BrunnermeierSannikovLog(), Small, seed: 1).Run();
        Assert.Equal(0.86666667, At(solution, 0).Policy[0], 1e-6);
        Assert.Equal(1.06207, At(solution, 0.1).Policy[0], 3e-3);
        Assert.Equal(1.3125, At(solution, 1).Policy[0], 1e-9);
        Assert.True(At(solution, 0.38).Policy[1] < 1 && At(solution, 0.42).Policy[1] == 1);
    }

    [Fact]
    public void Run_OfTheRecursiveModel_FindsPricesAndTheMarketClears()
    {
        var problem = new BrunnermeierSannikov2016();
        var solution = new NeuralTraining(problem, Small with { Windows = 10, WindowSteps = 12 }, seed: 1).Run();
        Assert.Equal(1.05057, At(solution, 0.1).Policy[0], 3e-3);
        Assert.Equal(-4.6550, At(solution, 0.1).Unknowns[0], 0.03);
        Assert.True(At(solution, 0.24).Policy[1] < 1 && At(solution, 0.29).Policy[1] == 1);
        var (q, psi) = (At(solution, 0.15).Policy[0], At(solution, 0.15).Policy[1]);
        Assert.Equal(0.05 * q, psi * 0.1 + (1 - psi) * 0.02 - (q - 1) / 5, 1e-12);
    }

    [Fact]
    public void Run_OfHeAndKrishnamurthy_FindsThePriceOfRisk()
    {
        var solution = new NeuralTraining(new HeKrishnamurthy(), Small with { Windows = 8, WindowSteps = 12 }, seed: 1).Run();
        Assert.Equal(0.33048, At(solution, 0.2).Policy[0], 3e-3);
        Assert.Equal(28.835, At(solution, 0.5).Unknowns[0], 0.1);
    }

    [Theory]
    [InlineData(0, 132.867, 3.5423)]
    [InlineData(0.05, 121.996, 1.15916)]
    public void Run_OfDrechslerSavovAndSchnabl_FindsPricesAndLeverage(double nominalRate, double price, double weight)
    {
        // Central differences on 1,601 nodes.
        var solution = new NeuralTraining(new DrechslerSavovSchnabl { NominalRate = nominalRate }, Small with { WindowLength = 10, Windows = 7, WindowSteps = 8 }, seed: 1).Run();
        var policy = At(solution, 0.2).Policy;
        Assert.Equal(price, policy[0], 0.5);
        Assert.Equal(weight, policy[4], 0.02);
    }

    [Fact]
    public void Run_OfDiTella_FindsThePriceOfCapital()
    {
        var solution = new NeuralTraining(new DiTella(), Small with { Points = 400, WindowLength = 0.25, Windows = 10, WindowSteps = 8, Ends = [1] }, seed: 1).Run();
        Assert.Equal(6.655, At(solution, 0.1, 0.25).Unknowns[2], 0.03);
        Assert.Equal(6.309, At(solution, 0.1, 0.6).Unknowns[2], 0.04);
    }

    [Fact]
    public void Run_WithEnds_HasNoSlopeThere()
    {
        var options = Small with { Points = 400, WindowLength = 0.25, Windows = 8, WindowSteps = 6, GaussNewtonSteps = 10, Ends = [1] };
        double Slope(NeuralOptions with)
        {
            var solution = new NeuralTraining(new DiTella(), with, seed: 1).Run();
            At(solution, 0.2, 0.95);
            return Math.Abs(solution.Slope(0, 1));
        }
        Assert.True(Slope(options) < 0.2 * Slope(options with { Ends = [] }));
    }
}
