using System.Globalization;
using System.Text;

namespace LeanDeep.Training.Data;

/// <summary>What a metadata CSV says of one symbol.</summary>
internal readonly record struct NameFacts(string? Sector, double? MarketCap, string? Exchange);

/// <summary>Reads sectors, market caps and exchanges: a CSV with a symbol column and any of sector, marketcap (or market_cap), exchange.</summary>
internal static class NamesCsv
{
    /// <exception cref="InvalidDataException">No header with these columns, a row of another length, a market cap that is no number, or a symbol twice.</exception>
    public static Dictionary<string, NameFacts> Read(string path)
    {
        using var lines = new CsvLines(path);
        if (!lines.Next(out var header))
            throw new BadLine(1, "a header with the column symbol", "an empty file").In(path);
        var columns = Fields(header);
        int Column(params string[] names) => columns.FindIndex(c => names.Contains(c.Trim(), StringComparer.OrdinalIgnoreCase));
        var (symbol, sector, cap, exchange) = (Column("symbol", "ticker"), Column("sector"), Column("marketcap", "market_cap"), Column("exchange"));
        if (symbol < 0 || (sector < 0 && cap < 0 && exchange < 0))
            throw new BadLine(1, "the column symbol and any of sector, marketcap, exchange", BarLines.Quote(header)).In(path);
        var names = new Dictionary<string, NameFacts>();
        while (lines.Next(out var line))
        {
            if (line.IsEmpty)
                continue;
            var fields = Fields(line);
            if (fields.Count != columns.Count)
                throw new BadLine(lines.Line, $"{columns.Count} fields", $"{fields.Count} in {BarLines.Quote(line)}").In(path);
            string? At(int column) => column < 0 || string.IsNullOrWhiteSpace(fields[column]) ? null : fields[column].Trim();
            double? marketCap = null;
            if (At(cap) is { } text)
                marketCap = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
                    ? value
                    : throw new BadLine(lines.Line, "a market cap in dollars", $"'{text}'").In(path);
            var ticker = At(symbol)?.ToUpperInvariant() ?? throw new BadLine(lines.Line, "a symbol", BarLines.Quote(line)).In(path);
            if (!names.TryAdd(ticker, new NameFacts(At(sector), marketCap, At(exchange))))
                throw new BadLine(lines.Line, "each symbol once", $"{ticker} again").In(path);
        }
        return names;
    }

    private static List<string> Fields(ReadOnlySpan<byte> line)
    {
        Span<Range> ranges = stackalloc Range[64];
        var count = Math.Min(CsvLines.Split(line, ranges), ranges.Length);
        var fields = new List<string>(count);
        foreach (var range in ranges[..count])
            fields.Add(Encoding.UTF8.GetString(line[range]));
        return fields;
    }
}
