using System.Globalization;

namespace LeanDeep.Training.Data;

/// <summary>Walks a LEAN data folder and lists what does not hold together: daily and hour bars, map and factor files, support files, metadata.</summary>
public sealed class FolderCheck
{
    private readonly string _root;
    private readonly double _jump;
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<string, (DateOnly First, DateOnly Last, int Count)> _names = [];
    private MarketCalendar _calendar = MarketCalendar.UsEquities;
    private int _files;
    private long _bars;

    private FolderCheck(string root, double jump) => (_root, _jump) = (root, jump);

    /// <summary>Checks a folder.</summary>
    /// <param name="root">The data folder.</param>
    /// <param name="jump">Adjusted one-day returns beyond ± this are listed; default 0.5.</param>
    /// <param name="progress">The share of files read, 0 to 1.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <exception cref="InvalidDataException">There is no LEAN data folder.</exception>
    public static FolderCheckResult Run(string root, double jump = 0.5, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        if (!(jump > 0))
            throw new ArgumentException($"expected a positive threshold, found {jump}", nameof(jump));
        if (!Directory.Exists(LeanPaths.Bars(root, BarResolution.Daily)))
            throw new BadLine(0, "a LEAN data folder with equity/usa/daily", Directory.Exists(root) ? "none" : "no folder").In(root);
        return new FolderCheck(root, jump).Walk(progress, cancellation);
    }

    private FolderCheckResult Walk(IProgress<double>? progress, CancellationToken cancellation)
    {
        CheckSupportFiles();
        var daily = Files(LeanPaths.Bars(_root, BarResolution.Daily), "*.zip");
        var hour = Files(LeanPaths.Bars(_root, BarResolution.Hour), "*.zip");
        var (done, total) = (0, daily.Count + hour.Count);
        foreach (var path in daily)
        {
            cancellation.ThrowIfCancellationRequested();
            CheckName(path);
            progress?.Report((double)++done / total);
        }
        foreach (var path in hour)
        {
            cancellation.ThrowIfCancellationRequested();
            CheckHours(path);
            progress?.Report((double)++done / total);
        }
        CheckOrphans(LeanPaths.MapFiles(_root), FindingKind.MapFile, path => MapFile.Read(path));
        CheckOrphans(LeanPaths.FactorFiles(_root), FindingKind.FactorFile, path => FactorFile.Read(path));
        CheckMetadata();
        return new FolderCheckResult
        {
            Files = _files,
            Names = daily.Count,
            Bars = _bars,
            FirstSession = _names.Count > 0 ? _names.Values.Min(n => n.First) : null,
            LastSession = _names.Count > 0 ? _names.Values.Max(n => n.Last) : null,
            Findings = _findings,
        };
    }

    private void CheckSupportFiles()
    {
        var hours = LeanPaths.MarketHours(_root);
        if (Exists(hours, FindingKind.SupportFile, "LEAN's market hours"))
            Guard(FindingKind.SupportFile, hours, () => _calendar = SupportFiles.ReadMarketHours(hours));
        var properties = LeanPaths.SymbolProperties(_root);
        if (Exists(properties, FindingKind.SupportFile, "LEAN's symbol properties")
            && !File.ReadLines(properties).Any(line => line.StartsWith("usa,[*],equity,", StringComparison.Ordinal)))
            Add(FindingKind.SupportFile, properties, 0, null, "expected a row usa,[*],equity, found none");
    }

    private void CheckName(string path)
    {
        var ticker = Path.GetFileNameWithoutExtension(path).ToUpperInvariant();
        if (!ReadBars(path, BarResolution.Daily, out var bars, out var lines))
            return;
        for (var i = 0; i < bars.Count; i++)
        {
            var bar = bars[i];
            if (!bar.IsConsistent)
                Add(FindingKind.InconsistentBar, path, lines[i], bar.Date, $"expected open and close within low..high, found {Text(bar)}");
            if (bar.Volume == 0)
                Add(FindingKind.ZeroVolume, path, lines[i], bar.Date, "expected a volume, found 0");
            if (!_calendar.IsSession(bar.Date))
                Add(FindingKind.NotASession, path, lines[i], bar.Date, $"expected trading days, found {bar.Date:yyyy-MM-dd}");
            if (i > 0)
                CheckGap(path, lines[i], bars[i - 1].Date, bar.Date);
        }
        if (bars.Count == 0)
        {
            Add(FindingKind.UnreadableFile, path, 0, null, "expected bars, found none");
            return;
        }
        _names[ticker] = (bars[0].Date, bars[^1].Date, bars.Count);
        var owned = CheckMap(ticker, bars);
        CheckJumps(path, bars, lines, CheckFactors(ticker, bars, owned));
    }

