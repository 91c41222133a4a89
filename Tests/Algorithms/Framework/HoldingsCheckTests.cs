using LeanDeep.Algorithms.Framework;
using LeanDeep.Models.Portfolio;

namespace LeanDeep.Tests.Algorithms.Framework;

public class HoldingsCheckTests
{
    private static readonly double[] Lots = [0.001, 0.002, 0.0005];

    private static AllocationProblems Problem()
    {
        var problem = new AllocationProblems(new ConstraintSet
        {
            Box = new Interval(0, 0.5), Gross = 1, Turnover = 0.3, Volatility = 0.2,
            Groups = [new GroupLimit("pair", new Interval(0.2, 0.7)) { Members = new Dictionary<string, double> { ["A"] = 1, ["B"] = 0.5 } }],
        }.For(["A", "B", "C"]), 1);
        (problem.Held[0], problem.Held[1], problem.Held[2]) = (0.4, 0.3, 0.3);
        for (var i = 0; i < 3; i++) problem.Covariances[4 * i] = 0.1;
        return problem;
    }

    /// <summary>Each limit alone: what lots explain passes, a little more does not.</summary>
    [Theory]
    [InlineData("within", 0.45, 0.28, 0.27, 0)]
    [InlineData("net", 0.45, 0.2771, 0.27, 0)]
    [InlineData("net", 0.45, 0.2764, 0.27, 1)]
    [InlineData("box", 0.5009, 0.25, 0.2491, 0)]
    [InlineData("box", 0.502, 0.25, 0.248, 1)]
    [InlineData("turnover", 0.5, 0.2, 0.3, 0)]
    [InlineData("turnover", 0.3, 0.254, 0.446, 0)]
    [InlineData("turnover", 0.3, 0.246, 0.454, 1)]
    public void Compare_EachLimit_AllowsWhatLotsExplain(string what, double a, double b, double c, int violations)
    {
        var check = new HoldingsCheck();
        var found = check.Compare(Problem(), [a, b, c], Lots);
        Assert.True(found.Count == violations, $"{what}: {string.Join("; ", found)}");
        Assert.Equal(violations, check.Violated);
        Assert.Equal(1, check.Checked);
        Assert.Equal(0.0035, check.LastLots, 1e-12);
    }

    [Fact]
    public void Compare_WithinLots_StillTellsTheExcess()
    {
        var check = new HoldingsCheck();
        Assert.Empty(check.Compare(Problem(), [0.5005, 0.25, 0.2495], Lots));
        Assert.Equal(0.0005, check.LargestExcess, 1e-9);
        check.Compare(Problem(), [0.45, 0.28, 0.27], Lots);
        Assert.Equal(0, check.LastExcess);
        Assert.Equal(0.0005, check.LargestExcess, 1e-9);
    }
}
