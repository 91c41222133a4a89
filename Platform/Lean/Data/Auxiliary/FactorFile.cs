using System.Globalization;

namespace QuantConnect.Data.Auxiliary;

/// <summary>Price and split factors, from <c>factor_files/&lt;ticker&gt;.csv</c>. A row holds through its date.</summary>
internal sealed class FactorFile
{
    /// <param name="ReferencePrice">Close of the row's date.</param>
    public sealed record Row(DateTime Date, decimal PriceFactor, decimal SplitFactor, decimal ReferencePrice)
    {
        public decimal PriceScaleFactor { get; } = PriceFactor * SplitFactor;
    }

    public FactorFile(IReadOnlyList<Row> rows) => Rows = rows;

    /// <summary>Rows by date.</summary>
    public IReadOnlyList<Row> Rows { get; }

    /// <summary>The factor of a date's raw prices in a normalisation mode: the first row whose date is not before it.</summary>
    /// <param name="scaledRawEnd">For <see cref="DataNormalizationMode.ScaledRaw"/>: the date whose factor becomes one.</param>
    public decimal Factor(DateTime date, DataNormalizationMode mode, DateTime? scaledRawEnd = null)
    {
        if (mode == DataNormalizationMode.Raw) return 1m;
        var row = RowOf(date);
        if (row == null) return 1m;
        if (mode is DataNormalizationMode.SplitAdjusted or DataNormalizationMode.TotalReturn) return row.SplitFactor;
        if (mode == DataNormalizationMode.ScaledRaw && scaledRawEnd.HasValue)
        {
            var last = RowOf(scaledRawEnd.Value)?.PriceScaleFactor ?? 1m;
            return row.PriceScaleFactor / last;
        }
        return row.PriceScaleFactor;
    }

    /// <summary>Index of the row with exactly this date that has a successor, or -1.</summary>
    public int IndexOf(DateTime date)
    {
        int low = 0, high = Rows.Count - 2;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var compared = Rows[middle].Date.CompareTo(date);
            if (compared == 0) return middle;
            if (compared < 0) low = middle + 1;
            else high = middle - 1;
        }
        return -1;
    }

    /// <exception cref="InvalidDataException">A row is not date,priceFactor,splitFactor[,reference].</exception>
    public static FactorFile Read(string path)
    {
        var rows = new List<Row>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0 || line.Contains("inf", StringComparison.Ordinal) || line.Contains("e+", StringComparison.Ordinal)) continue;
            var cells = line.Split(',');
            var reference = 0m;
            if (cells.Length < 3 || !DateTime.TryParseExact(cells[0], DateFormat.EightCharacter, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                || !decimal.TryParse(cells[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var price)
                || !decimal.TryParse(cells[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var split)
                || (cells.Length > 3 && !decimal.TryParse(cells[3], NumberStyles.Float, CultureInfo.InvariantCulture, out reference)))
                throw new InvalidDataException($"{path}: line {number}: expected yyyyMMdd,priceFactor,splitFactor,referencePrice, found '{line}'");
            var row = new Row(date, price, split, reference);
            if (row.PriceScaleFactor > 0) rows.Add(row);
        }
        rows.Sort((a, b) => a.Date.CompareTo(b.Date));
        return new FactorFile(rows);
    }

    private Row RowOf(DateTime date)
    {
        int low = 0, high = Rows.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Rows[middle].Date < date) low = middle + 1;
            else high = middle;
        }
        return low < Rows.Count ? Rows[low] : null;
    }
}
