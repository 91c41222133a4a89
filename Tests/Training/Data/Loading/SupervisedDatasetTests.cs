using LeanDeep.Models.Features;
using LeanDeep.Training.Data.Loading;

namespace LeanDeep.Tests.Training.Data.Loading;

public sealed class SupervisedDatasetTests
{
    [Fact]
    public void Build_Panel_CountsEveryRowOnceAndKeepsTheRest()
    {
        var panel = RandomPanel.Of(seed: 5, names: 9, sessions: 80);
        var table = RandomPanel.Table(panel, warmUp: 4);
        var labels = ForwardReturns.Compute(table, 5);
        var (first, last) = (panel.Sessions[20], panel.Sessions[60]);

        var dataset = SupervisedDataset.Build(table, labels, first, last);

        var counts = dataset.Counts;
        Assert.Equal(table.RowCount, counts.Total);
        Assert.Equal(counts.Total, counts.OutsideDates + counts.UndefinedFeature + counts.UndefinedLabel + counts.LabelAfterLast + counts.Kept);
        Assert.Equal(counts.Kept, dataset.RowCount);
        Assert.True(counts is { OutsideDates: > 0, UndefinedFeature: > 0, UndefinedLabel: > 0, LabelAfterLast: > 0 }, counts.ToString());

        // Row by row against the definition.
        var expected = Enumerable.Range(0, table.RowCount).Where(r =>
            table.RowSessions[r] is >= 20 and <= 60 && !double.IsNaN(table.Column(0)[r]) && labels.EndSessions[r] is > 0 and <= 60).ToArray();
        Assert.Equal(expected.Select(r => table.RowSessions[r]), dataset.RowSessions);
        Assert.Equal(expected.Select(r => table.RowNames[r]), dataset.RowNames);
        Assert.Equal(expected.Select(r => labels.EndSessions[r]), dataset.LabelEndSessions);
        Assert.Equal(expected.Select(r => (float)labels.Values[r]), dataset.Labels);
        Assert.Equal(expected.SelectMany(r => new[] { (float)table.Column(0)[r], (float)table.Column(1)[r] }), dataset.Features);
    }

    [Fact]
    public void Build_LaterBarsChange_LeavesTheRowsAlone()
    {
        var before = RandomPanel.Of(seed: 8, names: 5, sessions: 60, gap: 0);
        var last = before.Sessions[40];
        var closes = Enumerable.Range(0, before.NameCount).Select(i => before.Close(i).ToArray()).ToArray();
        foreach (var close in closes)
            for (var t = 41; t < close.Length; t++)
                close[t] *= 3;
        var after = RandomPanel.OfCloses(closes);

        var (a, b) = (Rows(before), Rows(after));

        Assert.Equal(a.Labels, b.Labels);
        Assert.Equal(a.Features, b.Features);
        Assert.All(a.LabelEndSessions, end => Assert.True(end <= 40));

        SupervisedDataset Rows(LeanDeep.Models.Features.Panel panel)
        {
            var table = RandomPanel.Table(panel, warmUp: 0);
            return SupervisedDataset.Build(table, ForwardReturns.Compute(table, 3), null, last);
        }
    }

    [Fact]
    public void RowsOf_Sessions_IsTheRangeOfTheirRows()
    {
        var table = RandomPanel.Table(RandomPanel.Of(seed: 2, names: 4, sessions: 40), warmUp: 0);
        var dataset = SupervisedDataset.Build(table, ForwardReturns.Compute(table, 1));

        var rows = dataset.RowSessions[dataset.RowsOf(10, 19)];

        Assert.Equal(dataset.RowSessions.Where(s => s is >= 10 and <= 19), rows);
        Assert.Empty(dataset.RowSessions[dataset.RowsOf(40, 50)]);
    }

    [Fact]
    public void Build_NoRowLeft_IsRefused()
    {
        var table = RandomPanel.Table(RandomPanel.Of(seed: 2, names: 4, sessions: 40), warmUp: 100);
        var error = Assert.Throws<ArgumentException>(() => SupervisedDataset.Build(table, ForwardReturns.Compute(table, 1)));
        Assert.Contains("found none", error.Message);
    }

