using FsCheck;
using FsCheck.Fluent;
using LeanDeep.Tests.Training.Data.Loading;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Validation;

public sealed class PurgingTests
{
    private sealed record Setting(int Seed, int Horizon, int Embargo, double Gap);

    [Fact]
    public void TrainingRows_AnyPanel_HaveNoLabelInTheTestBlock()
    {
        var settings =
            from seed in Gen.Choose(0, 1_000_000)
            from horizon in Gen.Choose(1, 6)
            from embargo in Gen.Choose(0, 3)
            from gap in Gen.Elements(0.0, 0.1, 0.5)
            select new Setting(seed, horizon, embargo, gap);
        var purged = 0;

        Prop.ForAll(Arb.From(settings), setting =>
        {
            var table = RandomPanel.Table(RandomPanel.Of(setting.Seed, 6, 90, setting.Gap), warmUp: 0);
            var dataset = SupervisedDataset.Build(table, ForwardReturns.Compute(table, setting.Horizon));
            foreach (var split in new MultipleTimeSeriesCV(2, 20, 10, setting.Horizon).Split(90))
            {
                var rows = Purging.TrainingRows(dataset, split, setting.Embargo);
                purged += dataset.RowSessions[dataset.RowsOf(split.TrainFirst, split.TrainLast)].Length - rows.Length;
                Assert.All(rows, row =>
                {
                    Assert.InRange(dataset.RowSessions[row], split.TrainFirst, split.TrainLast);
                    // Known when the first test prediction is made, and with an embargo strictly before.
                    Assert.True(dataset.LabelEndSessions[row] <= split.TestFirst - setting.Embargo);
                });
                // And nothing more than that is lost.
                Assert.Equal(
                    Enumerable.Range(0, dataset.RowCount).Where(row =>
                        dataset.RowSessions[row] >= split.TrainFirst && dataset.RowSessions[row] <= split.TrainLast
                        && dataset.LabelEndSessions[row] <= split.TestFirst - setting.Embargo),
                    rows);
                Assert.Equal(
                    dataset.RowSessions.Where(s => s >= split.TestFirst && s <= split.TestLast),
                    dataset.RowSessions[Purging.TestRows(dataset, split)]);
            }
        }).QuickCheckThrowOnFailure();

        Assert.True(purged > 0);
    }

    [Fact]
    public void TrainingRows_NegativeEmbargo_IsRefused()
    {
        var table = RandomPanel.Table(RandomPanel.Of(1, 3, 60), warmUp: 0);
        var dataset = SupervisedDataset.Build(table, ForwardReturns.Compute(table, 1));
        Assert.Throws<ArgumentException>(() => Purging.TrainingRows(dataset, new SessionSplit(0, 1, 10, 11, 15), -1));
    }
}
