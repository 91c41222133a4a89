using LeanDeep.Training.Hjb.Checks;

namespace LeanDeep.Tests.Training.Hjb.Checks;

public class BenchmarkSetTests
{
    public static TheoryData<string> Quick => new(
        "merton-2", "merton-5", "merton-finite", "merton-recursive", "kim-omberg", "distortion", "wachter", "heston", "chacko-viceira", "cochrane-longstaff-santa-clara", "martin",
        "brunnermeier-sannikov-2014", "he-krishnamurthy", "drechsler-savov-schnabl", "drechsler-savov-schnabl-5", "vector-sharpe-10", "vector-sharpe-100", "linear-quadratic-10", "linear-quadratic-50");

    [Theory]
    [MemberData(nameof(Quick))]
    public void Check_Passes(string name)
    {
        var result = BenchmarkSet.All.Single(problem => problem.Name == name).Run();
        Assert.True(result.Converged);
        Assert.All(result.Measures, measure => Assert.True(measure.Passed, $"{measure.Quantity}: {measure.Error:E1}, bound {measure.Bound:E1}"));
        Assert.True(result.Passed);
    }

    [Fact]
    public void Check_HedgingMatters_TheMyopicPolicyIsFarOff()
    {
        var result = BenchmarkSet.All.Single(problem => problem.Name == "kim-omberg").Run();
        var weight = result.Measures.Single(measure => measure.Quantity == "theta");
        Assert.True(weight.Myopic > 0.3 && weight.Trivial > 0.3);
        Assert.True(weight.Mean <= weight.Error);
    }

    [Fact]
    public void Measure_NotANumber_DoesNotPass() => Assert.False(new Measure("x", double.NaN, 1).Passed);

    [Fact]
    public void All_NamesDiffer() => Assert.Equal(BenchmarkSet.All.Count, BenchmarkSet.All.Select(problem => problem.Name).Distinct().Count());
}
