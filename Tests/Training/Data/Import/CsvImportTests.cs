using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Training.Data.Import;

public sealed class CsvImportTests : IDisposable
{
    private const string Header = "symbol,date,open,high,low,close,volume\n";
    private const string Good = "AA,2010-01-04,10,11,9.5,10.5,1000\nAA,2010-01-05,10.5,11,10,10.25,900\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private ImportResult Import(string csv, Func<CsvImportOptions, CsvImportOptions>? change = null)
    {
        var options = new CsvImportOptions { Source = _folder.WriteText("in.csv", csv), Output = _folder["out"] };
        return CsvImport.Run(change?.Invoke(options) ?? options);
    }

    private string Bars(string ticker) => _folder.Unzip($"out/equity/usa/daily/{ticker}.zip");

    private string[] Report() => File.ReadAllLines(_folder["out/import-report.csv"]);

    [Fact]
    public void Run_GoodRows_WritesLeanLines()
    {
        var result = Import(Header + Good);

        Assert.Equal("20100104 00:00,100000,110000,95000,105000,1000\n20100105 00:00,105000,110000,100000,102500,900\n", Bars("aa"));
        Assert.Equal((1, 2L, 2L, 2), (result.Names, result.RowsRead, result.RowsWritten, result.Sessions));
        Assert.Empty(result.Rejected);
        Assert.Equal(["line,symbol,date,reason,row"], Report());
        Assert.True(File.Exists(LeanPaths.MarketHours(_folder["out"])));
        Assert.True(File.Exists(LeanPaths.SymbolProperties(_folder["out"])));
    }

    [Theory]
    [InlineData("AA,2010-01-06,0,11,9,10,5", ImportReason.OpenNotPositive)]
    [InlineData("AA,2010-01-06,-1,11,9,10,5", ImportReason.OpenNotPositive)]
    [InlineData("AA,2010-01-06,10,11,0,10,5", ImportReason.PriceNotPositive)]
    [InlineData("AA,2010-01-06,10,11,-2,10,5", ImportReason.PriceNotPositive)]
    [InlineData("AA,2010-01-06,10,11,9,-10,5", ImportReason.PriceNotPositive)]
    [InlineData("AA,2010-01-06,12,11,9,10,5", ImportReason.OutsideRange)]
    [InlineData("AA,2010-01-06,8,11,9,10,5", ImportReason.OutsideRange)]
    [InlineData("AA,2010-01-06,10,11,9,11.01,5", ImportReason.OutsideRange)]
    [InlineData("AA,2010-01-06,10,9,11,10,5", ImportReason.OutsideRange)]
    [InlineData("AA,2010-01-06,10,11,9,10,-5", ImportReason.NegativeVolume)]
    [InlineData("AA,2010-01-05,10,11,9,10,5", ImportReason.DuplicateDate)]
    [InlineData("AA,2010-01-04,10,11,9,10,5", ImportReason.DateOrder)]
    [InlineData("AA,2010-02-30,10,11,9,10,5", ImportReason.Date)]
    [InlineData("AA,06.01.2010,10,11,9,10,5", ImportReason.Date)]
    [InlineData("AA,,10,11,9,10,5", ImportReason.Date)]
    [InlineData("AA,2010-01-06,ten,11,9,10,5", ImportReason.Number)]
    [InlineData("AA,2010-01-06,10,,9,10,5", ImportReason.Number)]
    [InlineData("AA,2010-01-06,10,11,9,NaN,5", ImportReason.Number)]
    [InlineData("AA,2010-01-06,10,11,9,10,many", ImportReason.Number)]
    [InlineData("AA,2010-01-06,10,11,9,10", ImportReason.FieldCount)]
    [InlineData("AA,2010-01-06,10,11,9,10,5,6", ImportReason.FieldCount)]
    [InlineData("../AA,2010-01-06,10,11,9,10,5", ImportReason.Symbol)]
    [InlineData(",2010-01-06,10,11,9,10,5", ImportReason.Symbol)]
    public void Run_BadRow_IsCountedAndListed(string row, ImportReason reason)
    {
        var result = Import(Header + Good + row + "\n");

        Assert.Equal([KeyValuePair.Create(reason, 1L)], result.Rejected);
        Assert.Equal((3L, 2L), (result.RowsRead, result.RowsWritten));
        var listed = Assert.Single(Report(), line => line.StartsWith("4,", StringComparison.Ordinal));
        Assert.EndsWith($",\"{row}\"", listed);
        Assert.Equal(2, Report().Length);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("nan", 0)]
    [InlineData("0", 0)]
    [InlineData("12.9", 12)]
    [InlineData("1.5e3", 1500)]
    public void Run_UnusualVolume_IsKept(string text, long volume)
    {
        Import(Header + $"AA,2010-01-04,10,11,9,10,{text}\n");

        Assert.Equal($"20100104 00:00,100000,110000,90000,100000,{volume}\n", Bars("aa"));
    }

