using System.Globalization;
using System.Text;

namespace LeanDeep.Training.Data;

/// <summary>A row of a map file: the name traded under this ticker through this date.</summary>
/// <param name="Date">In the first row the listing; later the last day of the ticker; in the last row the delisting, or 2050-12-31.</param>
/// <param name="Ticker">Upper case.</param>
/// <param name="Exchange">LEAN's code: N New York, P Arca, Q Nasdaq.</param>
public readonly record struct MapRow(DateOnly Date, string Ticker, string Exchange);

/// <summary>LEAN's map files: <c>yyyyMMdd,ticker,exchange</c> without a header.</summary>
public static class MapFile
{
    /// <summary>The date that LEAN's files give to what has not ended.</summary>
    public static readonly DateOnly Open = new(2050, 12, 31);

    /// <exception cref="InvalidDataException">A row is malformed, dates decrease, or there is no row.</exception>
    public static IReadOnlyList<MapRow> Read(string path)
    {
        var rows = new List<MapRow>();
        var line = 0;
        foreach (var text in File.ReadLines(path))
        {
            line++;
            if (text.Length == 0)
                continue;
            var fields = text.Split(',');
            if (fields.Length < 2 || !CorporateText.TryDate(fields[0], out var date) || !LeanPaths.IsTicker(fields[1]))
                throw new BadLine(line, "yyyyMMdd,ticker,exchange", $"'{text}'").In(path);
            if (rows.Count > 0 && date < rows[^1].Date)
                throw new BadLine(line, $"a date from {rows[^1].Date:yyyyMMdd} on", $"'{text}'").In(path);
            rows.Add(new MapRow(date, fields[1].ToUpperInvariant(), fields.Length > 2 ? fields[2] : ""));
        }
        return rows.Count > 0 ? rows : throw new BadLine(0, "at least one row", "an empty file").In(path);
    }

    public static void Write(string path, IEnumerable<MapRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder();
        foreach (var row in rows)
            text.Append(CultureInfo.InvariantCulture, $"{row.Date:yyyyMMdd},{LeanPaths.FileName(row.Ticker)},{row.Exchange}\n");
        File.WriteAllText(path, text.ToString());
    }
}

internal static class CorporateText
{
    public static bool TryDate(ReadOnlySpan<char> text, out DateOnly date)
    {
        date = default;
        return text.Length == 8 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits)
            && BarLines.TryDate(digits, out date);
    }
}
