using LeanDeep.Training.Hjb;
using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Hjb.Problems;

namespace LeanDeep.Tests.Training.Hjb.Neural;

public class NeuralTrainingTests
{
    private static KimOmberg Problem(double riskAversion = 5) => new(new(0.02, 0.18, 0.4, 0.25, 0.2, -0.8), riskAversion, 10);

    private static readonly NeuralOptions Small = new() { HiddenLayers = [12], Points = 200, AdamSteps = 6, QuasiNewtonSteps = 6, GaussNewtonSteps = 6 };

    [Fact]
    public void Run_OfKimOmberg_FindsTheExactWeights()
    {
        var problem = Problem();
        var solution = new NeuralTraining(problem, new() { HiddenLayers = [16, 16], Points = 500, GaussNewtonSteps = 60 }, seed: 1).Run();
        var (l, theta) = (new double[1], new double[1]);
        var exact = problem.Exact(10);
        for (var x = -0.1; x < 0.95; x += 0.1)
        {
            solution.At([x], l, theta);
            Assert.Equal(exact.At(x), l[0], 5e-3);
            Assert.Equal(problem.Weight(x, exact.Slope(x)), theta[0], 5e-3);
        }
    }

    /// <summary>What the unknowns change by is about what they are off by, so that a fit that says it has converged is as near as it was asked to be.</summary>
    [Theory]
    [InlineData(1e-3)]
    [InlineData(2e-4)]
    public void Run_UntilTheUnknownsSettle_IsThatNear(double tolerance)
    {
        var options = new NeuralOptions { HiddenLayers = [14, 14], Points = 400, GaussNewtonSteps = 400, ChangeTolerance = tolerance, ChangePeriod = 10 };
        var training = new NeuralTraining(Problem(), options, seed: 1);
        var solution = training.Run();
        Assert.Equal(NeuralStatus.Converged, solution.Status);
        Assert.InRange(solution.Steps, 30, 399);
        Assert.InRange(training.MeasureError()!.Value, 0, 10 * tolerance);
    }

    [Fact]
    public void Run_WithTooFewStepsToSettle_SaysExhausted()
    {
        var options = new NeuralOptions { HiddenLayers = [14, 14], Points = 400, GaussNewtonSteps = 25, ChangeTolerance = 1e-5, ChangePeriod = 5 };
        Assert.Equal(NeuralStatus.Exhausted, new NeuralTraining(Problem(), options, seed: 1).Run().Status);
    }