    private void CheckGap(string path, int line, DateOnly before, DateOnly day)
    {
        DateOnly? first = null, last = null;
        var missing = 0;
        for (var d = before.AddDays(1); d < day; d = d.AddDays(1))
            if (_calendar.IsSession(d))
            {
                first ??= d;
                last = d;
                missing++;
            }
        if (missing > 0)
            Add(FindingKind.MissingSessions, path, line, first, missing == 1
                ? $"expected the session {first:yyyy-MM-dd}, found none"
                : $"expected {missing} sessions from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}, found none");
    }

    private void CheckJumps(string path, List<Bar> bars, List<int> lines, IReadOnlyList<FactorRow> factors)
    {
        var walk = new FactorWalk(factors, PriceAdjustment.Adjusted);
        var before = 0.0;
        for (var i = 0; i < bars.Count; i++)
        {
            var close = bars[i].Close * walk.At(bars[i].Date);
            if (i > 0 && Math.Abs((close / before) - 1) > _jump)
                Add(FindingKind.Jump, path, lines[i], bars[i].Date, string.Create(CultureInfo.InvariantCulture,
                    $"expected an adjusted return within ±{_jump:P0}, found {(close / before) - 1:+0.0%;-0.0%} on {bars[i].Date:yyyy-MM-dd}"));
            before = close;
        }
    }

    // Returns the day from which the name has had this ticker; bars before may be those of an earlier owner.
    private DateOnly CheckMap(string ticker, List<Bar> bars)
    {
        var path = LeanPaths.MapFile(_root, ticker);
        if (!File.Exists(path))
            return DateOnly.MinValue;
        IReadOnlyList<MapRow>? rows = null;
        if (!Guard(FindingKind.MapFile, path, () => rows = MapFile.Read(path)))
            return DateOnly.MinValue;
        if (rows![^1].Ticker != ticker)
            Add(FindingKind.MapFile, path, rows.Count, null, $"expected {ticker} as the last ticker, found {rows[^1].Ticker}");
        if (rows.Count == 1 || rows[1].Ticker == ticker) // without an earlier ticker, whose bars stand in another file
            if (bars[0].Date < rows[0].Date)
                Add(FindingKind.MapFile, path, 1, rows[0].Date, $"expected the listing by the first bar {bars[0].Date:yyyy-MM-dd}, found {rows[0].Date:yyyy-MM-dd}");
        if (bars[^1].Date > rows[^1].Date)
            Add(FindingKind.MapFile, path, rows.Count, rows[^1].Date, $"expected the end from the last bar {bars[^1].Date:yyyy-MM-dd} on, found {rows[^1].Date:yyyy-MM-dd}");
        return rows.LastOrDefault(row => row.Ticker != ticker) is { Ticker: not null } earlier ? earlier.Date.AddDays(1) : DateOnly.MinValue;
    }

    private IReadOnlyList<FactorRow> CheckFactors(string ticker, List<Bar> bars, DateOnly owned)
    {
        var path = LeanPaths.FactorFile(_root, ticker);
        IReadOnlyList<FactorRow> rows = [];
        if (!File.Exists(path) || !Guard(FindingKind.FactorFile, path, () => rows = FactorFile.Read(path)))
            return [];
        if (rows[^1].Date < bars[^1].Date || rows[^1].Scale != 1)
            Add(FindingKind.FactorFile, path, rows.Count, rows[^1].Date, $"expected a last row with factors 1 from {bars[^1].Date:yyyy-MM-dd} on, found {rows[^1].Date:yyyy-MM-dd} with {rows[^1].Scale}");
        var closes = bars.ToDictionary(bar => bar.Date, bar => bar.Close / (decimal)Bar.PriceScale);
        for (var i = 1; i < rows.Count - 1; i++) // the first and last rows are bounds, not events
            if (rows[i].Date >= owned && closes.TryGetValue(rows[i].Date, out var close) && rows[i].ReferencePrice > 0 && Math.Abs(rows[i].ReferencePrice - close) > 0.005m * close)
                Add(FindingKind.FactorFile, path, i + 1, rows[i].Date, $"expected the close {close} of {rows[i].Date:yyyy-MM-dd} as reference price, found {rows[i].ReferencePrice}");
        return rows;
    }

