using LeanDeep.Training.Data.Loading;

namespace LeanDeep.Tests.Training.Data.Loading;

public sealed class ForwardReturnsTests
{
    private const double Gap = double.NaN;

    [Fact]
    public void Compute_NameWithGaps_CountsItsOwnBars()
    {
        var panel = RandomPanel.OfCloses([[Gap, 10, Gap, 11, 12, Gap, 9], [1, 2, 3, 4, 5, 6, 7]]);
        var table = RandomPanel.Table(panel, warmUp: 0);

        var labels = ForwardReturns.Compute(table, 2);

        var first = Enumerable.Range(0, table.RowCount).Where(r => table.RowNames[r] == 0).ToArray();
        Assert.Equal([12.0 / 10 - 1, 9.0 / 11 - 1, Gap, Gap], first.Select(r => labels.Values[r]));
        Assert.Equal([4, 6, -1, -1], first.Select(r => labels.EndSessions[r]));
        var second = Enumerable.Range(0, table.RowCount).Where(r => table.RowNames[r] == 1).ToArray();
        Assert.Equal([3.0 / 1 - 1, 4.0 / 2 - 1, 5.0 / 3 - 1, 6.0 / 4 - 1, 7.0 / 5 - 1, Gap, Gap], second.Select(r => labels.Values[r]));
        Assert.Equal([2, 3, 4, 5, 6, -1, -1], second.Select(r => labels.EndSessions[r]));
        Assert.Equal("r02_fwd", labels.Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(21)]
    public void Compute_RandomPanel_EqualsTheDefinition(int horizon)
    {
        var panel = RandomPanel.Of(seed: horizon, names: 7, sessions: 90);
        var table = RandomPanel.Table(panel, warmUp: 3);

        var labels = ForwardReturns.Compute(table, horizon);

        for (var row = 0; row < table.RowCount; row++)
        {
            var (name, session) = (table.RowNames[row], table.RowSessions[row]);
            var later = Enumerable.Range(session + 1, panel.SessionCount - session - 1).Where(t => panel.Trades(name, t)).ToArray();
            if (later.Length < horizon)
            {
                Assert.True(double.IsNaN(labels.Values[row]));
                Assert.Equal(-1, labels.EndSessions[row]);
            }
            else
            {
                Assert.Equal(panel.Close(name)[later[horizon - 1]] / panel.Close(name)[session] - 1, labels.Values[row]);
                Assert.Equal(later[horizon - 1], labels.EndSessions[row]);
            }
        }
    }

    [Fact]
    public void Compute_NoHorizon_IsRefused() =>
        Assert.Throws<ArgumentException>(() => ForwardReturns.Compute(RandomPanel.Table(RandomPanel.Of(1, 2, 9), 0), 0));
}
