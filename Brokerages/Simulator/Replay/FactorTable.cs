using System.Globalization;

namespace LeanDeep.Brokerages.Simulator.Replay;

/// <summary>A name's factor file: what splits and dividends did to its prices.</summary>
/// <remarks>A row holds through its date, which is the last trading day before the event.</remarks>
internal sealed class FactorTable
{
    private readonly List<(DateOnly Through, decimal Price, decimal Split)> _rows = [];

    public static readonly FactorTable None = new();

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static FactorTable Read(string path)
    {
        if (!File.Exists(path)) return None;
        var table = new FactorTable();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var fields = line.Split(',');
            // LEAN's own files begin with a row of the minimum date or a note.
            if (fields.Length < 3 || !DateOnly.TryParseExact(fields[0], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                || !decimal.TryParse(fields[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var price)
                || !decimal.TryParse(fields[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var split) || price <= 0 || split <= 0)
            {
                if (number == 1) continue;
                throw new InvalidDataException($"{path}: line {number}: expected date, price factor and split factor, found {line}");
            }
            table._rows.Add((date, price, split));
        }
        return table;
    }

    /// <summary>The factors of a day; 1 without a file.</summary>
    public (decimal Price, decimal Split) On(DateOnly date)
    {
        foreach (var row in _rows)
            if (row.Through >= date) return (row.Price, row.Split);
        return (1, 1);
    }

    /// <summary>By how much the shares held are multiplied when <paramref name="date"/> opens, coming from <paramref name="before"/>; 1 without a split.</summary>
    public decimal SharesMultiplier(DateOnly before, DateOnly date) => On(date).Split / On(before).Split;
}
