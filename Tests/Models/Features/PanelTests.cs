using LeanDeep.Models.Features;

namespace LeanDeep.Tests.Models.Features;

public sealed class PanelTests
{
    private static readonly DateOnly[] Two = [new(2020, 1, 2), new(2020, 1, 3)];

    [Fact]
    public void Panel_SessionsThatDoNotIncrease_Throws() =>
        Assert.StartsWith("expected increasing sessions, found 2020-01-02 after 2020-01-02",
            Assert.Throws<ArgumentException>(() => Create(["A"], [new(2020, 1, 2), new(2020, 1, 2)], [1])).Message, StringComparison.Ordinal);

    [Fact]
    public void Panel_OtherNumberOfSectors_Throws() => Assert.Equal("sectors", Assert.Throws<ArgumentException>(() => Create(["A"], Two, [])).ParamName);

    [Fact]
    public void Panel_NameTwice_Throws() => Assert.Equal("names", Assert.Throws<ArgumentException>(() => Create(["A", "A"], Two, [1, 1])).ParamName);

    [Fact]
    public void Panel_ShortColumn_NamesTheNameAndField()
    {
        var full = new[] { new double[2] };
        var error = Assert.Throws<ArgumentException>(() => new Panel(["A"], Two, [1], full, full, [new double[1]], full, full));
        Assert.Equal("low", error.ParamName);
        Assert.StartsWith("expected 2 sessions for A, found 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trades_NaNClose_IsNoBar()
    {
        double[][] close = [[1, double.NaN]];
        var panel = new Panel(["A"], Two, [1], close, close, close, close, close);
        Assert.True(panel.Trades(0, 0));
        Assert.False(panel.Trades(0, 1));
    }

    [Fact]
    public void FeatureTable_OtherLengths_Throws()
    {
        var panel = Create(["A"], Two, [1]);
        Assert.Equal("columns", Assert.Throws<ArgumentException>(() => new FeatureTable(panel, ["x"], [0], [0], [])).ParamName);
        Assert.Equal("rowSessions", Assert.Throws<ArgumentException>(() => new FeatureTable(panel, ["x"], [0], [0, 1], [[1]])).ParamName);
    }

    private static Panel Create(string[] names, DateOnly[] sessions, int[] sectors)
    {
        double[][] field = [.. names.Select(_ => new double[sessions.Length])];
        return new Panel(names, sessions, sectors, field, field, field, field, field);
    }
}
