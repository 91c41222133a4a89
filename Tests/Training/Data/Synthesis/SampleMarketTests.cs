using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Training.Data.Synthesis;

/// <summary>The market in <c>Data/</c> is what its metadata says, and behaves as stocks do.</summary>
public sealed class SampleMarketTests
{
    [Fact]
    public void Write_WithTheOptionsOfTheSample_MakesItAgain()
    {
        using var folder = new TemporaryFolder();
        SyntheticMarket.Write(SampleMarket.Metadata.Truth!.Options, folder["again"]);

        string[] Files(string root) => [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(root, f)).Order(StringComparer.Ordinal)];
        var files = Files(folder["again"]);
        Assert.Equal(files, Files(SampleMarket.Root));
        Assert.Equal(308, files.Length);
        foreach (var file in files)
        {
            var (again, sample) = (Path.Combine(folder["again"], file), Path.Combine(SampleMarket.Root, file));
            if (Path.GetExtension(file) == ".zip")
                Assert.True(TemporaryFolder.UnzipAt(again) == TemporaryFolder.UnzipAt(sample), file);
            else
                Assert.True(File.ReadAllText(again) == File.ReadAllText(sample), file);
        }
    }

    [Fact]
    public void Metadata_AndPanel_Agree()
    {
        var (metadata, panel) = (SampleMarket.Metadata, SampleMarket.Adjusted);

        Assert.Equal((100, metadata.Sessions), (panel.NameCount, panel.SessionCount));
        Assert.Equal(MarketCalendar.UsEquities.Sessions(metadata.FirstSession, metadata.LastSession), panel.Sessions);
        Assert.Equal(metadata.Names.Select(n => n.SectorCode), panel.Sectors);
        Assert.Equal(10, metadata.Sectors.Count);
        Assert.DoesNotContain("SPY", panel.Names);
        Assert.Equal(12, metadata.Names.Count(n => n.FirstSession > metadata.FirstSession));
        Assert.Equal(10, metadata.Names.Count(n => n.LastSession < metadata.LastSession));
        foreach (var name in metadata.Names)
        {
            var map = MapFile.Read(LeanPaths.MapFile(SampleMarket.Root, name.Ticker));
            Assert.Equal([name.FirstSession, name.LastSession < metadata.LastSession ? name.LastSession : MapFile.Open], map.Select(row => row.Date));
        }
    }

    [Fact]
    public void Check_OfTheSample_FindsNothing() => Assert.Empty(FolderCheck.Run(SampleMarket.Root).Findings);

    [Fact]
    public void Volatility_OfTheNames_IsThatOfStocks()
    {
        var annual = SampleMarket.LogReturns.Select(r => r.Where(double.IsFinite).ToArray()).Select(r => Math.Sqrt(252 * r.Average(x => x * x))).ToList();

        Assert.InRange(SampleMarket.Median(annual), 0.22, 0.34);
        Assert.All(annual, v => Assert.InRange(v, 0.12, 0.65));
        Assert.True(annual.Count(v => v is > 0.18 and < 0.45) >= 85, $"{annual.Count(v => v is > 0.18 and < 0.45)} of 100");
    }

    [Fact]
    public void Returns_HaveFatTailsAndVolatilityClusters()
    {
        var kurtosis = SampleMarket.LogReturns.Select(r =>
        {
            var x = r.Where(double.IsFinite).ToArray();
            var m2 = x.Average(v => v * v);
            return x.Average(v => v * v * v * v) / (m2 * m2);
        });
        var clustering = SampleMarket.LogReturns.Select(r =>
        {
            var size = r.Select(x => Math.Abs(x)).ToArray();
            return SampleMarket.Correlation(size.AsSpan(1), size.AsSpan(0, size.Length - 1));
        });

        Assert.InRange(SampleMarket.Median(kurtosis), 4, 12); // 3 for a normal distribution
        Assert.InRange(SampleMarket.Median(clustering), 0.04, 0.3);
    }

    [Fact]
    public void Returns_CorrelateMoreWithinSectors()
    {
        var (within, across) = (new List<double>(), new List<double>());
        for (var i = 0; i < 60; i++)
            for (var j = 0; j < i; j++)
                if (SampleMarket.Metadata.Names[i].Bars > 1000 && SampleMarket.Metadata.Names[j].Bars > 1000)
                    (SampleMarket.Adjusted.Sectors[i] == SampleMarket.Adjusted.Sectors[j] ? within : across)
                        .Add(SampleMarket.Correlation(SampleMarket.LogReturns[i], SampleMarket.LogReturns[j]));

        Assert.InRange(across.Where(double.IsFinite).Average(), 0.15, 0.40);
        Assert.InRange(within.Where(double.IsFinite).Average() - across.Where(double.IsFinite).Average(), 0.04, 0.20);
    }

    [Fact]
    public void Volume_GrowsWithTheSizeOfMovesAndOfNames()
    {
        var withMoves = Enumerable.Range(0, 100).Select(i =>
        {
            var logVolume = SampleMarket.Adjusted.Volume(i).ToArray().Select(v => Math.Log(v)).ToArray();
            return SampleMarket.Correlation(logVolume, SampleMarket.LogReturns[i].Select(r => Math.Abs(r)).ToArray());
        });
        var caps = SampleMarket.Metadata.Names.Select(n => Math.Log(n.MarketCap!.Value)).ToArray();
        var dollars = Enumerable.Range(0, 100).Select(i =>
        {
            var close = SampleMarket.Adjusted.Close(i);
            var volume = SampleMarket.Adjusted.Volume(i);
            var traded = new List<double>();
            for (var t = 0; t < close.Length; t++)
                if (!double.IsNaN(close[t]))
                    traded.Add(close[t] * volume[t]);
            return Math.Log(traded.Average());
        }).ToArray();

        Assert.InRange(SampleMarket.Median(withMoves), 0.2, 0.7);
        Assert.InRange(SampleMarket.Correlation(caps, dollars), 0.8, 1);
    }

    [Fact]
    public void SplitsAndDividends_VanishInAdjustedPrices()
    {
        var (splits, dividends) = (0, 0);
        var (raw, adjusted) = (SampleMarket.Raw, SampleMarket.Adjusted);
        var sessions = raw.Sessions.ToList();
        for (var i = 0; i < raw.NameCount; i++)
        {
            var rows = FactorFile.Read(LeanPaths.FactorFile(SampleMarket.Root, raw.Names[i]));
            for (var k = 1; k < rows.Count - 1; k++)
            {
                var t = sessions.BinarySearch(rows[k].Date);
                var split = (double)(rows[k + 1].SplitFactor / rows[k].SplitFactor);
                var dividend = (double)(1 - (rows[k].PriceFactor / rows[k + 1].PriceFactor)) * raw.Close(i)[t];
                var basis = (raw.Close(i)[t] / split) - dividend; // worth of one new share before the open
                Assert.Equal(raw.Close(i)[t + 1] / basis, adjusted.Close(i)[t + 1] / adjusted.Close(i)[t], 1e-5);
                Assert.InRange(adjusted.Close(i)[t + 1] / adjusted.Close(i)[t], 0.75, 1.3);
                Assert.Equal((double)rows[k].ReferencePrice, raw.Close(i)[t]);
                if (rows[k].SplitFactor != rows[k + 1].SplitFactor)
                {
                    splits++;
                    Assert.True(raw.Close(i)[t + 1] / raw.Close(i)[t] is < 0.9 or > 2);
                }
                else
                {
                    dividends++;
                    Assert.Equal(Math.Round(dividend, 2), dividend, 2e-4); // whole cents
                    Assert.InRange(dividend / raw.Close(i)[t], 0.001, 0.012);
                }
            }
        }
        Assert.InRange(splits, 10, 80);
        Assert.InRange(dividends, 1000, 2500);
    }

    [Fact]
    public void Index_IsTheMarketValueWeightedReturnWithSevenHoursADay()
    {
        var hours = BarFile.Read(LeanPaths.Bars(SampleMarket.Root, BarResolution.Hour, "SPY"), BarResolution.Hour);
        foreach (var day in hours.GroupBy(bar => bar.Date))
        {
            var early = MarketCalendar.UsEquities.CloseMinute(day.Key) < MarketCalendar.RegularCloseMinute;
            Assert.Equal(Enumerable.Range(9, early ? 4 : 7).Select(hour => hour * 60), day.Select(bar => bar.Minute));
        }
        Assert.Equal(SampleMarket.Adjusted.SessionCount, hours.Select(bar => bar.Date).Distinct().Count());

        var index = LeanFolderReader.ReadPanel(SampleMarket.Root, ["SPY"]).Close(0).ToArray();
        var indexReturns = new double[index.Length];
        var average = new double[index.Length];
        (indexReturns[0], average[0]) = (double.NaN, double.NaN);
        for (var t = 1; t < index.Length; t++)
        {
            indexReturns[t] = Math.Log(index[t] / index[t - 1]);
            average[t] = SampleMarket.LogReturns.Select(r => r[t]).Where(double.IsFinite).Average();
        }
        Assert.InRange(SampleMarket.Correlation(indexReturns, average), 0.85, 1);
        Assert.InRange(Math.Sqrt(252 * indexReturns.Skip(1).Average(r => r * r)), 0.10, 0.25);
    }
}
