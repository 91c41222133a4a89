using System.Diagnostics;
using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Training.Data.Import;

public sealed class RealImportTests
{
    private const string Source = "data/us1000/us1000_daily_2010_2016.csv.gz";

    [SharedFact(Source)]
    public void Run_RealMarket_WritesTheUsableNamesAsTheReferenceConversionDoes()
    {
        using var folder = new TemporaryFolder();
        var clock = Stopwatch.StartNew();
        var result = CsvImport.Run(new CsvImportOptions
        {
            Source = SharedFolder.PathOf(Source),
            Metadata = SharedFolder.PathOf("data/us1000/us1000_meta.csv"),
            Output = folder["data"],
            Exclude = ["JEC", "CPRT"], // their jumps lie after the last day of this file
        });

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60); // about 3 on an idle machine; tests may share theirs
        Assert.Equal(985, result.Names);
        Assert.Equal(1_736_063, result.RowsRead);
        Assert.Equal(1_709_345, result.RowsWritten);
        Assert.Equal(result.RowsRead - result.RowsWritten, result.Rejected.Values.Sum());
        Assert.Equal(result.Rejected.Values.Sum() + 1, File.ReadLines(result.Report).LongCount());
        Assert.Equal(
            ["ACAD", "C", "CTRP", "DUK", "EBR", "EQC", "GOL", "HPQ", "MIDD", "NVO", "OA", "PLD", "XPO"],
            result.Dropped.Select(d => d.Ticker).Order(StringComparer.Ordinal));

        var compared = 0;
        foreach (var reference in Directory.EnumerateFiles(SharedFolder.PathOf("data/lean/equity/usa/daily"), "*.zip"))
            if (Path.GetFileName(reference) != "spy.zip" && File.Exists(folder[$"data/equity/usa/daily/{Path.GetFileName(reference)}"]))
            {
                Assert.Equal(TemporaryFolder.UnzipAt(reference), folder.Unzip($"data/equity/usa/daily/{Path.GetFileName(reference)}"));
                compared++;
            }
        Assert.InRange(compared, 110, 120);

        var panel = LeanFolderReader.ReadPanel(folder["data"]);
        Assert.Equal((985, 1740), (panel.NameCount, panel.SessionCount));
        Assert.DoesNotContain(-1, panel.Sectors);
    }
}
