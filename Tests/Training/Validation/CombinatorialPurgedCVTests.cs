using FsCheck;
using FsCheck.Fluent;
using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Validation;

public sealed class CombinatorialPurgedCVTests
{
    private sealed record Setting(int Seed, int Groups, int Test, int Embargo, int Horizon);

    [Fact]
    public void Split_AnyLabels_NoTrainingSpanMeetsATestSpan()
    {
        var settings =
            from seed in Gen.Choose(0, 1_000_000)
            from groups in Gen.Choose(2, 6)
            from test in Gen.Choose(1, groups - 1)
            from embargo in Gen.Choose(0, 4)
            from horizon in Gen.Choose(1, 8)
            select new Setting(seed, groups, test, embargo, horizon);
        var kept = 0;

        Check.One(Config.QuickThrowOnFailure.WithReplay(new Replay(new Rnd(17, 19), null)), Prop.ForAll(Arb.From(settings), setting =>
        {
            var (sessions, ends) = RandomRows(setting.Seed, 40, setting.Horizon);
            var cv = new CombinatorialPurgedCV(setting.Groups, setting.Test, setting.Embargo);
            foreach (var split in cv.Split(sessions, ends))
            {
                kept += split.TrainingRows.Length;
                foreach (var train in split.TrainingRows)
                    foreach (var test in split.TestRows)
                    {
                        // (s, e] and (s', e'] have no session in common.
                        Assert.False(sessions[train] < ends[test] && sessions[test] < ends[train], $"{train} meets {test}");
                        // The embargo: no training row within it after a test label.
                        Assert.False(sessions[train] >= ends[test] && sessions[train] < ends[test] + setting.Embargo, $"{train} too soon after {test}");
                    }
            }
        }));

        Assert.True(kept > 10_000, $"{kept} training rows");
    }

    [Fact]
    public void Split_LabelsOfOneSession_PurgesNoMoreThanTheEmbargo()
    {
        // Ten sessions, five groups of two, one-session labels: nothing overlaps, so only the embargo takes rows away.
        int[] sessions = [.. Enumerable.Range(0, 10)], ends = [.. Enumerable.Range(1, 10)];
        var splits = new CombinatorialPurgedCV(5, 1, embargo: 2).Split(sessions, ends).ToArray();
        Assert.Equal([2, 3], splits[1].TestRows);
        Assert.Equal([0, 1, 6, 7, 8, 9], splits[1].TrainingRows);
        Assert.Equal([0, 1, 4, 5, 6, 7, 8, 9], new CombinatorialPurgedCV(5, 1, embargo: 0).Split(sessions, ends).ElementAt(1).TrainingRows);
    }

    [Theory]
    [InlineData(6, 2, 15, 5)]
    [InlineData(10, 2, 45, 9)]
    [InlineData(5, 1, 5, 1)]
    [InlineData(8, 4, 70, 35)]
    public void Counts_GroupsAndTests_AreTheBinomials(int groups, int test, int splits, int paths)
    {
        var cv = new CombinatorialPurgedCV(groups, test, 0);
        Assert.Equal((splits, paths), (cv.SplitCount, cv.PathCount));
        Assert.Equal(paths, cv.Paths().Length);
        // Every split's every group is on exactly one path.
        var used = cv.Paths().SelectMany(path => path.Select((split, group) => (split, group))).ToArray();
        Assert.Equal(splits * test, used.Distinct().Count());
        Assert.Equal(used.Length, used.Distinct().Count());
    }

    [Fact]
    public void Assemble_PredictionsOfSplits_GiveEachPathEveryRowOnce()
    {
        var (sessions, ends) = RandomRows(3, 30, 2);
        var cv = new CombinatorialPurgedCV(5, 2, 1);
        var splits = cv.Split(sessions, ends).ToArray();
        var paths = cv.Assemble(sessions, [.. splits.Select(split => split.TestRows.Select(row => (row, split.Index)).ToArray())]);

        Assert.Equal(4, paths.Length);
        Assert.All(paths, path => Assert.Equal(Enumerable.Range(0, sessions.Length), path.Select(cell => cell.row)));
        // No two paths use a split's prediction of a row twice.
        for (var row = 0; row < sessions.Length; row++)
            Assert.Equal(4, paths.Select(path => path[row].Index).Distinct().Count());
        Assert.Throws<ArgumentException>(() => cv.Assemble(sessions, [.. splits.Select(_ => new double[1])]));
    }

    [Fact]
    public void GroupStarts_RowsOfOneSession_StayTogether()
    {
        Assert.Equal([0, 3, 5, 6], new CombinatorialPurgedCV(3, 1, 0).GroupStarts([4, 4, 5, 6, 7, 9]));
        Assert.Throws<ArgumentException>(() => new CombinatorialPurgedCV(3, 1, 0).GroupStarts([1, 1, 2]));
        Assert.Throws<ArgumentException>(() => new CombinatorialPurgedCV(2, 1, 0).GroupStarts([2, 1]));
    }

    [Fact]
    public void Split_LabelThatEndsBeforeItBegins_IsRefused() =>
        Assert.Throws<ArgumentException>(() => CombinatorialPurgedCV.KFold(2, 0).Split([1, 2], [2, 2]));

    private static (int[] Sessions, int[] Ends) RandomRows(int seed, int sessionCount, int horizon)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, sessionCount).SelectMany(session => Enumerable.Range(0, random.Next(1, 4)).Select(_ => (session, end: session + horizon + random.Next(3)))).ToArray();
        return ([.. rows.Select(row => row.session)], [.. rows.Select(row => row.end)]);
    }
}
