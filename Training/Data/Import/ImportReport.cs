using System.Globalization;
using System.Text;

namespace LeanDeep.Training.Data;

/// <summary>Counts the rows that an import sets aside and lists each in <c>import-report.csv</c>.</summary>
internal sealed class ImportReport : IDisposable
{
    public const string FileName = "import-report.csv";
    private static readonly int ReasonCount = Enum.GetValues<ImportReason>().Length;
    private readonly StreamWriter _file;
    private readonly long[] _counts = new long[ReasonCount];

    public ImportReport(string root)
    {
        _file = new StreamWriter(Path.Combine(root, FileName), append: false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        _file.WriteLine("line,symbol,date,reason,row");
    }

    /// <summary>The first row set aside, for the error when nothing is left; null so far.</summary>
    public (int Line, ImportReason Reason, string Row)? First { get; private set; }

    public IReadOnlyDictionary<ImportReason, long> Counts =>
        Enumerable.Range(0, ReasonCount).Where(r => _counts[r] > 0).ToDictionary(r => (ImportReason)r, r => _counts[r]);

    public void Add(int line, ReadOnlySpan<byte> symbol, ReadOnlySpan<byte> date, ImportReason reason, ReadOnlySpan<byte> row) =>
        Add(line, Encoding.UTF8.GetString(symbol), Encoding.UTF8.GetString(date), reason, Encoding.UTF8.GetString(row));

    public void Add(int line, string symbol, string date, ImportReason reason, string row)
    {
        First ??= (line, reason, row.Length > 80 ? row[..80] + "…" : row);
        _counts[(int)reason]++;
        _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line},{Quoted(symbol)},{Quoted(date)},{reason.InWords()},{Quoted(row)}"));
    }

    /// <summary>Lists a row that was read well but whose name is left out; the row is written as it was understood.</summary>
    public void Add(int line, string symbol, in Bar bar, ImportReason reason) => Add(line, symbol, bar.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), reason,
        string.Create(CultureInfo.InvariantCulture,
            $"{symbol},{bar.Date:yyyy-MM-dd},{bar.Open / 10000m:0.####},{bar.High / 10000m:0.####},{bar.Low / 10000m:0.####},{bar.Close / 10000m:0.####},{bar.Volume}"));

    public void Dispose() => _file.Dispose();

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
