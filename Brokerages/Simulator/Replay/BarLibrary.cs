using LeanDeep.Brokerages.Calendar;
using QuantConnect.Securities;

namespace LeanDeep.Brokerages.Simulator.Replay;

/// <summary>The bars of a LEAN data folder, read when they are asked for: minutes where there are any, else from hours, else from days.</summary>
internal sealed class BarLibrary
{
    private readonly string _folder;
    private readonly Dictionary<string, ReplayBar[]> _coarse = [];
    private readonly Dictionary<string, FactorTable> _factors = [];
    private readonly HashSet<string> _symbols;

    /// <exception cref="InvalidDataException">Not a LEAN data folder, or no session in the dates.</exception>
    public BarLibrary(string folder, DateOnly from, DateOnly through)
    {
        _folder = Path.Combine(folder, "equity", "usa");
        if (!Directory.Exists(_folder)) throw new InvalidDataException($"{folder}: expected a LEAN data folder with equity/usa, found none");
        _symbols = [.. Tickers("daily", "*.zip"), .. Tickers("hour", "*.zip"), .. Tickers("minute", "*")];
        if (_symbols.Count == 0) throw new InvalidDataException($"{_folder}: expected bars in daily, hour or minute, found none");
        var hours = MarketHoursDatabase.FromFile(Path.Combine(folder, "market-hours", "market-hours-database.json")).GetEntry("usa", (string)null!, QuantConnect.SecurityType.Equity).ExchangeHours;
        // Beyond the replay's end there is still a next open, and before its start a past for history.
        Calendar = MarketCalendar.Of(hours, from.AddYears(-30) is var past && past < new DateOnly(1998, 1, 1) ? new DateOnly(1998, 1, 1) : past, through.AddDays(30));
        if (Calendar.OpeningAfter(MarketCalendar.Utc(from.ToDateTime(TimeOnly.MinValue))).Date > through)
            throw new InvalidDataException($"{folder}: expected a session from {from:yyyy-MM-dd} through {through:yyyy-MM-dd}, found none");
    }

    public MarketCalendar Calendar { get; }

    public IReadOnlyCollection<string> Symbols => _symbols;

    public bool Has(string symbol) => _symbols.Contains(symbol);

    /// <summary>The minutes of a regular session, in order.</summary>
    public ReplayBar[] Minutes(string symbol, TradingSession session)
    {
        var file = Path.Combine(_folder, "minute", Lower(symbol), $"{session.Date:yyyyMMdd}_trade.zip");
        if (File.Exists(file)) return [.. BarFile.ReadMinutes(file, session.Date).Where(bar => bar.Start >= session.Open.Ticks && bar.Start < session.Close.Ticks)];
        var hours = Within(Coarse("hour", symbol), session);
        if (hours.Length > 0)
        {
            var minutes = new List<ReplayBar>();
            foreach (var hour in hours)
            {
                var start = Math.Max(hour.Start, session.Open.Ticks);
                var end = Math.Min(hour.Start + TimeSpan.TicksPerHour, session.Close.Ticks);
                if (end > start) minutes.AddRange((hour with { Start = start }).Minutes(end - start));
            }
            return [.. minutes];
        }
        return Day(symbol, session.Date) is { } day ? [.. (day with { Start = session.Open.Ticks }).Minutes((session.Close - session.Open).Ticks)] : [];
    }

    /// <summary>The bar of a day, from the daily file or else from its minutes; null when the name did not trade.</summary>
    public ReplayBar? Daily(string symbol, TradingSession session)
    {
        if (Day(symbol, session.Date) is { } day) return day;
        var minutes = Minutes(symbol, session);
        return minutes.Length == 0 ? null : ReplayBar.Merge(Midnight(session.Date), minutes);
    }

    public FactorTable Factors(string symbol)
    {
        if (_factors.TryGetValue(symbol, out var table)) return table;
        return _factors[symbol] = FactorTable.Read(Path.Combine(_folder, "factor_files", Lower(symbol) + ".csv"));
    }

    public static long Midnight(DateOnly date) => MarketCalendar.Utc(date.ToDateTime(TimeOnly.MinValue)).Ticks;

    private ReplayBar? Day(string symbol, DateOnly date)
    {
        var bars = Coarse("daily", symbol);
        var i = First(bars, Midnight(date));
        return i < bars.Length && bars[i].Start == Midnight(date) ? bars[i] : null;
    }

    private static ReadOnlySpan<ReplayBar> Within(ReplayBar[] bars, TradingSession session)
    {
        var from = First(bars, session.Open.Ticks - TimeSpan.TicksPerHour + 1);
        var to = First(bars, session.Close.Ticks);
        return bars.AsSpan(from, to - from);
    }

    private static int First(ReplayBar[] bars, long start)
    {
        int low = 0, high = bars.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (bars[middle].Start >= start) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private ReplayBar[] Coarse(string size, string symbol)
    {
        var file = Path.Combine(_folder, size, Lower(symbol) + ".zip");
        if (_coarse.TryGetValue(file, out var bars)) return bars;
        return _coarse[file] = File.Exists(file) ? BarFile.ReadCoarse(file) : [];
    }

    private IEnumerable<string> Tickers(string size, string pattern)
    {
        var folder = Path.Combine(_folder, size);
        return Directory.Exists(folder)
            ? Directory.EnumerateFileSystemEntries(folder, pattern).Select(path => Path.GetFileNameWithoutExtension(path).ToUpperInvariant())
            : [];
    }

#pragma warning disable CA1308 // LEAN's file names are in lower case
    private static string Lower(string symbol) => symbol.ToLowerInvariant();
#pragma warning restore CA1308
}
