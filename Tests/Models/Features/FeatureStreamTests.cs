using LeanDeep.Models.Features;

namespace LeanDeep.Tests.Models.Features;

public sealed class FeatureStreamTests
{
    [Fact]
    public void Stream_OnRandomPanels_EqualsBatch() =>
        Seeds.ForAll(60, seed: 20161129, seed =>
        {
            var panel = RandomPanel.Create(seed, names: 4 + seed % 9, sessions: 60 + seed % 80);
            AssertStreamEqualsBatch(panel);
        });

    [Fact]
    public void Stream_OnALongPanel_EqualsBatch() => AssertStreamEqualsBatch(RandomPanel.Create(3, names: 25, sessions: 700));

    [Fact]
    public void Stream_BarsInAnyOrder_GivesTheSameRows()
    {
        var panel = RandomPanel.Create(11, 9, 120);
        Assert.Equal(Rows(panel, reversed: false), Rows(panel, reversed: true));

        static List<double> Rows(Panel panel, bool reversed)
        {
            var stream = FeatureSet.Chapter17.Stream(panel.Names, panel.Sectors);
            var (row, names, all) = (new double[31 * panel.NameCount], new int[panel.NameCount], new List<double>());
            for (var t = 0; t < panel.SessionCount; t++)
            {
                stream.BeginSession(panel.Sessions[t]);
                for (var i = 0; i < panel.NameCount; i++)
                    AddBar(stream, panel, reversed ? panel.NameCount - 1 - i : i, t);
                var count = stream.EndSession(row, names);
                all.AddRange(row[..(count * 31)]);
                all.AddRange(names[..count].Select(name => (double)name));
            }
            return all;
        }
    }

    [Fact]
    public void Stream_WarmUpSessionsOfBars_MakesRowsComplete()
    {
        var panel = RandomPanel.Create(5, 12, 140).With((name, t, _) => [10 + name, 11 + name + t % 3, 9 + name, 10 + name + (t * (name + 3)) % 11 * 0.1, 100]);
        var stream = FeatureSet.Chapter17.Stream(panel.Names, [.. panel.Names.Select(_ => 1)]);
        var (rows, names) = (new float[31 * 12], new int[12]);
        for (var t = 0; t < stream.WarmUpSessions; t++)
        {
            stream.BeginSession(panel.Sessions[t]);
            for (var name = 0; name < panel.NameCount; name++)
                AddBar(stream, panel, name, t);
            var complete = stream.EndSession(rows, names, completeOnly: true);
            Assert.Equal(t < stream.WarmUpSessions - 1 ? 0 : 12, complete);
        }
    }

    [Fact]
    public void Stream_FloatRows_AreTheDoublesRounded()
    {
        var panel = RandomPanel.Create(8, 6, 80);
        var (a, b) = (FeatureSet.Chapter17.Stream(panel.Names, panel.Sectors), FeatureSet.Chapter17.Stream(panel.Names, panel.Sectors));
        var (doubles, floats, names) = (new double[31 * 6], new float[31 * 6], new int[6]);
        for (var t = 0; t < panel.SessionCount; t++)
        {
            a.BeginSession(panel.Sessions[t]);
            b.BeginSession(panel.Sessions[t]);
            for (var name = 0; name < panel.NameCount; name++)
            {
                AddBar(a, panel, name, t);
                AddBar(b, panel, name, t);
            }
            var count = a.EndSession(doubles, names);
            Assert.Equal(count, b.EndSession(floats, names));
            Assert.Equal(doubles[..(31 * count)].Select(value => (float)value), floats[..(31 * count)]);
        }
    }

    [Fact]
    public void Stream_InSteadyState_AllocatesNothing()
    {
        var panel = RandomPanel.Create(21, 20, 400).With((name, t, _) => [50 + name, 52 + name, 49 + name, 50 + name + (t * 7 + name * 3) % 11 * 0.05, 1000 + t]);
        var stream = FeatureSet.Chapter17.Stream(panel.Names, panel.Sectors);
        var (rows, names) = (new float[31 * 20], new int[20]);
        Walk(0, 200);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Walk(200, 400);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Walk(int from, int to)
        {
            for (var t = from; t < to; t++)
            {
                stream.BeginSession(panel.Sessions[t]);
                for (var name = 0; name < panel.NameCount; name++)
                    AddBar(stream, panel, name, t);
                stream.EndSession(rows, names);
            }
        }
    }

