using FsCheck;
using FsCheck.Fluent;
using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Training.Data.Import;

/// <summary>Inputs that an import refuses: one line that says where and what, and nothing left on disk.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Header = "symbol,date,open,high,low,close,volume\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Fails<T>(string source, Func<CsvImportOptions, CsvImportOptions>? change = null) where T : Exception
    {
        var options = new CsvImportOptions { Source = source, Output = _folder["work/out"] };
        var error = Assert.Throws<T>(() => CsvImport.Run(change?.Invoke(options) ?? options));
        Assert.DoesNotContain('\n', error.Message);
        if (Directory.Exists(_folder["work"]))
            Assert.Empty(Directory.GetFileSystemEntries(_folder["work"]));
        return error.Message;
    }

    [Theory]
    [InlineData("", "line 1: expected the columns symbol,date,open,high,low,close,volume, found an empty file")]
    [InlineData("symbol,date,open,high,low,close\nA,2010-01-04,1,1,1,1\n", "line 1: expected the columns symbol,date,open,high,low,close,volume, found 'symbol,date,open,high,low,close'")]
    [InlineData("A,2010-01-04,1,1,1,1,5\n", "line 1: expected the columns")]
    [InlineData(Header, "line 2: expected rows, found a header only")]
    [InlineData(Header + "A,04/01/2010,1,1,1,1,5\nA,05/01/2010,1,1,1,1,5\n", "line 2: expected at least one usable row, found none; the first: not a date in 'A,04/01/2010,1,1,1,1,5'")]
    [InlineData(Header + "A,2010-01-04,-1,1,1,1,5\n", "the first: open not positive")]
    [InlineData(Header + "A,2010-01-04,1,1,1,1,5\nA,2010-01-05,9,9,9,9,5\n", "expected a name without a daily return above 1, found none in 1")]
    public void Run_UnusableFile_SaysWhatIsWrong(string text, string message)
    {
        var source = _folder.WriteText("in.csv", text);

        Assert.Contains(message, Fails<InvalidDataException>(source));
        Assert.StartsWith(source + ": ", Fails<InvalidDataException>(source));
    }

    [Fact]
    public void Run_TruncatedGzip_SaysSo()
    {
        var random = new Random(5);
        var rows = string.Concat(Enumerable.Range(0, 3000).Select(i =>
            $"A{i},2010-01-04,{random.Next(100, 999)},1000,1,{random.Next(100, 999)},{random.Next()}\n"));
        var source = _folder.WriteGzip("in.csv.gz", Header + rows);
        var bytes = File.ReadAllBytes(source);
        foreach (var length in (int[])[2, 10, 20, 100, bytes.Length / 2, bytes.Length - 9, bytes.Length - 1])
        {
            File.WriteAllBytes(source, bytes[..length]);
            Assert.Contains("expected more gzip data, found a damaged or truncated file", Fails<InvalidDataException>(source));
        }
    }

    [Fact]
    public void Run_GzipOfSeveralMembers_IsReadToItsEnd()
    {
        var first = File.ReadAllBytes(_folder.WriteGzip("a.gz", Header + "A,2010-01-04,1,1,1,1,5\nA,2010"));
        var second = File.ReadAllBytes(_folder.WriteGzip("b.gz", "-01-05,1,1,1,1,5"));
        File.WriteAllBytes(_folder["in.csv.gz"], [.. first, .. second]);

        Assert.Equal(2, CsvImport.Run(new CsvImportOptions { Source = _folder["in.csv.gz"], Output = _folder["out"] }).RowsWritten);
    }

    [Fact]
    public void Run_DamagedGzip_SaysSo()
    {
        var source = _folder.WriteGzip("in.csv.gz", Header + "A,2010-01-04,1,1,1,1,5\n");
        var bytes = File.ReadAllBytes(source);
        bytes[bytes.Length / 2] ^= 0x55;
        File.WriteAllBytes(source, bytes);

        Assert.StartsWith(source, Fails<InvalidDataException>(source));
    }

    [Fact]
    public void Run_NoSuchFile_NamesIt() =>
        Assert.Contains(_folder["absent.csv"], Fails<FileNotFoundException>(_folder["absent.csv"]));

    [Theory]
    [InlineData("", "line 1: expected a header with the column symbol, found an empty file")]
    [InlineData("name,sector\nA,energy\n", "line 1: expected the column symbol and any of sector, marketcap, exchange, found 'name,sector'")]
    [InlineData("symbol,sector\nA\n", "line 2: expected 2 fields, found 1")]
    [InlineData("symbol,sector\nA,energy\nA,finance\n", "line 3: expected each symbol once, found A again")]
    [InlineData("symbol,marketcap\nA,large\n", "line 2: expected a market cap in dollars, found 'large'")]
    public void Run_BadMetadata_SaysWhatIsWrong(string text, string message)
    {
        var source = _folder.WriteText("in.csv", Header + "A,2010-01-04,1,1,1,1,5\n");
        var meta = _folder.WriteText("meta.csv", text);

        Assert.Contains($"{meta}: {message}", Fails<InvalidDataException>(source, o => o with { Metadata = meta }));
    }

    [Fact]
    public void Run_IndexThatIsNotThere_IsNamed()
    {
        var source = _folder.WriteText("in.csv", Header + "A,2010-01-04,1,1,1,1,5\n");

        Assert.Contains("spy.zip: expected daily bars of the index SPY, found no file", Fails<InvalidDataException>(source, o => o with { IndexFrom = _folder["absent"] }));
    }

    [Fact]
    public void Run_AnyText_WritesOrListsEveryRow()
    {
        var fields = Gen.Elements("A", "B", "", "\"", "\"A,\"", "2010-01-04", "2010-01-05", "20100106", "1", "1.5", "0", "-1", "1e9", "1e99", ".", "nan", "x", "\0", "é");
        var rows = Gen.OneOf(
            Gen.Elements("A,2010-01-04,1,1,1,1,5", "B,2010-01-05,1,2,1,1.5,", "A,2010-01-06,2,2,2,2,1"),
            Gen.Choose(0, 9).SelectMany(n => fields.ListOf(n)).Select(f => string.Join(',', f)));
        var run = 0;
        Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(rows.ListOf()), lines =>
        {
            var given = lines.Where(line => line.Length > 0).ToList();
            var source = _folder.WriteText("in.csv", Header + "A,2010-01-01,1,1,1,1,5\n" + string.Join('\n', given));
            var result = CsvImport.Run(new CsvImportOptions { Source = source, Output = _folder[$"out{run++}"], MaximumDailyReturn = null });
            var panel = LeanFolderReader.ReadPanel(result.Output);
            var bars = Enumerable.Range(0, panel.NameCount).Sum(i => panel.Close(i).ToArray().Count(double.IsFinite));
            return result.RowsRead == given.Count + 1
                && result.RowsWritten == bars
                && result.RowsRead == result.RowsWritten + result.Rejected.Values.Sum()
                && result.RowsRead - result.RowsWritten == File.ReadLines(result.Report).Count() - 1;
        }));
    }

    [Fact]
    public void Run_OutputWithContent_IsRefusedUnlessReplaced()
    {
        var source = _folder.WriteText("in.csv", Header + "A,2010-01-04,1,1,1,1,5\n");
        var options = new CsvImportOptions { Source = source, Output = _folder["out"] };
        CsvImport.Run(options);
        _folder.WriteText("out/mine.txt", "kept");

        Assert.Contains("expected an absent or empty folder", Assert.Throws<IOException>(() => CsvImport.Run(options)).Message);
        Assert.True(File.Exists(_folder["out/mine.txt"]));

        CsvImport.Run(options with { Replace = true });
        Assert.False(File.Exists(_folder["out/mine.txt"]));
        Assert.Equal(["in.csv", "out"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Run_FailureWhileReplacing_KeepsTheOldFolder()
    {
        var good = _folder.WriteText("in.csv", Header + "A,2010-01-04,1,1,1,1,5\n");
        CsvImport.Run(new CsvImportOptions { Source = good, Output = _folder["out"] });
        var before = File.ReadAllBytes(_folder["out/equity/usa/daily/a.zip"]);
        var bad = _folder.WriteText("bad.csv", Header + "A,2010-01-04,0,1,1,1,5\n");

        Assert.Throws<InvalidDataException>(() => CsvImport.Run(new CsvImportOptions { Source = bad, Output = _folder["out"], Replace = true }));

        Assert.Equal(before, File.ReadAllBytes(_folder["out/equity/usa/daily/a.zip"]));
        Assert.Equal(3, Directory.GetFileSystemEntries(_folder.Root).Length);
    }

    [Fact]
    public void Run_ReplacingAFolderThatIsNoDataFolder_IsRefused()
    {
        var source = _folder.WriteText("in.csv", Header + "A,2010-01-04,1,1,1,1,5\n");
        _folder.WriteText("home/letters.txt", "dear");

        var error = Assert.Throws<IOException>(() => CsvImport.Run(new CsvImportOptions { Source = source, Output = _folder["home"], Replace = true }));

        Assert.Contains("expected a data folder to replace", error.Message);
        Assert.True(File.Exists(_folder["home/letters.txt"]));
    }

    [Fact]
    public void Run_ReplacingTheFolderOfTheSource_IsRefused()
    {
        var source = _folder.WriteText("data/in.csv", Header + "A,2010-01-04,1,1,1,1,5\n");
        _folder.WriteText("data/metadata.json", "{}");

        var error = Assert.Throws<IOException>(() => CsvImport.Run(new CsvImportOptions { Source = source, Output = _folder["data"], Replace = true }));

        Assert.Contains("without the sources in it", error.Message);
        Assert.True(File.Exists(source));
    }

    [Fact]
    public void Run_Cancelled_LeavesNothing()
    {
        var source = _folder.WriteText("in.csv", Header + "A,2010-01-04,1,1,1,1,5\n");

        Assert.Throws<OperationCanceledException>(() => CsvImport.Run(
            new CsvImportOptions { Source = source, Output = _folder["out"] }, cancellation: new CancellationToken(canceled: true)));

        Assert.Equal(["in.csv"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName));
    }
}
