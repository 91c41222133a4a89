using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Training.Data.LeanFolder;

public sealed class LeanFolderReaderTests : IDisposable
{
    private static readonly DateOnly Monday = new(2010, 1, 4);
    private readonly TemporaryFolder _folder = new();

    public LeanFolderReaderTests() => Directory.CreateDirectory(LeanPaths.Bars(_folder.Root, BarResolution.Daily));

    public void Dispose() => _folder.Dispose();

    private void Bars(string ticker, params (int Day, long Close)[] closes) => BarFile.Write(
        LeanPaths.Bars(_folder.Root, BarResolution.Daily, ticker),
        [.. closes.Select(c => new Bar(Monday.AddDays(c.Day), 0, c.Close, c.Close + 100, c.Close - 100, c.Close, 1000))]);

    private string Lines(string path, params string[] lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, lines);
        return path;
    }

    [Fact]
    public void ReadPanel_NamesWithGaps_ShareOneCalendar()
    {
        Bars("bb", (0, 10000), (2, 20000));
        Bars("aa", (1, 30000), (2, 40000), (3, 50000));

        var panel = LeanFolderReader.ReadPanel(_folder.Root);

        Assert.Equal(["AA", "BB"], panel.Names);
        Assert.Equal([-1, -1], panel.Sectors);
        Assert.Equal(Enumerable.Range(0, 4).Select(Monday.AddDays), panel.Sessions);
        Assert.Equal([double.NaN, 3, 4, 5], panel.Close(0).ToArray());
        Assert.Equal([1, double.NaN, 2, double.NaN], panel.Close(1).ToArray());
        Assert.Equal([1, double.NaN, 2, double.NaN], panel.Open(1).ToArray());
        Assert.Equal([1.01, double.NaN, 2.01, double.NaN], panel.High(1).ToArray());
        Assert.Equal([0.99, double.NaN, 1.99, double.NaN], panel.Low(1).ToArray());
        Assert.Equal([1000, double.NaN, 1000, double.NaN], panel.Volume(1).ToArray());
    }

    [Fact]
    public void ReadPanel_GivenNamesAndDates_KeepsTheirOrderAndRange()
    {
        Bars("aa", (0, 10000), (1, 10000), (2, 10000));
        Bars("bb", (0, 10000));
        Bars("cc", (1, 10000));

        var panel = LeanFolderReader.ReadPanel(_folder.Root, ["cc", "BB"], Monday.AddDays(1), Monday.AddDays(1));

        Assert.Equal(["CC", "BB"], panel.Names);
        Assert.Equal([Monday.AddDays(1)], panel.Sessions);
        Assert.False(panel.Trades(1, 0));
        Assert.Equal(["AA", "CC"], LeanFolderReader.ReadPanel(_folder.Root, from: Monday.AddDays(1)).Names);
    }

    [Theory]
    [InlineData(PriceAdjustment.Raw, 4.0, 4.0, 2.0, 2.0, 1000)]
    [InlineData(PriceAdjustment.SplitAdjusted, 2.0, 2.0, 2.0, 2.0, 2000)]
    [InlineData(PriceAdjustment.Adjusted, 1.8, 2.0, 2.0, 2.0, 2222)]
    public void ReadPanel_Factors_ApplyThroughTheirDate(PriceAdjustment adjustment, double first, double second, double third, double fourth, double volume)
    {
        Bars("aa", (0, 40000), (1, 40000), (2, 20000), (3, 20000));
        Lines(LeanPaths.FactorFile(_folder.Root, "aa"), "20100104,0.9,0.5,4", "20100105,1,0.5,4", "20501231,1,1,0");

        var panel = LeanFolderReader.ReadPanel(_folder.Root, adjustment: adjustment);

        double[] expected = [first, second, third, fourth];
        for (var t = 0; t < 4; t++)
            Assert.Equal(expected[t], panel.Close(0)[t], 12);
        Assert.Equal(volume, panel.Volume(0)[0]);
        Assert.Equal(1000, panel.Volume(0)[3]);
    }

    [Fact]
    public void ReadPanel_ChangeOfTicker_JoinsTheSegments()
    {
        Bars("old", (0, 10000), (1, 20000), (2, 99000)); // the third bar belongs to a later owner of the ticker
        Bars("new", (1, 77000), (2, 30000), (3, 40000), (4, 50000));
        Lines(LeanPaths.MapFile(_folder.Root, "new"), "20100104,old,N", "20100105,old,N", "20100107,new,N");

        var panel = LeanFolderReader.ReadPanel(_folder.Root);

        Assert.Equal(["NEW"], panel.Names);
        Assert.Equal([1, 2, 3, 4], panel.Close(0).ToArray());
    }

    [Fact]
    public void ReadPanel_Delisted_EndsWithItsMapFile()
    {
        Bars("aa", (0, 10000), (1, 20000), (2, 30000));
        Lines(LeanPaths.MapFile(_folder.Root, "aa"), "20100104,aa,Q", "20100105,aa,Q");

        Assert.Equal(2, LeanFolderReader.ReadPanel(_folder.Root).SessionCount);
    }

    [Fact]
    public void ReadPanel_BadRow_NamesFileAndLine()
    {
        var path = LeanPaths.Bars(_folder.Root, BarResolution.Daily, "aa");
        BarFile.Write(path, [new Bar(Monday, 0, 1, 1, 1, -1, 1)]);

        var error = Assert.Throws<InvalidDataException>(() => LeanFolderReader.ReadPanel(_folder.Root));

        Assert.Equal($"{path}: line 1: expected positive prices, found '20100104 00:00,1,1,1,-1,1'", error.Message);
    }

    [Theory]
    [InlineData("20100104,x,1,1", "line 1: expected yyyyMMdd,priceFactor,splitFactor,referencePrice")]
    [InlineData("20100104,0,1,1", "line 1: expected positive factors")]
    [InlineData("", "expected at least one row, found an empty file")]
    public void ReadPanel_BadFactorFile_NamesIt(string line, string message)
    {
        Bars("aa", (0, 10000));
        var path = Lines(LeanPaths.FactorFile(_folder.Root, "aa"), line);

        Assert.StartsWith($"{path}: {message}", Assert.Throws<InvalidDataException>(() => LeanFolderReader.ReadPanel(_folder.Root)).Message);
    }

    [Fact]
    public void ReadPanel_MissingThings_AreNamed()
    {
        string Message(Action read) => Assert.Throws<InvalidDataException>(read).Message;

        Assert.Contains("expected daily files <ticker>.zip, found none", Message(() => LeanFolderReader.ReadPanel(_folder.Root)));
        Assert.Contains("expected a LEAN data folder with equity/usa/daily, found no folder", Message(() => LeanFolderReader.ReadPanel(_folder["absent"])));
        Bars("aa", (0, 10000));
        Assert.Contains("expected daily bars of F, found no file", Message(() => LeanFolderReader.ReadPanel(_folder.Root, ["F"])));
        Assert.Contains("expected bars from 2011-01-01 through the last, found none", Message(() => LeanFolderReader.ReadPanel(_folder.Root, from: new DateOnly(2011, 1, 1))));
    }

    [Fact]
    public void ReadPanel_BadArguments_AreRefused()
    {
        Assert.Contains("'../x'", Assert.Throws<ArgumentException>(() => LeanFolderReader.ReadPanel(_folder.Root, ["../x"])).Message);
        Assert.Contains("AA twice", Assert.Throws<ArgumentException>(() => LeanFolderReader.ReadPanel(_folder.Root, ["aa", "AA"])).Message);
        Assert.Contains("at least one ticker", Assert.Throws<ArgumentException>(() => LeanFolderReader.ReadPanel(_folder.Root, [])).Message);
        Assert.Contains("2010-02-01", Assert.Throws<ArgumentException>(() => LeanFolderReader.ReadPanel(_folder.Root, null, new DateOnly(2010, 2, 1), new DateOnly(2010, 1, 1))).Message);
    }

    [SharedFact("data/lean-sample/equity/usa/factor_files")]
    public void ReadPanel_LeansSample_AdjustsAppleForItsSplits()
    {
        var panel = LeanFolderReader.ReadPanel(SharedFolder.PathOf("data/lean-sample"), ["AAPL"], new DateOnly(2014, 6, 6), new DateOnly(2014, 6, 9));
        var raw = LeanFolderReader.ReadPanel(SharedFolder.PathOf("data/lean-sample"), ["AAPL"], new DateOnly(2014, 6, 6), new DateOnly(2014, 6, 9), PriceAdjustment.Raw);

        Assert.InRange(raw.Close(0)[0] / raw.Close(0)[1], 6.8, 7.0); // 7:1 on June 9
        Assert.InRange(panel.Close(0)[0] / panel.Close(0)[1], 0.97, 1.0);
    }
}
