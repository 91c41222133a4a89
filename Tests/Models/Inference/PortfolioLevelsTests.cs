using LeanDeep.Models.Inference;

namespace LeanDeep.Tests.Models.Inference;

public class PortfolioLevelsTests
{
    /// <summary>The mean return of the members that trade; one that comes late or pauses counts from its second close, over the pause.</summary>
    [Fact]
    public void Level_MembersThatComeAndPause_IsTheirMeanReturn()
    {
        double[][] closes = [[10, 20, double.NaN], [11, 18, 5], [11, double.NaN, 6], [double.NaN, 27, 6]];
        var levels = new PortfolioLevels([3]);

        double[] found = [.. closes.Select(session => After(levels, session))];

        // (0.1 − 0.1)/2; (0 + 0.2)/2; (0.5 + 0)/2
        Assert.Equal([1, 1, 1.1, 1.1 * 1.25], found, (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void Trades_NoMemberTrades_IsFalseAndTheLevelStays()
    {
        var levels = new PortfolioLevels([1, 2]);
        After(levels, [10, 20, 30]);
        After(levels, [11, double.NaN, double.NaN]);

        Assert.True(levels.Trades(0));
        Assert.False(levels.Trades(1));
        Assert.Equal(1, levels.Level(1));
        Assert.Equal(1.1, levels.Level(0), 1e-15);
    }

    private static double After(PortfolioLevels levels, double[] closes)
    {
        levels.BeginSession();
        for (var i = 0; i < closes.Length; i++)
            if (!double.IsNaN(closes[i])) levels.Add(i, closes[i]);
        levels.EndSession();
        return levels.Level(0);
    }
}
