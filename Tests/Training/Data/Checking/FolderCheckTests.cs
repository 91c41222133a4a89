using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Training.Data.Checking;

public sealed class FolderCheckTests : IDisposable
{
    private static readonly DateOnly Monday = new(2010, 1, 4);
    private readonly TemporaryFolder _folder = new();

    public FolderCheckTests()
    {
        Directory.CreateDirectory(LeanPaths.Bars(_folder.Root, BarResolution.Daily));
        Directory.CreateDirectory(LeanPaths.Bars(_folder.Root, BarResolution.Hour));
        Directory.CreateDirectory(LeanPaths.MapFiles(_folder.Root));
        Directory.CreateDirectory(LeanPaths.FactorFiles(_folder.Root));
        SupportFiles.WriteMarketHours(LeanPaths.MarketHours(_folder.Root), MarketCalendar.UsEquities);
        SupportFiles.WriteSymbolProperties(LeanPaths.SymbolProperties(_folder.Root));
    }

    public void Dispose() => _folder.Dispose();

    private static Bar At(int day, long close = 10000, long volume = 10) => new(Monday.AddDays(day), 0, close, close, close, close, volume);

    private void Daily(params Bar[] bars) => BarFile.Write(LeanPaths.Bars(_folder.Root, BarResolution.Daily, "aa"), bars);

    private Finding Only()
    {
        var result = FolderCheck.Run(_folder.Root);
        var finding = Assert.Single(result.Findings);
        Assert.Equal([KeyValuePair.Create(finding.Kind, 1)], result.Counts);
        Assert.Equal(finding.IsError ? 1 : 0, result.Errors);
        return finding;
    }

    [Fact]
    public void Run_SoundFolder_FindsNothing()
    {
        Daily(At(0), At(1), At(2), At(3), At(4), At(7));
        MapFile.Write(LeanPaths.MapFile(_folder.Root, "aa"), [new MapRow(Monday, "AA", "N"), new MapRow(MapFile.Open, "AA", "N")]);
        FactorFile.Write(LeanPaths.FactorFile(_folder.Root, "aa"), [new FactorRow(Monday, 1, 1, 1), new FactorRow(MapFile.Open, 1, 1, 0)]);

        var result = FolderCheck.Run(_folder.Root);

        Assert.Empty(result.Findings);
        Assert.Equal((1, 6L, (DateOnly?)Monday, (DateOnly?)Monday.AddDays(7)), (result.Names, result.Bars, result.FirstSession, result.LastSession));
    }

    [Fact]
    public void Run_ZeroVolume_IsFound()
    {
        Daily(At(0), At(1, volume: 0));

        Assert.Equal("equity/usa/daily/aa.zip: line 2: expected a volume, found 0", Only().ToString());
    }

    [Fact]
    public void Run_BarOutsideItsRange_IsFound()
    {
        Daily(At(0), new Bar(Monday.AddDays(1), 0, 10000, 11000, 10500, 10700, 5));

        Assert.Equal((FindingKind.InconsistentBar, 2, false), (Only().Kind, Only().Line, Only().IsError));
    }

    [Fact]
    public void Run_MissingSessions_AreOneFinding()
    {
        Daily(At(0), At(3)); // Tuesday and Wednesday

        Assert.Equal("equity/usa/daily/aa.zip: line 2: expected 2 sessions from 2010-01-05 to 2010-01-06, found none", Only().ToString());
    }

    [Fact]
    public void Run_HolidayBetween_IsNoGap()
    {
        Daily(At(11), At(15)); // Friday, and Tuesday after Martin Luther King Day

        Assert.Empty(FolderCheck.Run(_folder.Root).Findings);
    }

    [Fact]
    public void Run_BarOnAHoliday_IsFound()
    {
        Daily(At(11), At(14), At(15));

        Assert.Equal((FindingKind.NotASession, new DateOnly(2010, 1, 18)), (Only().Kind, Only().Date));
    }

    [Fact]
    public void Run_JumpBeyondTheThreshold_IsFoundUnlessASplitExplainsIt()
    {
        Daily(At(0, 20000), At(1, 10000), At(2, 10500));

        Assert.Contains("found -50.0% on 2010-01-05", Assert.Single(FolderCheck.Run(_folder.Root, jump: 0.45).Findings).Message);
        Assert.Empty(FolderCheck.Run(_folder.Root, jump: 0.55).Findings);
        FactorFile.Write(LeanPaths.FactorFile(_folder.Root, "aa"),
            [new FactorRow(new DateOnly(2010, 1, 1), 1, 0.5m, 1), new FactorRow(Monday, 1, 0.5m, 2), new FactorRow(MapFile.Open, 1, 1, 0)]);
        Assert.Empty(FolderCheck.Run(_folder.Root, jump: 0.45).Findings);
    }

    [Fact]
    public void Run_BadLines_AreAllListed()
    {
        Daily(At(0), At(1) with { Low = -1 }, At(2), At(2), At(3));

        var result = FolderCheck.Run(_folder.Root);

        Assert.Equal([2, 4], result.Findings.Where(f => f.Kind == FindingKind.BadLine).Select(f => f.Line));
        Assert.Equal(3, result.Bars);
        Assert.Equal(2, result.Errors);
    }