    [Fact]
    public void Stream_WrongOrderOfCalls_Throws()
    {
        var stream = FeatureSet.Chapter17.Stream(["A"], [1]);
        var (rows, names) = (new double[31], new int[1]);
        Assert.Throws<InvalidOperationException>(() => stream.Add(0, 1, 1, 1, 1, 1));
        Assert.Throws<InvalidOperationException>(() => stream.EndSession(rows, names));
        stream.BeginSession(new DateOnly(2020, 1, 2));
        Assert.Throws<InvalidOperationException>(() => stream.BeginSession(new DateOnly(2020, 1, 3)));
        stream.Add(0, 1, 1, 1, 1, 1);
        Assert.Contains("A has two bars on 2020-01-02", Assert.Throws<InvalidOperationException>(() => stream.Add(0, 1, 1, 1, 1, 1)).Message, StringComparison.Ordinal);
        stream.EndSession(rows, names);
        Assert.Contains("after 2020-01-02, found 2020-01-02", Assert.Throws<ArgumentException>(() => stream.BeginSession(new DateOnly(2020, 1, 2))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(1, -1)]
    [InlineData(1, double.NaN)]
    public void Add_BadBar_NamesTheBar(double close, double volume)
    {
        var stream = FeatureSet.Chapter17.Stream(["ABC"], [1]);
        stream.BeginSession(new DateOnly(2020, 1, 2));
        Assert.StartsWith("ABC on 2020-01-02: expected", Assert.Throws<ArgumentException>(() => stream.Add(0, 1, 1, 1, close, volume)).Message, StringComparison.Ordinal);
        stream.Add(0, 1, 1, 1, 1, 1);
    }

    [Fact]
    public void EndSession_ShortSpans_Throws()
    {
        var stream = FeatureSet.Chapter17.Stream(["A", "B"], [1, 1]);
        stream.BeginSession(new DateOnly(2020, 1, 2));
        stream.Add(0, 1, 1, 1, 1, 1);
        stream.Add(1, 1, 1, 1, 1, 1);
        Assert.Equal("rows", Assert.Throws<ArgumentException>(() => stream.EndSession(new double[61], new int[2])).ParamName);
    }

    [Fact]
    public void Stream_BadNames_Throws()
    {
        Assert.Equal("sectors", Assert.Throws<ArgumentException>(() => FeatureSet.Chapter17.Stream(["A", "B"], [1])).ParamName);
        Assert.Equal("names", Assert.Throws<ArgumentException>(() => FeatureSet.Chapter17.Stream(["A", "A"], [1, 1])).ParamName);
        Assert.Throws<InvalidOperationException>(() => FeatureSet.Chapter17WholeSampleZScore.Stream(["A"], [1]));
    }

    private static void AssertStreamEqualsBatch(Panel panel)
    {
        var table = FeatureSet.Chapter17.Compute(panel);
        var stream = FeatureSet.Chapter17.Stream(panel.Names, panel.Sectors);
        var (rows, names) = (new double[31 * panel.NameCount], new int[panel.NameCount]);
        var row = 0;
        for (var t = 0; t < panel.SessionCount; t++)
        {
            stream.BeginSession(panel.Sessions[t]);
            for (var name = 0; name < panel.NameCount; name++)
                AddBar(stream, panel, name, t);
            var count = stream.EndSession(rows, names);
            for (var i = 0; i < count; i++, row++)
            {
                Assert.Equal((table.RowSessions[row], table.RowNames[row]), (t, names[i]));
                for (var f = 0; f < 31; f++)
                    AssertClose(table.Column(f)[row], rows[31 * i + f], $"{table.Features[f]} of {panel.Names[names[i]]} on {panel.Sessions[t]}");
            }
        }
        Assert.Equal(table.RowCount, row);
    }

    private static void AddBar(FeatureStream stream, Panel panel, int name, int t)
    {
        if (panel.Trades(name, t))
            stream.Add(name, panel.Open(name)[t], panel.High(name)[t], panel.Low(name)[t], panel.Close(name)[t], panel.Volume(name)[t]);
    }

    private static void AssertClose(double expected, double found, string what)
    {
        if (double.IsNaN(expected) && double.IsNaN(found))
            return;
        Assert.True(Math.Abs(expected - found) <= 1e-9 * Math.Max(Math.Abs(expected), 1e-3), $"{what}: batch {expected:R}, stream {found:R}");
    }
}
