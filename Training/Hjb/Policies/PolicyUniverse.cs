using LeanDeep.Models.Inference;
using LeanDeep.Training.Data;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>What a policy trades.</summary>
public static class PolicyUniverse
{
    /// <summary>Each ticker an asset of its own.</summary>
    public static ModelUniverse Of(IEnumerable<string> tickers)
    {
        ArgumentNullException.ThrowIfNull(tickers);
        return new("each an asset", [.. tickers.Select(ticker => new UniverseName(ticker.ToUpperInvariant(), -1))]);
    }

    /// <summary>The largest names of each sector of a data folder: a basket a sector.</summary>
    /// <param name="metadata">Of the folder; market values are those that it states, which for past sessions is hindsight.</param>
    /// <param name="perSector">Names of each, 1 or more; sectors with fewer that trade on every session are left out.</param>
    /// <exception cref="ArgumentException">No sector has so many.</exception>
    public static ModelUniverse LargestOfSectors(FolderMetadata metadata, int perSector)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentOutOfRangeException.ThrowIfLessThan(perSector, 1);
        UniverseName[] names =
        [
            .. metadata.Names.Where(name => name.FirstSession == metadata.FirstSession && name.LastSession == metadata.LastSession && name.SectorCode >= 0)
                .GroupBy(name => name.SectorCode).OrderBy(sector => sector.Key)
                .Select(sector => sector.OrderByDescending(name => name.MarketCap).ThenBy(name => name.Ticker, StringComparer.Ordinal).Take(perSector).ToArray())
                .Where(sector => sector.Length == perSector).SelectMany(sector => sector).Select(name => new UniverseName(name.Ticker, name.SectorCode)),
        ];
        if (names.Length == 0) throw new ArgumentException($"expected a sector of {perSector} names that trade through all sessions, found none", nameof(perSector));
        return new($"the {perSector} largest of each sector by the market values that the data folder states", names);
    }
}