    [Fact]
    public void Run_DamagedZip_IsFound()
    {
        Daily(At(0), At(1));
        _folder.WriteText("equity/usa/daily/bb.zip", "PK");

        Assert.Equal((FindingKind.UnreadableFile, "equity/usa/daily/bb.zip", true), (Only().Kind, Only().Path, Only().IsError));
    }

    [Theory]
    [InlineData("market-hours/market-hours-database.json")]
    [InlineData("symbol-properties/symbol-properties-database.csv")]
    public void Run_MissingSupportFile_IsFound(string file)
    {
        Daily(At(0));
        File.Delete(_folder[file]);

        Assert.Equal((FindingKind.SupportFile, file), (Only().Kind, Only().Path));
    }

    [Theory]
    [InlineData("20100105,aa,N\n20501231,aa,N", "expected the listing by the first bar 2010-01-04, found 2010-01-05")]
    [InlineData("20100104,aa,N\n20100105,aa,N", "expected the end from the last bar 2010-01-06 on, found 2010-01-05")]
    [InlineData("20100104,aa,N\n20501231,bb,N", "expected AA as the last ticker, found BB")]
    [InlineData("first,aa,N", "expected yyyyMMdd,ticker,exchange, found 'first,aa,N'")]
    [InlineData("20100104,aa,N\n20100101,aa,N", "expected a date from 20100104 on")]
    public void Run_MapFileThatDoesNotFit_IsFound(string text, string message)
    {
        Daily(At(0), At(1), At(2));
        _folder.WriteText("equity/usa/map_files/aa.csv", text);

        Assert.Equal(FindingKind.MapFile, Only().Kind);
        Assert.Contains(message, Only().Message);
    }

    [Theory]
    [InlineData("20100104,1,1,1\n20100105,1,1,0", "expected a last row with factors 1 from 2010-01-06 on, found 2010-01-05 with 1")]
    [InlineData("20100104,0.8,1,1\n20501231,0.9,1,0", "expected a last row with factors 1")]
    [InlineData("20100104,1,1,1\n20100105,1,1,7\n20501231,1,1,0", "expected the close 1 of 2010-01-05 as reference price, found 7")]
    [InlineData("20100104,1,1", "expected a last row")]
    [InlineData("20100104,one,1,1", "expected yyyyMMdd,priceFactor,splitFactor,referencePrice")]
    public void Run_FactorFileThatDoesNotFit_IsFound(string text, string message)
    {
        Daily(At(0), At(1), At(2));
        _folder.WriteText("equity/usa/factor_files/aa.csv", text);

        Assert.Equal(FindingKind.FactorFile, Only().Kind);
        Assert.Contains(message, Only().Message);
    }

    [Fact]
    public void Run_MapFileWithoutBars_IsFound()
    {
        Daily(At(0));
        _folder.WriteText("equity/usa/map_files/zz.csv", "20100104,zz,N\n20501231,zz,N\n");

        Assert.Equal("equity/usa/map_files/zz.csv: expected daily bars of this name, found no file", Only().ToString());
    }

    [Fact]
    public void Run_HoursThatDoNotAddUp_AreFound()
    {
        Daily(At(0, volume: 30), At(1, volume: 30));
        BarFile.Write(LeanPaths.Bars(_folder.Root, BarResolution.Hour, "aa"),
            [At(0) with { Minute = 540 }, At(0, volume: 20) with { Minute = 600 }, At(1) with { Minute = 540 }, At(1) with { Minute = 600 }]);

        Assert.Equal((FindingKind.HourAgainstDaily, 3, Monday.AddDays(1)), (Only().Kind, Only().Line, Only().Date));
    }

    [Fact]
    public void Run_MetadataThatDoesNotFit_IsFound()
    {
        Daily(At(0), At(1));
        var metadata = new FolderMetadata
        {
            Provenance = "a test", FirstSession = Monday, LastSession = Monday.AddDays(1), Sessions = 2, Sectors = [],
            Names = [new NameMetadata { Ticker = "AA", SectorCode = -1, FirstSession = Monday, LastSession = Monday.AddDays(1), Bars = 3 }],
        };
        metadata.Write(_folder.Root);
        Assert.Contains("expected 3 bars of AA from 2010-01-04 to 2010-01-05, found 2", Only().Message);

        (metadata with { Names = [] }).Write(_folder.Root);
        Assert.Contains("expected an entry for AA, found none", Only().Message);

        File.WriteAllText(LeanPaths.Metadata(_folder.Root), "{\"formatVersion\": 1}");
        Assert.Contains("expected folder metadata, found other content", Only().Message);
    }

    [Fact]
    public void Run_NoDataFolder_IsRefused()
    {
        Assert.Contains("found no folder", Assert.Throws<InvalidDataException>(() => FolderCheck.Run(_folder["absent"])).Message);
        Assert.Contains("found none", Assert.Throws<InvalidDataException>(() => FolderCheck.Run(_folder["equity"])).Message);
    }

    [SharedFact("data/lean-sample/equity/usa/hour")]
    public void Run_LeansSample_FindsNoErrors()
    {
        var result = FolderCheck.Run(SharedFolder.PathOf("data/lean-sample"));

        Assert.Equal((0, 5, 233_350L), (result.Errors, result.Names, result.Bars));
        Assert.DoesNotContain(FindingKind.HourAgainstDaily, result.Counts.Keys);
        Assert.DoesNotContain(FindingKind.MissingSessions, result.Counts.Keys);
    }
}