    [Fact]
    public void Run_OfAProblemWithoutStates_FindsTheConstant()
    {
        var problem = new MertonRecursive(new(0.03, 0.08, 0.2), new(5, 1.5, 0.05));
        var solution = new NeuralTraining(problem, new() { HiddenLayers = [4], Points = 8 }, seed: 1).Run();
        var (l, ratio) = (new double[1], new double[1]);
        solution.At([], l, ratio);
        Assert.Equal(NeuralStatus.Converged, solution.Status);
        Assert.Equal(1, ratio[0] / problem.ConsumptionRatio, 1e-7);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(15)]
    public void Restore_AfterSomeSteps_GoesOnBitForBit(int steps)
    {
        var path = Path.Combine(Path.GetTempPath(), $"leandeep-hjb-{Guid.NewGuid():N}");
        try
        {
            var whole = new NeuralTraining(Problem(), Small with { ActiveShare = 0.3 }, seed: 1);
            for (var i = 0; i < steps; i++) whole.Step();
            NeuralCheckpoint.Save(whole, path);
            var resumed = new NeuralTraining(Problem(), Small with { ActiveShare = 0.3 }, seed: 1);
            NeuralCheckpoint.Restore(resumed, path);
            whole.Run();
            resumed.Run();
            Assert.Equal(whole.Steps, resumed.Steps);
            Assert.Equal(whole.Network.Parameters, resumed.Network.Parameters);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Restore_InAPseudoTimeStep_GoesOnBitForBit()
    {
        var path = Path.Combine(Path.GetTempPath(), $"leandeep-hjb-{Guid.NewGuid():N}");
        var options = new NeuralOptions { HiddenLayers = [8], Points = 60, Windows = 4, WindowSteps = 3, GaussNewtonSteps = 45, Balanced = true, ActiveShare = 0.3, ChangeTolerance = 0.05, ChangePeriod = 5, Ends = [1] };
        try
        {
            foreach (var steps in new[] { 5, 40 })
            {
                var whole = new NeuralTraining(new DiTella(), options, seed: 1);
                for (var i = 0; i < steps; i++) whole.Step();
                NeuralCheckpoint.Save(whole, path);
                var resumed = new NeuralTraining(new DiTella(), options, seed: 1);
                NeuralCheckpoint.Restore(resumed, path);
                whole.Run();
                resumed.Run();
                Assert.Equal(whole.Steps, resumed.Steps);
                Assert.Equal(whole.Network.Parameters, resumed.Network.Parameters);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Run_InFortyStates_FindsTheWeights()
    {
        var problem = new VectorSharpe(SharpeMarket.Family(40), 5, 5);
        var solution = new NeuralTraining(problem, new() { HiddenLayers = [6], Points = 900, Distribution = PointDistribution.Radial, SkipTerms = 5, GaussNewtonSteps = 6 }, seed: 1).Run();
        var (l, theta) = (new double[1], new double[40]);
        var mean = problem.Market.Mean;
        solution.At(mean.ToArray(), l, theta);
        Assert.Equal(1, l[0] / problem.Solution.At(mean), 3e-3);
        Assert.Equal(1, theta.Sum() / problem.Weights(mean, problem.Solution.Slope(mean)).Sum(), 3e-3);
    }

    [Fact]
    public void Run_WithTheStartAsAnInput_FindsAControlInManyStates()
    {
        var problem = new LinearQuadratic(30, 10, 1);
        var solution = new NeuralTraining(problem, new() { HiddenLayers = [12, 12], Points = 300, Distribution = PointDistribution.Radial, StartInput = true, GaussNewtonSteps = 60 }, seed: 1).Run();
        var (u, control) = (new double[1], new double[30]);
        solution.At([.. Enumerable.Repeat(0.5, 30)], u, control);
        Assert.Equal(1, u[0] / problem.Exact(7.5, 1), 0.03);
    }

    [Fact]
    public void Restore_OfAnotherProblem_IsRefused()
    {
        var path = Path.Combine(Path.GetTempPath(), $"leandeep-hjb-{Guid.NewGuid():N}");
        try
        {
            NeuralCheckpoint.Save(new NeuralTraining(Problem(), Small, seed: 1), path);
            Assert.Throws<InvalidDataException>(() => NeuralCheckpoint.Restore(new NeuralTraining(Problem(4), Small, seed: 1), path));
            var bytes = File.ReadAllBytes(path);
            bytes[^40] ^= 1;
            File.WriteAllBytes(path, bytes);
            Assert.Throws<InvalidDataException>(() => NeuralCheckpoint.Restore(new NeuralTraining(Problem(), Small, seed: 1), path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Step_WithNumbersThatAreNone_SaysDiverged()
    {
        var training = new NeuralTraining(Problem(), Small, seed: 1);
        training.Network.Parameters[0] = double.NaN;
        training.Run();
        Assert.Equal(NeuralStatus.Diverged, training.Status);
    }

    [Fact]
    public void Run_InManyStates_CarriesOnlyTheSum()
    {
        var problem = new VectorSharpe(SharpeMarket.Family(10), 5, 5, width: 2);
        var training = new NeuralTraining(problem, new() { HiddenLayers = [16], Points = 100, Distribution = PointDistribution.Radial, GaussNewtonSteps = 15 }, seed: 1);
        var before = training.MeasureError();
        training.Run();
        Assert.True(training.MeasureError() < 0.1 * before, $"expected a tenth of {before}, found {training.MeasureError()}");
    }
}