    [Theory]
    [InlineData("10.00005", 100000)] // half to even
    [InlineData("10.00015", 100002)]
    [InlineData("10.000050001", 100001)]
    [InlineData("10.00004999", 100000)]
    [InlineData("1.00001e1", 100001)]
    [InlineData(".5", 5000)]
    [InlineData("123456.7891", 1234567891)]
    public void Run_Prices_AreRoundedExactly(string text, long price)
    {
        Import(Header + $"AA,2010-01-04,{text},{text},{text},{text},1\n");

        Assert.Equal($"20100104 00:00,{price},{price},{price},{price},1\n", Bars("aa"));
    }

    [Fact]
    public void Run_OrderedByDate_GroupsBySymbol()
    {
        Import(Header + "AA,2010-01-04,10,11,9,10,1\nbb,2010-01-04,20,21,19,20,2\nAA,2010-01-05,10,11,9,10,3\nBB,2010-01-05,20,21,19,20,4\n");

        Assert.Equal(2, Bars("aa").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(2, Bars("bb").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Run_ColumnsInAnotherOrderWithWindowsLinesAndMark_ReadsTheSame()
    {
        Import("\uFEFFVolume,Date,name,Close,Low,High,Open,Symbol\r\n1000,20100104,\"A, B\",10.5,9.5,11,10,AA\r\n");

        Assert.Equal("20100104 00:00,100000,110000,95000,105000,1000\n", Bars("aa"));
    }

    [Fact]
    public void Run_DailyReturnAboveTheLimit_LeavesTheNameOut()
    {
        var jump = "ZZ,2010-01-04,1,1,1,1,5\nZZ,2010-01-05,2.5,2.5,2.5,2.5,6\n";
        var result = Import(Header + Good + jump);

        var dropped = Assert.Single(result.Dropped);
        Assert.Equal(("ZZ", new DateOnly(2010, 1, 5), 1.5, 2), (dropped.Ticker, dropped.Date, dropped.Return, dropped.Bars));
        Assert.Equal([KeyValuePair.Create(ImportReason.DailyReturn, 2L)], result.Rejected);
        Assert.False(File.Exists(_folder["out/equity/usa/daily/zz.zip"]));
        Assert.Contains("5,ZZ,2010-01-05,name with a daily return above the limit,\"ZZ,2010-01-05,2.5,2.5,2.5,2.5,6\"", Report());
    }

    [Fact]
    public void Run_DailyReturnAtTheLimit_KeepsTheName() =>
        Assert.Equal(1, Import(Header + "ZZ,2010-01-04,1,1,1,1,5\nZZ,2010-01-05,2,2,2,2,6\n").Names);

    [Fact]
    public void Run_NoLimit_KeepsEveryName() =>
        Assert.Equal(1, Import(Header + "ZZ,2010-01-04,1,1,1,1,5\nZZ,2010-01-05,9,9,9,9,6\n", o => o with { MaximumDailyReturn = null }).Names);

    [Fact]
    public void Run_ExcludedNamesAndDates_AreListed()
    {
        var result = Import(Header + Good + "BB,2010-01-05,1,1,1,1,5\n", o => o with { Exclude = ["bb"], From = new DateOnly(2010, 1, 5) });

        Assert.Equal(1L, result.Rejected[ImportReason.NameExcluded]);
        Assert.Equal(1L, result.Rejected[ImportReason.OutsideDates]);
        Assert.Equal(1L, result.RowsWritten);
    }

    [Fact]
    public void Run_Metadata_GivesSectorCodesInOrdinalOrder()
    {
        var meta = _folder.WriteText("meta.csv", "symbol,name,exchange,marketcap,sector\nBB,\"B, Inc.\",NYSE,2000000,energy\nAA,A,NASDAQ,1e9,finance\nUNUSED,U,N,1,aviation\n");
        var result = Import(Header + Good + "BB,2010-01-05,1,1,1,1,5\nCC,2010-01-05,1,1,1,1,5\n", o => o with { Metadata = meta });

        var metadata = FolderMetadata.TryRead(_folder["out"])!;
        Assert.Equal(["energy", "finance"], metadata.Sectors);
        Assert.Equal([1, 0, -1], metadata.Names.Select(n => n.SectorCode));
        Assert.Equal([1e9, 2e6, null], metadata.Names.Select(n => n.MarketCap));
        Assert.Equal(["NASDAQ", "NYSE", null], metadata.Names.Select(n => n.Exchange));
        Assert.Equal(1, result.WithoutSector);
        Assert.Equal([1, 0, -1], LeanFolderReader.ReadPanel(_folder["out"]).Sectors);
    }

    [Fact]
    public void Run_IndexInTheSource_IsNotAName()
    {
        var result = Import(Header + Good + "SPY,2010-01-04,100,101,99,100,5\n");

        Assert.Equal(1, result.Names);
        Assert.Equal("SPY", FolderMetadata.TryRead(_folder["out"])!.Index);
        Assert.Equal(["AA"], LeanFolderReader.ReadPanel(_folder["out"]).Names);
        Assert.True(File.Exists(_folder["out/equity/usa/daily/spy.zip"]));
    }

    [Fact]
    public void Run_IndexFromAnotherFolder_IsCopied()
    {
        Import(Header + "SPY,2010-01-04,100,101,99,100,5\n", o => o with { Output = _folder["other"], Index = "XX" });
        Import(Header + Good, o => o with { IndexFrom = _folder["other"] });

        Assert.Equal(File.ReadAllBytes(_folder["other/equity/usa/daily/spy.zip"]), File.ReadAllBytes(_folder["out/equity/usa/daily/spy.zip"]));
        Assert.Equal("SPY", FolderMetadata.TryRead(_folder["out"])!.Index);
    }

    [Fact]
    public void Run_Twice_GivesTheSameBytes()
    {
        var source = _folder.WriteGzip("in.csv.gz", Header + Good + "BB,2010-01-05,0,1,1,1,5\n");
        foreach (var name in (string[])["a", "b"])
            CsvImport.Run(new CsvImportOptions { Source = source, Output = _folder[name] });

        var files = Directory.GetFiles(_folder["a"], "*", SearchOption.AllDirectories);
        Assert.Equal(5, files.Length);
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(_folder["b/" + Path.GetRelativePath(_folder["a"], file)])));
    }

    [Fact]
    public void Run_Progress_EndsAtOne()
    {
        var reports = new List<ImportProgress>();
        var source = _folder.WriteText("in.csv", Header + Good);
        CsvImport.Run(new CsvImportOptions { Source = source, Output = _folder["out"] }, new Recorder(reports));

        Assert.Equal(1, reports[^1].Fraction, 12);
        Assert.Equal(reports.Select(r => r.Fraction).Order(), reports.Select(r => r.Fraction));
    }

    private sealed class Recorder(List<ImportProgress> reports) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => reports.Add(value);
    }
}
