using LeanDeep.Training.Hjb.Shooting;

namespace LeanDeep.Tests.Training.Hjb;

public class ShootingTests
{
    [Fact]
    public void Solve_OfTheModelOf2014_FindsItsFreeBoundary()
    {
        var solution = new BrunnermeierSannikov2014().Solve();
        Assert.Equal(0.364762616462568, solution.Boundary, 1e-7);
        Assert.Equal(1.406314, solution.Prices[^1], 1e-6);
        Assert.Equal(1, solution.Values[^1], 12);
        Assert.True(solution.Mismatch < 1e-6);
        // Experts hold all capital before the boundary, prices rise and the value of their wealth falls towards it.
        Assert.Equal(1, solution.Capital[^1]);
        for (var i = 1; i < solution.Shares.Count; i++)
            Assert.True(solution.Prices[i] >= solution.Prices[i - 1] && solution.Values[i] <= solution.Values[i - 1]);
    }

    [Fact]
    public void Solve_ExpertsNotLessPatient_SaysSo() => Assert.Contains(
        "ρ − r > 0", Assert.Throws<ArgumentException>(() => new BrunnermeierSannikov2014 { ExpertTimePreference = 0.05 }.Solve()).Message, StringComparison.Ordinal);
}
