using System.IO.Compression;
using System.Runtime.InteropServices;
using LeanDeep.Models.Features;

namespace LeanDeep.Training.Data;

/// <summary>How far a synthesis is.</summary>
/// <param name="Fraction">0 to 1.</param>
public readonly record struct SynthesisProgress(double Fraction);

/// <summary>What a synthesis made.</summary>
public sealed record SynthesisResult
{
    public required string Output { get; init; }
    public required int Names { get; init; }
    public required int Sessions { get; init; }

    /// <summary>Daily bars of the names, the index apart.</summary>
    public required long Bars { get; init; }

    /// <summary>Names that list after the first session.</summary>
    public required int ListedLater { get; init; }

    /// <summary>Names that delist before the last session.</summary>
    public required int Delisted { get; init; }

    public required int Splits { get; init; }
    public required int Dividends { get; init; }
    public required SyntheticTruth Truth { get; init; }
}

/// <summary>Makes a synthetic market as a LEAN data folder.</summary>
/// <remarks>Returns have a market, a sector and an own part, each GARCH(1,1) with Student-t shocks and a path through the day, plus the planted
/// expectation of <see cref="PlantedSignal"/>. Names list, delist, split and pay dividends; the index SPY holds them by market value and has
/// daily and hour bars. All arithmetic is IEEE basic operations on draws of one generator: the same options give the same text on any machine
/// (zip containers may differ between versions of .NET's compressor).</remarks>
public static class SyntheticMarket
{
    private static readonly string[] SectorNames =
    [
        "basic industries", "capital goods", "consumer durables", "consumer non-durables", "consumer services",
        "energy", "finance", "health care", "technology", "utilities",
    ];

    /// <summary>Simulates and writes; the folder appears when all is written.</summary>
    /// <param name="options">What to simulate.</param>
    /// <param name="output">The folder to make; must be absent or empty unless <paramref name="replace"/> is set.</param>
    /// <param name="replace">Whether an existing data folder there is replaced.</param>
    /// <param name="progress">Told about every twentieth session.</param>
    /// <param name="cancellation">Leaves nothing behind.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">The output folder exists and may not be replaced.</exception>
    public static SynthesisResult Write(
        SyntheticMarketOptions options, string output, bool replace = false,
        IProgress<SynthesisProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        using var folder = new StagedFolder(output, replace);
        var market = new MarketSimulation(options);
        market.Run(progress, cancellation);
        var sectors = Enumerable.Range(0, market.SectorCount).Select(k => k < SectorNames.Length && market.SectorCount <= SectorNames.Length ? SectorNames[k] : $"sector {k + 1}").ToList();
        var names = market.Names.OrderBy(name => name.Ticker, StringComparer.Ordinal).ToList();
        var truth = Truth(options, market, names);
        WriteFiles(folder.Root, market, names, cancellation);
        new FolderMetadata
        {
            Provenance = "synthetic",
            FirstSession = market.Sessions[0],
            LastSession = market.Sessions[^1],
            Sessions = market.Sessions.Count,
            Index = SyntheticIndex.Ticker,
            Sectors = sectors,
            Names = [.. names.Select(name => new NameMetadata
            {
                Ticker = name.Ticker,
                Sector = sectors[name.Sector],
                SectorCode = name.Sector,
                MarketCap = Math.Round(name.MarketCap),
                Exchange = name.OnNasdaq ? "NASDAQ" : "NYSE",
                FirstSession = name.Bars[0].Date,
                LastSession = name.Bars[^1].Date,
                Bars = name.Bars.Count,
            })],
            Truth = truth,
        }.Write(folder.Root);
        folder.Commit();
        progress?.Report(new SynthesisProgress(1));
        return new SynthesisResult
        {
            Output = output,
            Names = names.Count,
            Sessions = market.Sessions.Count,
            Bars = names.Sum(name => (long)name.Bars.Count),
            ListedLater = names.Count(name => name.FirstSession > 0),
            Delisted = names.Count(name => name.LastSession < market.Sessions.Count - 1),
            Splits = names.Sum(name => name.Events.Count(e => e.SplitRatio != 1)),
            Dividends = names.Sum(name => name.Events.Count(e => e.PriceRatio != 1)),
            Truth = truth,
        };
    }