    private void CheckHours(string path)
    {
        if (!ReadBars(path, BarResolution.Hour, out var hours, out var lines))
            return;
        var dailyPath = LeanPaths.Bars(_root, BarResolution.Daily, Path.GetFileNameWithoutExtension(path));
        var daily = new Dictionary<DateOnly, Bar>();
        if (File.Exists(dailyPath))
            try
            {
                foreach (var bar in BarFile.Read(dailyPath, BarResolution.Daily))
                    daily[bar.Date] = bar;
            }
            catch (InvalidDataException)
            {
                // listed when the daily file was checked
            }
        for (int i = 0, end; i < hours.Count; i = end)
        {
            var day = hours[i] with { Minute = 0 };
            for (end = i; end < hours.Count && hours[end].Date == day.Date; end++)
            {
                var bar = hours[end];
                if (!bar.IsConsistent)
                    Add(FindingKind.InconsistentBar, path, lines[end], bar.Date, $"expected open and close within low..high, found {Text(bar)}");
                if (end > i)
                    day = day with { High = Math.Max(day.High, bar.High), Low = Math.Min(day.Low, bar.Low), Close = bar.Close, Volume = day.Volume + bar.Volume };
            }
            if (daily.TryGetValue(day.Date, out var whole) && whole != day)
                Add(FindingKind.HourAgainstDaily, path, lines[i], day.Date, $"expected hour bars that add up to {Text(whole)} on {day.Date:yyyy-MM-dd}, found {Text(day)}");
        }
    }

    // Map and factor files of names without daily bars.
    private void CheckOrphans(string folder, FindingKind kind, Action<string> read)
    {
        foreach (var path in Files(folder, "*.csv"))
            if (!File.Exists(LeanPaths.Bars(_root, BarResolution.Daily, Path.GetFileNameWithoutExtension(path))))
                if (Guard(kind, path, () => read(path)))
                    Add(kind, path, 0, null, "expected daily bars of this name, found no file");
    }

    private void CheckMetadata()
    {
        var path = LeanPaths.Metadata(_root);
        FolderMetadata? metadata = null;
        if (!File.Exists(path) || !Guard(FindingKind.Metadata, path, () => metadata = FolderMetadata.TryRead(_root)))
            return;
        foreach (var name in metadata!.Names)
            if (!_names.TryGetValue(name.Ticker, out var found))
                Add(FindingKind.Metadata, path, 0, null, $"expected bars of {name.Ticker}, found none");
            else if (found != (name.FirstSession, name.LastSession, name.Bars))
                Add(FindingKind.Metadata, path, 0, null, $"expected {name.Bars} bars of {name.Ticker} from {name.FirstSession:yyyy-MM-dd} to {name.LastSession:yyyy-MM-dd}, found {found.Count} from {found.First:yyyy-MM-dd} to {found.Last:yyyy-MM-dd}");
        var known = metadata.Names.Select(n => n.Ticker).Append(metadata.Index).ToHashSet();
        foreach (var ticker in _names.Keys.Where(t => !known.Contains(t)))
            Add(FindingKind.Metadata, path, 0, null, $"expected an entry for {ticker}, found none");
    }

    private bool ReadBars(string path, BarResolution resolution, out List<Bar> bars, out List<int> lines)
    {
        List<Bar> read = [];
        List<int> numbers = [];
        List<BadLine> bad = [];
        (bars, lines) = (read, numbers);
        if (!Guard(FindingKind.UnreadableFile, path, () => BarFile.ReadLeniently(path, resolution, read, numbers, bad)))
            return false;
        _bars += bars.Count;
        foreach (var line in bad)
            Add(FindingKind.BadLine, path, line.Line, null, $"expected {line.Expected}, found {line.Found}");
        return true;
    }

    private bool Exists(string path, FindingKind kind, string what)
    {
        if (!File.Exists(path))
            Add(kind, path, 0, null, $"expected {what}, found no file");
        return File.Exists(path);
    }

    // Reads a file; what is wrong with it becomes a finding.
    private bool Guard(FindingKind kind, string path, Action read)
    {
        _files++;
        try
        {
            read();
            return true;
        }
        catch (InvalidDataException bad)
        {
            var message = bad.Message.StartsWith(path + ": ", StringComparison.Ordinal) ? bad.Message[(path.Length + 2)..] : bad.Message;
            Add(kind, path, 0, null, message);
            return false;
        }
    }

    private void Add(FindingKind kind, string path, int line, DateOnly? date, string message) =>
        _findings.Add(new Finding(kind, Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/'), line, date, message));

    private static List<string> Files(string folder, string pattern) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, pattern).Where(path => LeanPaths.IsTicker(Path.GetFileNameWithoutExtension(path))).Order(StringComparer.Ordinal)]
        : [];

    private static string Text(in Bar bar) => string.Create(CultureInfo.InvariantCulture, $"{bar.Open},{bar.High},{bar.Low},{bar.Close},{bar.Volume}");
}
