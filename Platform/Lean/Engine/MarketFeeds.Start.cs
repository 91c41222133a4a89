using QuantConnect.Data;
using QuantConnect.Data.Auxiliary;
using QuantConnect.Data.Market;
using QuantConnect.Securities;

namespace QuantConnect.Lean.Engine;

// How streams begin.
internal sealed partial class MarketFeeds
{
    // A run with helper threads reads its files on all processors; a bad one is met again, and reported, in its turn.
    private void ReadAhead()
    {
        if (_waiting.Count < 8) return;
        var zone = ZoneClock.Of(Hours.TimeZone);
        var (from, through) = (zone.FromUtc(_algorithm.UtcTime).AddDays(-1), zone.FromUtc(_end));
        var files = _waiting.FindAll(x => !x.Config.IsCustomData && x.Config.Resolution != Resolution.Tick).ConvertAll(x => (x.Config.Symbol, x.Config.Resolution));
        _threads.For(files.Count, i =>
        {
            try
            {
                _ = Columns(files[i].Symbol, files[i].Resolution, from, through).HasZeros;
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
            }
        });
    }

    private void StartFeed(Security security, SubscriptionDataConfig config)
    {
        var now = _algorithm.UtcTime;
        var zone = ZoneClock.Of(Hours.TimeZone);
        var factors = Factors(config.Symbol);
        var paid = config.DataNormalizationMode == DataNormalizationMode.TotalReturn ? PaidDividends(factors, zone.FromUtc(now).Date) : null;
        var map = MapOf(config.Symbol);
        var until = _end;
        if (map is { Rows.Count: > 0 } && map.DelistingDate < Time.EndOfTime)
        {
            var last = map.DelistingDate.AddDays(1).ConvertToUtc(Hours.TimeZone);
            if (last < until) until = last;
        }
        // A bar from midnight to midnight of the last day comes at the midnight after it.
        if (until == _end && config.Resolution == Resolution.Daily && !_algorithm.Settings.DailyPreciseEndTime) until = _end.AddTicks(1);
        var warmed = _algorithm.StartDate.ConvertToUtc(_algorithm.TimeZone);
        if (_algorithm.IsWarmingUp && now < warmed && _algorithm.Settings.WarmupResolution is { } warmup && warmup != config.Resolution)
        {
            if (warmup == Resolution.Tick || config.Resolution == Resolution.Tick)
                throw new NotSupportedException($"SetWarmUp: resolution {warmup} is not supported by this engine for {config.Symbol.Value} at resolution {config.Resolution} (supported: the security's own, and bars of bars)");
            // Warm-up has bars of a resolution of its own; those of the subscription follow, and repeat what was before.
            Stream(new SubscriptionDataConfig(config, resolution: warmup), now, now, warmed < until ? warmed : until);
            var before = Time.GetStartTimeForTradeBars(Hours, zone.FromUtc(warmed), Time.OneDay, 1, false, Hours.TimeZone, _algorithm.Settings.DailyPreciseEndTime).ConvertToUtc(Hours.TimeZone);
            Stream(config, before > now ? before : now, warmed, until);
        }
        else Stream(config, now, now, until);
        var local = zone.FromUtc(now);
        var first = local == local.Date ? local : local.Date.AddDays(1);
        if (security.Subscriptions.First() == config)
            foreach (var data in CorporateEvents.Of(config.Symbol, factors, map, Hours, first, zone.FromUtc(_end), local.Date))
                _corporate.Enqueue((data, security), (zone.ToUtc(data.Time.Ticks), _corporateOrder++));
        SetFillSteps();

        // Bars and quotes that end from a time on; the bars before it may be repeated.
        void Stream(SubscriptionDataConfig own, DateTime since, DateTime from, DateTime through)
        {
            if (own.Resolution == Resolution.Tick)
            {
                foreach (var ticks in security.Subscriptions.Where(x => x.Resolution == Resolution.Tick && x.ExtendedMarketHours == config.ExtendedMarketHours))
                    StartTicks(security, ticks, factors, paid, from, through);
                return;
            }
            var columns = Columns(own.Symbol, own.Resolution, zone.FromUtc(since).AddDays(-1), zone.FromUtc(through));
            var feed = new BarFeed(own, Hours, columns, factors, _algorithm.Settings.DailyPreciseEndTime) { PaidDividends = paid, Subscription = config };
            Register(security, feed, Group(own, !ReferenceEquals(own, config), AcceptsBars(security, feed)), since, feed.PreciseDaily ? LastClose(through) : through, from);
            if (own.Resolution is not (Resolution.Minute or Resolution.Second)) return;
            var quotes = security.Subscriptions.FirstOrDefault(x => x.TickType == TickType.Quote && x.ExtendedMarketHours == config.ExtendedMarketHours && x.Resolution == config.Resolution);
            if (quotes == null) return;
            var stream = own.Resolution == quotes.Resolution ? quotes : new SubscriptionDataConfig(quotes, resolution: own.Resolution);
            _quotes.Add(security, stream, Quotes(own.Symbol, own.Resolution, zone.FromUtc(from).AddDays(-1), zone.FromUtc(through)), factors, paid, from.Ticks, through.Ticks, AcceptsOf(security));
        }
    }

