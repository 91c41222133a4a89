using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using QuantConnect.Data.Market;

namespace QuantConnect.Lean.Engine;

/// <summary>Bid and ask of one minute or second as they are in a file; 0 stands for none.</summary>
internal readonly record struct QuoteRow(
    long Start, decimal BidOpen, decimal BidHigh, decimal BidLow, decimal BidClose, decimal BidSize,
    decimal AskOpen, decimal AskHigh, decimal AskLow, decimal AskClose, decimal AskSize)
{
    /// <summary>With the previous row's bid or ask where it has none itself; sizes stay its own.</summary>
    public QuoteRow Over(QuoteRow previous)
    {
        var row = this;
        if (row.BidOpen == 0 && row.BidClose == 0) row = row with { BidOpen = previous.BidOpen, BidHigh = previous.BidHigh, BidLow = previous.BidLow, BidClose = previous.BidClose };
        if (row.AskOpen == 0 && row.AskClose == 0) row = row with { AskOpen = previous.AskOpen, AskHigh = previous.AskHigh, AskLow = previous.AskLow, AskClose = previous.AskClose };
        return row;
    }

    /// <param name="factor">Multiplies prices and divides sizes.</param>
    /// <param name="sum">Added to the prices, for total returns.</param>
    public QuoteBar ToBar(Symbol symbol, TimeSpan period, decimal factor, decimal sum)
    {
        var bid = BidOpen != 0 || BidClose != 0 ? new Bar(Scaled(BidOpen), Scaled(BidHigh), Scaled(BidLow), Scaled(BidClose)) : null;
        var ask = AskOpen != 0 || AskClose != 0 ? new Bar(Scaled(AskOpen), Scaled(AskHigh), Scaled(AskLow), Scaled(AskClose)) : null;
        var (bidSize, askSize) = factor == 1 ? (BidSize, AskSize) : (Math.Round(BidSize / factor), Math.Round(AskSize / factor));
        return new QuoteBar(new DateTime(Start), symbol, bid, bidSize, ask, askSize, period);

        decimal Scaled(decimal price) => factor == 1 && sum == 0 ? price : price * factor + sum;
    }
}

/// <summary>Reads minute and second quotes of a data folder: <c>milliseconds, bid open, high, low, close, size, ask open, high, low, close, size</c>,
/// prices times 10000, either side empty where there was none.</summary>
internal static class QuoteStore
{
    private const int Fields = 11;
    private const string Suffix = "_quote.zip";
    private static readonly ConcurrentDictionary<string, (FileStamp Stamp, QuoteRow[] Rows)> Known = new();

    /// <summary>Quotes of a ticker from a span of dates, by time; days without a file are skipped.</summary>
    /// <exception cref="InvalidDataException">A zip is damaged or a row is malformed.</exception>
    public static List<QuoteRow> ReadDays(string dataFolder, string market, string ticker, DateTime from, DateTime through, Resolution resolution)
    {
        var folder = Path.Combine(dataFolder, "equity", market, resolution.ResolutionToLower(), ticker.ToLowerInvariant());
        var rows = new List<QuoteRow>();
        if (!Directory.Exists(folder)) return rows;
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Suffix).Order(StringComparer.Ordinal))
            if (DateTime.TryParseExact(Path.GetFileName(path)[..^Suffix.Length], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                && date >= from.Date && date <= through.Date)
                rows.AddRange(Read(path, date));
        return rows;
    }

    private static QuoteRow[] Read(string path, DateTime date)
    {
        if (!FileStamp.TryRead(path, out var stamp)) return [];
        if (Known.TryGetValue(path, out var known) && known.Stamp == stamp) return known.Rows;
        var rows = Parse(path, ZipText.Read(path), date);
        Known[path] = (stamp, rows);
        return rows;
    }

    private static QuoteRow[] Parse(string path, byte[] text, DateTime date)
    {
        var rows = new List<QuoteRow>();
        var line = 0;
        Span<decimal> values = stackalloc decimal[Fields];
        foreach (var range in text.AsSpan().Split((byte)'\n'))
        {
            line++;
            var row = text.AsSpan(range).TrimEnd((byte)'\r');
            if (row.IsEmpty) continue;
            var field = 0;
            foreach (var part in row.Split((byte)','))
            {
                if (field == Fields) break; // further columns are allowed and ignored
                var digits = row[part];
                var number = 0m;
                if (!digits.IsEmpty && (!Utf8Parser.TryParse(digits, out number, out var read) || read != digits.Length) || digits.IsEmpty && field == 0) field = int.MinValue;
                if (field < 0) break;
                values[field++] = number;
            }
            if (field != Fields)
                throw new InvalidDataException($"{path}: line {line}: expected a time and bid and ask as open, high, low, close, size, found '{System.Text.Encoding.UTF8.GetString(row[..Math.Min(row.Length, 80)])}'");
            var start = date.Ticks + (long)values[0] * TimeSpan.TicksPerMillisecond;
            if (rows.Count > 0 && start <= rows[^1].Start) continue;
            rows.Add(new QuoteRow(start, Price(values[1]), Price(values[2]), Price(values[3]), Price(values[4]), values[5], Price(values[6]), Price(values[7]), Price(values[8]), Price(values[9]), values[10]));
        }
        return [.. rows];

        static decimal Price(decimal inFile) => inFile * 0.0001m;
    }
}
