using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Training.Data.Synthesis;

public sealed class SyntheticMarketTests : IDisposable
{
    private static readonly SyntheticMarketOptions Small = new() { Seed = 1, Names = 5, Years = 1 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Result_DescribesTheFolder()
    {
        var result = SyntheticMarket.Write(Small with { Names = 30, Years = 2 }, _folder["m"]);
        var panel = LeanFolderReader.ReadPanel(_folder["m"]);

        Assert.Equal((panel.NameCount, panel.SessionCount), (result.Names, result.Sessions));
        Assert.Equal((4, 3), (result.ListedLater, result.Delisted));
        Assert.Equal(Enumerable.Range(0, 30).Sum(i => panel.Close(i).ToArray().Count(double.IsFinite)), result.Bars);
        Assert.Equal(result.Splits + result.Dividends, Directory.EnumerateFiles(LeanPaths.FactorFiles(_folder["m"]), "sy*.csv").Sum(f => File.ReadLines(f).Count() - 2));
        Assert.Equal(result.Truth, FolderMetadata.TryRead(_folder["m"])!.Truth);
        Assert.Empty(FolderCheck.Run(_folder["m"]).Findings);
    }

    [Fact]
    public void Write_AnotherSeed_MakesAnotherMarket()
    {
        SyntheticMarket.Write(Small, _folder["a"]);
        SyntheticMarket.Write(Small with { Seed = 2 }, _folder["b"]);
        SyntheticMarket.Write(Small, _folder["c"]);

        Assert.NotEqual(_folder.Unzip("a/equity/usa/daily/syaa.zip"), _folder.Unzip("b/equity/usa/daily/syaa.zip"));
        Assert.Equal(_folder.Unzip("a/equity/usa/daily/syaa.zip"), _folder.Unzip("c/equity/usa/daily/syaa.zip"));
    }

    [Fact]
    public void Tickers_OfTheLargestMarket_AreDistinct()
    {
        var tickers = Enumerable.Range(0, 5000).Select(SyntheticName.TickerOf).ToList();

        Assert.Equal(5000, tickers.Distinct().Count());
        Assert.All(tickers, ticker => Assert.True(LeanPaths.IsTicker(ticker)));
        Assert.DoesNotContain("SPY", tickers);
    }

    [Theory]
    [InlineData(1, 1, 2010, 0.05, "Names: expected 2 to 5000, found 1")]
    [InlineData(5, 0, 2010, 0.05, "Years: expected 1 to 30, found 0")]
    [InlineData(5, 30, 2010, 0.05, "FirstYear: expected years from 1998 through 2030, found 2010")]
    [InlineData(5, 1, 1990, 0.05, "FirstYear: expected years from 1998 through 2030, found 1990")]
    [InlineData(5, 1, 2010, 0.5, "InformationCoefficient: expected 0 to 0.3, found 0.5")]
    [InlineData(5, 1, 2010, double.NaN, "InformationCoefficient: expected 0 to 0.3, found NaN")]
    public void Write_BadOptions_AreRefused(int names, int years, int firstYear, double strength, string message)
    {
        var options = new SyntheticMarketOptions { Seed = 1, Names = names, Years = years, FirstYear = firstYear, InformationCoefficient = strength };

        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => SyntheticMarket.Write(options, _folder["m"])).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void Write_OutputWithContent_IsRefused()
    {
        _folder.WriteText("m/mine.txt", "kept");

        Assert.Throws<IOException>(() => SyntheticMarket.Write(Small, _folder["m"]));

        Assert.Equal("kept", File.ReadAllText(_folder["m/mine.txt"]));
    }

    [Fact]
    public void Write_Cancelled_LeavesNothing()
    {
        Assert.Throws<OperationCanceledException>(() => SyntheticMarket.Write(Small, _folder["m"], cancellation: new CancellationToken(canceled: true)));

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));
    }
}