    private static SyntheticTruth Truth(SyntheticMarketOptions options, MarketSimulation market, List<SyntheticName> names)
    {
        var series = names.Select(name => new NamedBars(name.Ticker, [.. name.Bars], FactorRows(name.Bars, name.Events))).ToList();
        var (mean, error, sessions) = PlantedSignal.InformationCoefficient(PanelAssembly.Build(series, _ => -1, PriceAdjustment.Adjusted));
        return new SyntheticTruth
        {
            Options = options,
            Signal = PlantedSignal.Formula,
            ReturnPerSignal = market.ReturnPerSignal,
            TrueIc = Math.Round(mean, 6),
            TrueIcStandardError = Math.Round(error, 6),
            IcSessions = sessions,
        };
    }

    private static void WriteFiles(string root, MarketSimulation market, List<SyntheticName> names, CancellationToken cancellation)
    {
        Directory.CreateDirectory(LeanPaths.Bars(root, BarResolution.Daily));
        Directory.CreateDirectory(LeanPaths.Bars(root, BarResolution.Hour));
        Directory.CreateDirectory(LeanPaths.MapFiles(root));
        Directory.CreateDirectory(LeanPaths.FactorFiles(root));
        foreach (var name in names)
        {
            cancellation.ThrowIfCancellationRequested();
            WriteName(root, name.Ticker, name.Bars, name.Events, name.OnNasdaq ? "Q" : "N",
                name.LastSession < market.Sessions.Count - 1 ? name.Bars[^1].Date : MapFile.Open);
        }
        WriteName(root, SyntheticIndex.Ticker, market.Index.Daily, market.Index.Events, "P", MapFile.Open);
        BarFile.Write(LeanPaths.Bars(root, BarResolution.Hour, SyntheticIndex.Ticker), CollectionsMarshal.AsSpan(market.Index.Hourly), CompressionLevel.SmallestSize);
        SupportFiles.WriteMarketHours(LeanPaths.MarketHours(root), MarketCalendar.UsEquities);
        SupportFiles.WriteSymbolProperties(LeanPaths.SymbolProperties(root));
        SupportFiles.WriteInterestRates(LeanPaths.InterestRate(root), [KeyValuePair.Create(market.Sessions[0], 1.0m)]);
    }

    private static void WriteName(string root, string ticker, List<Bar> bars, List<SyntheticName.CorporateEvent> events, string exchange, DateOnly end)
    {
        BarFile.Write(LeanPaths.Bars(root, BarResolution.Daily, ticker), CollectionsMarshal.AsSpan(bars), CompressionLevel.SmallestSize);
        MapFile.Write(LeanPaths.MapFile(root, ticker), [new MapRow(bars[0].Date, ticker, exchange), new MapRow(end, ticker, exchange)]);
        FactorFile.Write(LeanPaths.FactorFile(root, ticker), FactorRows(bars, events));
    }

    // Factors accumulate from the last event backwards, rounded as a factor file holds them.
    private static List<FactorRow> FactorRows(List<Bar> bars, List<SyntheticName.CorporateEvent> events)
    {
        var rows = new List<FactorRow> { new(MapFile.Open, 1, 1, 0) };
        decimal price = 1, split = 1;
        for (var i = events.Count - 1; i >= 0; i--)
        {
            price *= (decimal)events[i].PriceRatio;
            split *= (decimal)events[i].SplitRatio;
            rows.Add(new FactorRow(events[i].LastDate, Math.Round(price, 7), Math.Round(split, 8), (decimal)events[i].Close));
        }
        rows.Add(new FactorRow(bars[0].Date, rows[^1].PriceFactor, rows[^1].SplitFactor, 1));
        rows.Reverse();
        return rows;
    }
}