    [Fact]
    public void Scaling_TrainingRows_SeesNoOthers()
    {
        var table = RandomPanel.Table(RandomPanel.Of(seed: 4, names: 6, sessions: 50), warmUp: 2);
        var dataset = SupervisedDataset.Build(table, ForwardReturns.Compute(table, 1));
        int[] rows = [.. Enumerable.Range(0, dataset.RowCount / 2)];

        var scaling = InputScaling.Of(dataset, rows);

        for (var j = 0; j < 2; j++)
        {
            var values = rows.Select(r => (double)dataset.Features[2 * r + j]).ToArray();
            var mean = values.Average();
            Assert.Equal((float)mean, scaling.Mean[j]);
            Assert.Equal((float)Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), scaling.Scale[j]);
        }
        var before = InputScaling.Of(dataset, rows);
        Array.Fill(dataset.Features, 1e6f, 2 * rows.Length, dataset.Features.Length - 2 * rows.Length);
        Assert.Equal(before.Mean, InputScaling.Of(dataset, rows).Mean);
        Assert.Equal(before.Scale, InputScaling.Of(dataset, rows).Scale);
    }

    [Fact]
    public void LabelScaling_TrainingRows_SeesNoOthers()
    {
        var table = RandomPanel.Table(RandomPanel.Of(seed: 4, names: 6, sessions: 50), warmUp: 2);
        var dataset = SupervisedDataset.Build(table, ForwardReturns.Compute(table, 1));
        int[] rows = [.. Enumerable.Range(0, dataset.RowCount / 2)];
        var labels = rows.Select(r => (double)dataset.Labels[r]).ToArray();
        Array.Fill(dataset.Labels, 1e6f, rows.Length, dataset.RowCount - rows.Length);

        var scaling = LabelScaling.Of(dataset, rows);

        Assert.Equal(labels.Average(), scaling.Mean, 1e-9);
        Assert.Equal(Math.Sqrt(labels.Average(v => v * v) - labels.Average() * labels.Average()), scaling.Scale, 1e-8);
        Assert.Equal(1f, LabelScaling.Of(dataset, [dataset.RowCount - 2, dataset.RowCount - 1]).Scale);
        Assert.Throws<ArgumentException>(() => LabelScaling.Of(dataset, []));
    }

    [Fact]
    public void Scaling_ConstantFeature_KeepsTheScaleOne()
    {
        var panel = RandomPanel.OfCloses([[.. Enumerable.Repeat(123.456, 20)]]);
        var table = RandomPanel.Table(panel, warmUp: 0);
        var dataset = SupervisedDataset.Build(table, ForwardReturns.Compute(table, 1));

        Assert.Equal(1f, InputScaling.Of(dataset, [0, 1, 2, 3]).Scale[1]);
    }

    public static TheoryData<string, Action<float[], float[], int[], int[]>> BadRows() => new()
    {
        { "row 3 (B, 2015-01-02): y: expected a number, found NaN", (features, _, _, _) => features[7] = float.NaN },
        { "row 2 (A, 2015-01-02): x: expected a number, found -Infinity", (features, _, _, _) => features[4] = float.NegativeInfinity },
        { "row 1 (B, 2015-01-01): label: expected a number, found NaN", (_, labels, _, _) => labels[1] = float.NaN },
        { "row 3 (A, 2015-01-02): expected a session or name after that of the row before, found the same", (_, _, _, names) => names[3] = 0 },
        { "row 2 (A, 2015-01-01): expected a session or name after that of the row before, found an earlier one", (_, _, sessions, _) => sessions[2] = 0 },
    };

    [Theory]
    [MemberData(nameof(BadRows))]
    public void Constructor_ValueNotFiniteOrTwoRowsOfANameOnADay_IsRefused(string message, Action<float[], float[], int[], int[]> damage)
    {
        var (features, labels, sessions, names) = (new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }, new float[4], new[] { 0, 0, 1, 1 }, new[] { 0, 1, 0, 1 });
        damage(features, labels, sessions, names);

        var error = Assert.Throws<ArgumentException>(() => new SupervisedDataset(
            ["x", "y"], ["A", "B"], [new(2015, 1, 1), new(2015, 1, 2), new(2015, 1, 3)], 1, new RowCounts(4, 0, 0, 0, 0, 4), features, labels, sessions, names, [1, 1, 2, 2]));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Build_NaNAmongFeaturesAndLabels_LeavesTheirRowsOutAndCountsThem()
    {
        var panel = RandomPanel.Of(seed: 5, names: 4, sessions: 30, gap: 0);
        var whole = RandomPanel.Table(panel, warmUp: 0);
        var labels = ForwardReturns.Compute(whole, 1);
        double[][] columns = [whole.Column(0).ToArray(), whole.Column(1).ToArray()];
        columns[1][17] = double.NaN;
        columns[0][18] = double.PositiveInfinity;
        columns[0][19] = 1e300; // no float
        labels.Values[20] = double.NaN;
        labels.Values[21] = 1e39; // no float
        var table = new FeatureTable(panel, whole.Features, whole.RowNames, whole.RowSessions, columns);

        var counts = SupervisedDataset.Build(table, labels).Counts;

        Assert.Equal(3, counts.UndefinedFeature);
        Assert.Equal(4 + 2, counts.UndefinedLabel); // each name's last bar has no next one
        Assert.Equal(counts.Total - 3 - 6, counts.Kept);
    }

    [Fact]
    public void ConstantFeatures_OneValueInAllRows_IsNamed()
    {
        var panel = RandomPanel.OfCloses([[.. Enumerable.Repeat(123.456, 20)], [.. Enumerable.Range(1, 20).Select(i => (double)i)]]);
        var table = RandomPanel.Table(panel, warmUp: 0);
        double[][] columns = [table.Column(0).ToArray(), [.. Enumerable.Repeat(7.0, table.RowCount)]];

        var dataset = SupervisedDataset.Build(new FeatureTable(panel, ["a", "b"], table.RowNames, table.RowSessions, columns), ForwardReturns.Compute(table, 1));

        Assert.Equal(["b"], dataset.ConstantFeatures());
    }
}
