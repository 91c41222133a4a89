using System.Runtime.InteropServices;
using System.Text;

namespace LeanDeep.Training.Data;

/// <summary>Turns a long CSV of daily bars into a LEAN data folder. Every row is written or listed in a report with its reason.</summary>
public static class CsvImport
{
    private static readonly string[] Columns = ["symbol", "date", "open", "high", "low", "close", "volume"];
    private const double ReadingShare = 0.7;

    /// <summary>Runs the import; the output folder appears when all is written, and not at all on an error.</summary>
    /// <param name="options">What to import and where to.</param>
    /// <param name="progress">Told now and then how far it is; null for none.</param>
    /// <param name="cancellation">Ends the import; nothing is left then.</param>
    /// <exception cref="FileNotFoundException">A source is missing.</exception>
    /// <exception cref="InvalidDataException">A source is empty, damaged, has other columns, or holds no usable row.</exception>
    /// <exception cref="IOException">The output folder exists and may not be replaced.</exception>
    public static ImportResult Run(CsvImportOptions options, IProgress<ImportProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.MaximumDailyReturn is { } limit && !(limit > 0))
            throw new ArgumentException($"MaximumDailyReturn: expected a positive number, found {options.MaximumDailyReturn}", nameof(options));
        if (options.From > options.Through)
            throw new ArgumentException($"From: expected a day through {options.Through:yyyy-MM-dd}, found {options.From:yyyy-MM-dd}", nameof(options));
        if (!LeanPaths.IsTicker(options.Index))
            throw new ArgumentException($"Index: expected a ticker, found '{options.Index}'", nameof(options));
        if (options.IndexFrom is { } indexFolder && LeanPaths.Bars(indexFolder, BarResolution.Daily, options.Index) is var indexBars && !File.Exists(indexBars))
            throw new BadLine(0, $"daily bars of the index {options.Index}", "no file").In(indexBars);
        foreach (var input in (string?[])[options.Source, options.Metadata])
            if (options.Replace && input != null && !Path.GetRelativePath(options.Output, input).StartsWith("..", StringComparison.Ordinal))
                throw new IOException($"{options.Output}: expected a folder to replace without the sources in it, found {input}");
        var facts = options.Metadata is { } path ? NamesCsv.Read(path) : [];
        using var folder = new StagedFolder(options.Output, options.Replace);
        ImportResult result;
        using (var report = new ImportReport(folder.Root))
        {
            var symbols = new Dictionary<string, SymbolRows>();
            var tomorrow = DateOnly.FromDateTime(options.Clock.GetUtcNow().UtcDateTime).AddDays(1); // a day that has begun east of Greenwich
            var rows = ReadRows(options, tomorrow, symbols, report, progress, cancellation);
            var dropped = Drop(symbols, report);
            if (symbols.Count == 0)
                throw NothingLeft(options, report, dropped);
            result = Write(options, folder.Root, facts, symbols, report, progress, cancellation) with { RowsRead = rows, Dropped = dropped };
        }
        folder.Commit();
        return result;
    }

    private sealed class SymbolRows(string ticker)
    {
        public readonly string Ticker = ticker;
        public readonly List<Bar> Bars = [];
        public readonly List<int> Lines = [];
        public bool Excluded;
        public long LastClose;
        public (DateOnly Date, double Return)? Jump;

        /// <summary>Takes the close of a row that may yet be set aside: the rule on daily returns is about the source as it came.</summary>
        public void Watch(DateOnly date, long close, double limit)
        {
            if (close <= 0)
                return;
            var change = LastClose > 0 ? ((double)close / LastClose) - 1 : 0;
            if (change > limit && Jump is null)
                Jump = (date, change);
            LastClose = close;
        }
    }

    private static long ReadRows(
        CsvImportOptions options, DateOnly latest, Dictionary<string, SymbolRows> symbols, ImportReport report,
        IProgress<ImportProgress>? progress, CancellationToken cancellation)
    {
        using var lines = new CsvLines(options.Source);
        if (!lines.Next(out var header) || header.IsEmpty)
            throw new BadLine(1, $"the columns {string.Join(',', Columns)}", "an empty file").In(options.Source);
        Span<Range> fields = stackalloc Range[64];
        Span<int> at = stackalloc int[Columns.Length];
        var width = FindColumns(options.Source, header, fields, at);
        var excluded = options.Exclude.Select(name => name.ToUpperInvariant()).ToHashSet();
        SymbolRows? current = null;
        var currentBytes = Array.Empty<byte>();
        long rows = 0;
        while (lines.Next(out var line))
        {
            if (line.IsEmpty)
                continue;
            if (rows++ % 50_000 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new ImportProgress(ReadingShare * lines.BytesRead / Math.Max(1, lines.BytesTotal), rows, 0));
            }
            if (CsvLines.Split(line, fields) != width)
            {
                report.Add(lines.Line, default, default, ImportReason.FieldCount, line);
                continue;
            }
            var symbol = line[fields[at[0]]];
            if (current is null || !symbol.SequenceEqual(currentBytes))
            {
                current = Symbol(symbols, symbol, excluded);
                currentBytes = symbol.ToArray();
            }
            var bar = default(Bar);
            var reason = current is null ? ImportReason.Symbol : Parse(line, fields, at, options, latest, current, out bar);
            if (reason is { } why)
            {
                report.Add(lines.Line, symbol, line[fields[at[1]]], why, line);
                continue;
            }
            current!.Bars.Add(bar);
            current.Lines.Add(lines.Line);
        }
        foreach (var empty in symbols.Where(s => s.Value.Bars.Count == 0).Select(s => s.Key).ToList())
            symbols.Remove(empty);
        return rows;
    }

    // The order of these checks decides which reason a row with several faults gets.
    private static ImportReason? Parse(
        ReadOnlySpan<byte> line, ReadOnlySpan<Range> fields, ReadOnlySpan<int> at, CsvImportOptions options, DateOnly latest,
        SymbolRows symbol, out Bar bar)
    {
        bar = default;
        if (!DecimalText.TryDate(line[fields[at[1]]], out var date))
            return ImportReason.Date;
        if (date > latest)
            return ImportReason.FutureDate;
        if (symbol.Excluded)
            return ImportReason.NameExcluded;
        if (date < options.From || date > options.Through)
            return ImportReason.OutsideDates;
        if (symbol.Bars.Count > 0 && date <= symbol.Bars[^1].Date)
            return date == symbol.Bars[^1].Date ? ImportReason.DuplicateDate : ImportReason.DateOrder;
        if (!DecimalText.TryPrice(line[fields[at[2]]], out var open) || !DecimalText.TryPrice(line[fields[at[3]]], out var high)
            || !DecimalText.TryPrice(line[fields[at[4]]], out var low) || !DecimalText.TryPrice(line[fields[at[5]]], out var close)
            || !DecimalText.TryVolume(line[fields[at[6]]], out var volume))
            return ImportReason.Number;
        bar = new Bar(date, 0, open, high, low, close, volume);
        symbol.Watch(date, close, options.MaximumDailyReturn ?? double.PositiveInfinity);
        return open <= 0 ? ImportReason.OpenNotPositive
            : low <= 0 || close <= 0 ? ImportReason.PriceNotPositive
            : !bar.IsConsistent ? ImportReason.OutsideRange
            : volume < 0 ? ImportReason.NegativeVolume
            : null;
    }

    private static SymbolRows? Symbol(Dictionary<string, SymbolRows> symbols, ReadOnlySpan<byte> bytes, HashSet<string> excluded)
    {
        var ticker = Encoding.UTF8.GetString(bytes).Trim().ToUpperInvariant();
        if (!LeanPaths.IsTicker(ticker))
            return null;
        if (!symbols.TryGetValue(ticker, out var rows))
            symbols.Add(ticker, rows = new SymbolRows(ticker) { Excluded = excluded.Contains(ticker) });
        return rows;
    }

    private static int FindColumns(string path, ReadOnlySpan<byte> header, Span<Range> fields, Span<int> at)
    {
        var width = CsvLines.Split(header, fields);
        at.Fill(-1);
        for (var i = 0; i < Math.Min(width, fields.Length); i++)
        {
            var name = Encoding.UTF8.GetString(header[fields[i]]).Trim();
            var column = Array.FindIndex(Columns, c => c.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (column >= 0 && at[column] < 0)
                at[column] = i;
        }
        if (at.Contains(-1) || width > fields.Length)
            throw new BadLine(1, $"the columns {string.Join(',', Columns)}", BarLines.Quote(header)).In(path);
        return width;
    }

    private static List<DroppedName> Drop(Dictionary<string, SymbolRows> symbols, ImportReport report)
    {
        var dropped = new List<DroppedName>();
        foreach (var rows in symbols.Values.Where(s => s.Jump != null).OrderBy(s => s.Lines[0]).ToList())
        {
            var (date, change) = rows.Jump!.Value;
            dropped.Add(new DroppedName(rows.Ticker, date, change, rows.Bars.Count));
            for (var k = 0; k < rows.Bars.Count; k++)
                report.Add(rows.Lines[k], rows.Ticker, rows.Bars[k], ImportReason.DailyReturn);
            symbols.Remove(rows.Ticker);
        }
        return dropped;
    }

    private static InvalidDataException NothingLeft(CsvImportOptions options, ImportReport report, List<DroppedName> dropped)
    {
        if (report.First is not { } first)
            return new BadLine(2, "rows", "a header only").In(options.Source);
        return dropped.Count > 0
            ? new BadLine(0, $"a name without a daily return above {options.MaximumDailyReturn}", $"none in {dropped.Count}").In(options.Source)
            : new BadLine(first.Line, "at least one usable row", $"none; the first: {first.Reason.InWords()} in '{first.Row}'").In(options.Source);
    }

    private static ImportResult Write(
        CsvImportOptions options, string root, Dictionary<string, NameFacts> facts, Dictionary<string, SymbolRows> symbols,
        ImportReport report, IProgress<ImportProgress>? progress, CancellationToken cancellation)
    {
        Directory.CreateDirectory(LeanPaths.Bars(root, BarResolution.Daily));
        var index = options.Index.ToUpperInvariant();
        var hasIndex = symbols.ContainsKey(index);
        if (hasIndex && options.IndexFrom != null)
            throw new ArgumentException($"IndexFrom: expected a source without {index}, found {index} in {options.Source}", nameof(options));
        var sectors = symbols.Keys.Where(t => t != index).Select(t => facts.GetValueOrDefault(t).Sector).OfType<string>()
            .Distinct().Order(StringComparer.Ordinal).ToList();
        var names = new List<NameMetadata>();
        var days = new HashSet<DateOnly>();
        long rows = 0, zeros = 0;
        var files = 0;
        foreach (var (ticker, symbol) in symbols.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            var bars = CollectionsMarshal.AsSpan(symbol.Bars);
            BarFile.Write(LeanPaths.Bars(root, BarResolution.Daily, ticker), bars);
            rows += bars.Length;
            foreach (ref readonly var bar in bars)
            {
                zeros += bar.Volume == 0 ? 1 : 0;
                days.Add(bar.Date);
            }
            progress?.Report(new ImportProgress(ReadingShare + ((1 - ReadingShare) * ++files / symbols.Count), rows, files));
            if (ticker == index)
                continue;
            var known = facts.GetValueOrDefault(ticker);
            names.Add(new NameMetadata
            {
                Ticker = ticker,
                Sector = known.Sector,
                SectorCode = known.Sector is null ? -1 : sectors.IndexOf(known.Sector),
                MarketCap = known.MarketCap,
                Exchange = known.Exchange,
                FirstSession = bars[0].Date,
                LastSession = bars[^1].Date,
                Bars = bars.Length,
            });
        }
        if (options.IndexFrom is { } from)
            CopyIndex(from, root, index);
        SupportFiles.WriteMarketHours(LeanPaths.MarketHours(root), MarketCalendar.UsEquities);
        SupportFiles.WriteSymbolProperties(LeanPaths.SymbolProperties(root));
        new FolderMetadata
        {
            Provenance = $"imported from {Path.GetFileName(options.Source)}",
            FirstSession = days.Min(),
            LastSession = days.Max(),
            Sessions = days.Count,
            Index = hasIndex || options.IndexFrom != null ? index : null,
            Sectors = sectors,
            Names = names,
        }.Write(root);
        return new ImportResult
        {
            Output = options.Output,
            Report = Path.Combine(options.Output, ImportReport.FileName),
            RowsRead = 0,
            RowsWritten = rows,
            Names = names.Count,
            Rejected = report.Counts,
            Dropped = [],
            WithoutSector = names.Count(n => n.Sector is null),
            ZeroVolumes = zeros,
            FirstSession = days.Min(),
            LastSession = days.Max(),
            Sessions = days.Count,
        };
    }

    private static void CopyIndex(string from, string root, string index)
    {
        foreach (var path in (Func<string, string>[])
            [r => LeanPaths.Bars(r, BarResolution.Daily, index), r => LeanPaths.Bars(r, BarResolution.Hour, index),
             r => LeanPaths.MapFile(r, index), r => LeanPaths.FactorFile(r, index), LeanPaths.InterestRate])
        {
            if (!File.Exists(path(from)))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(path(root))!);
            File.WriteAllBytes(path(root), File.ReadAllBytes(path(from)));
        }
    }
}
