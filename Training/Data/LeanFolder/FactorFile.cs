using System.Globalization;
using System.Text;

namespace LeanDeep.Training.Data;

/// <summary>A row of a factor file, valid from the day after the row before through <paramref name="Date"/>.</summary>
/// <param name="Date">The last trading day before the ex-date; 2050-12-31 in the last row.</param>
/// <param name="PriceFactor">Product of 1 − dividend/close over the later dividends.</param>
/// <param name="SplitFactor">Product of old/new shares over the later splits.</param>
/// <param name="ReferencePrice">Raw close of <paramref name="Date"/>, dollars.</param>
public readonly record struct FactorRow(DateOnly Date, decimal PriceFactor, decimal SplitFactor, decimal ReferencePrice)
{
    /// <summary>What raw prices are multiplied by.</summary>
    public decimal Scale => PriceFactor * SplitFactor;
}

/// <summary>LEAN's factor files: <c>yyyyMMdd,priceFactor,splitFactor,referencePrice</c> without a header.</summary>
public static class FactorFile
{
    /// <exception cref="InvalidDataException">A row is malformed, a factor is not positive, dates do not increase, or there is no row.</exception>
    public static IReadOnlyList<FactorRow> Read(string path)
    {
        var rows = new List<FactorRow>();
        var line = 0;
        foreach (var text in File.ReadLines(path))
        {
            line++;
            if (text.Length == 0)
                continue;
            var fields = text.Split(',');
            if (fields.Length < 3 || !CorporateText.TryDate(fields[0], out var date) || !Number(fields[1], out var price) || !Number(fields[2], out var split)
                || !Number(fields.Length > 3 ? fields[3] : "0", out var reference))
                throw new BadLine(line, "yyyyMMdd,priceFactor,splitFactor,referencePrice", $"'{text}'").In(path);
            if (price <= 0 || split <= 0)
                throw new BadLine(line, "positive factors", $"'{text}'").In(path);
            if (rows.Count > 0 && date <= rows[^1].Date)
                throw new BadLine(line, $"a date after {rows[^1].Date:yyyyMMdd}", $"'{text}'").In(path);
            rows.Add(new FactorRow(date, price, split, reference));
        }
        return rows.Count > 0 ? rows : throw new BadLine(0, "at least one row", "an empty file").In(path);
    }

    /// <summary>Writes rows as LEAN does: price factors with 7 decimals, split factors with 8, reference prices with 4.</summary>
    public static void Write(string path, IEnumerable<FactorRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder();
        foreach (var row in rows)
            text.Append(CultureInfo.InvariantCulture, $"{row.Date:yyyyMMdd},{row.PriceFactor:0.#######},{row.SplitFactor:0.########},{row.ReferencePrice:0.####}\n");
        File.WriteAllText(path, text.ToString());
    }

    private static bool Number(string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