    // The last close of a regular session up to a time: nothing is said of a daily bar after the run's last one.
    private DateTime LastClose(DateTime utc)
    {
        var day = SessionTable.DayNumber(ZoneClock.Of(Hours.TimeZone).FromUtc(utc.Ticks));
        for (var i = 0; i < 10; i++)
            if (_sessions.CloseUtc(day - i) is > 0 and var close && close <= utc.Ticks) return new DateTime(close);
        return utc;
    }

    // Bars are repeated as often as the finest subscription has one.
    private void SetFillSteps()
    {
        if (!_walking) return;
        var finest = long.MaxValue;
        foreach (var config in _owners.Keys)
            if (config.Resolution != Resolution.Tick) finest = Math.Min(finest, config.Increment.Ticks);
        if (finest == _fillStep && _groups.Count == _filledGroups) return;
        (_fillStep, _filledGroups) = (finest, _groups.Count);
        if (finest == long.MaxValue) return;
        foreach (var (key, group) in _groups)
        {
            var own = group.Resolution.ToTimeSpan().Ticks;
            group.SetFillStep(_algorithm.UtcTime.Ticks, key.Warmup ? own : Math.Min(finest, own));
        }
    }

    private int _filledGroups;

    private void StartBenchmark(Security security, DateTime start)
    {
        (_benchmark, _benchmarkToCome) = (security, null);
        var zone = ZoneClock.Of(Hours.TimeZone);
        var local = zone.FromUtc(start);
        var previous = Time.GetStartTimeForTradeBars(Hours, local, Time.OneDay, 1, false, Hours.TimeZone, _algorithm.Settings.DailyPreciseEndTime);
        var config = new SubscriptionDataConfig(security.Symbol, Resolution.Hour, Hours.TimeZone, Hours.TimeZone, false, false, true, DataNormalizationMode.Adjusted);
        security.AddData(config);
        _benchmarkStream = config;
        var feed = new BarFeed(config, Hours, Columns(security.Symbol, Resolution.Hour, previous, zone.FromUtc(_end)), Factors(security.Symbol), _algorithm.Settings.DailyPreciseEndTime);
        _benchmarkGroup = new FeedGroup(Table, _sessions, zone, Resolution.Hour);
        _walk.Add(_benchmarkGroup);
        Register(security, feed, _benchmarkGroup, zone.ToUtc(previous), _end);
        // What is known before the start counts as one update at the start.
        var last = new List<(int Feed, int Row)>();
        _benchmarkGroup.CatchUp(start.Ticks, last);
        foreach (var (_, row) in last) security.Cache.Set(feed, row);
    }

    private void Register(Security security, BarFeed feed, FeedGroup group, DateTime since, DateTime until, DateTime from = default)
    {
        var index = Table.Add(feed);
        _feedSecurity.Add(security);
        group.Add(index, since.Ticks, until.Ticks, from.Ticks);
    }

    private FeedGroup Group(SubscriptionDataConfig config, bool warmup, Func<int, DateTime?, bool> accepts)
    {
        var key = (config.Resolution, Extended: config.ExtendedMarketHours, Warmup: warmup, Filtered: accepts == null ? null : config);
        if (_groups.TryGetValue(key, out var group)) return group;
        var repeats = key.Extended ? _extendedSessions : _sessions;
        group = new FeedGroup(Table, config.Resolution == Resolution.Daily ? _sessions : repeats, ZoneClock.Of(Hours.TimeZone), config.Resolution, repeats, accepts);
        _groups.Add(key, group);
        _walk.Add(group);
        return group;
    }

    // Sum of the dividends with ex-dates from the subscription's start through a bar's date.
    private Func<DateTime, decimal> PaidDividends(FactorFile factors, DateTime start)
    {
        var events = CorporateEvents.Of(null, factors, null, Hours, start, Time.EndOfTime.AddYears(-1), start).OfType<Dividend>().Select(x => (x.Time, x.Distribution)).ToArray();
        return date =>
        {
            var sum = 0m;
            foreach (var (time, amount) in events)
                if (time <= date.Date) sum += amount;
            return sum;
        };
    }
}
