namespace LeanDeep.Training.Data;

/// <summary>Where LEAN keeps the files of US equities below a data folder. Tickers are taken in any case and written in lower case.</summary>
public static class LeanPaths
{
    public static string Bars(string root, BarResolution resolution) =>
        Path.Combine(root, "equity", "usa", resolution == BarResolution.Daily ? "daily" : "hour");

    public static string Bars(string root, BarResolution resolution, string ticker) =>
        Path.Combine(Bars(root, resolution), FileName(ticker) + ".zip");

    public static string MapFiles(string root) => Path.Combine(root, "equity", "usa", "map_files");

    public static string MapFile(string root, string ticker) => Path.Combine(MapFiles(root), FileName(ticker) + ".csv");

    public static string FactorFiles(string root) => Path.Combine(root, "equity", "usa", "factor_files");

    public static string FactorFile(string root, string ticker) => Path.Combine(FactorFiles(root), FileName(ticker) + ".csv");

    public static string MarketHours(string root) => Path.Combine(root, "market-hours", "market-hours-database.json");

    public static string SymbolProperties(string root) => Path.Combine(root, "symbol-properties", "symbol-properties-database.csv");

    public static string InterestRate(string root) => Path.Combine(root, "alternative", "interest-rate", "usa", "interest-rate.csv");

    /// <summary>LeanDeep's own file beside LEAN's: sectors, market caps and where the data came from.</summary>
    public static string Metadata(string root) => Path.Combine(root, "metadata.json");

    /// <summary>Whether a ticker can name a file: letters, digits, '.', '-' and '_', starting with a letter or digit, at most 32.</summary>
    public static bool IsTicker(ReadOnlySpan<char> ticker)
    {
        if (ticker.Length is 0 or > 32 || !char.IsAsciiLetterOrDigit(ticker[0]) || ticker[^1] == '.')
            return false;
        foreach (var c in ticker)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_'))
                return false;
        return true;
    }

#pragma warning disable CA1308 // LEAN's file names are lower case.
    internal static string FileName(string ticker) => IsTicker(ticker)
        ? ticker.ToLowerInvariant()
        : throw new ArgumentException($"expected a ticker of letters, digits, '.', '-' and '_', found '{ticker}'", nameof(ticker));
#pragma warning restore CA1308
}
