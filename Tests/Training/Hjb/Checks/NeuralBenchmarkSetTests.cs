using LeanDeep.Training.Hjb.Checks;

namespace LeanDeep.Tests.Training.Hjb.Checks;

public class NeuralBenchmarkSetTests
{
    [Theory]
    [InlineData("merton-2")]
    [InlineData("merton-finite")]
    [InlineData("merton-recursive")]
    public void Run_OfProblemsWithoutStates_MeetsItsBounds(string name)
    {
        var result = NeuralBenchmarkSet.All.Single(check => check.Name == name).Run();
        Assert.True(result.Passed, string.Join("; ", result.Measures));
    }

    [Fact]
    public void All_Named_AreOfTheBenchmarkSet() =>
        Assert.All(NeuralBenchmarkSet.All, neural => Assert.Contains(BenchmarkSet.All, check => check.Name == neural.Name && check.States == neural.States));
}
