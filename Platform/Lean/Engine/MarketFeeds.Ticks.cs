using QuantConnect.Data;
using QuantConnect.Data.Auxiliary;
using QuantConnect.Data.Market;
using QuantConnect.Securities;
using QuantConnect.Securities.Interfaces;

namespace QuantConnect.Lean.Engine;

// Ticks: trades and quotes one by one, read a day at a time.
internal sealed partial class MarketFeeds
{
    public IEnumerable<Tick> Ticks(HistoryQuery query, TickType tickType)
    {
        _algorithm.Clock.RequireRunning();
        var (from, to) = (query.StartUtc.ConvertFromUtc(Hours.TimeZone), query.EndUtc.ConvertFromUtc(Hours.TimeZone));
        var factors = Factors(query.Symbol);
        foreach (var tick in Ticks(query.Symbol, tickType, query.ExtendedMarketHours, from, to, null))
        {
            // A past tick's size is rounded where its factor is one too, as in LEAN.
            if (query.Mode != DataNormalizationMode.Raw) tick.Scale(factors?.Factor(tick.Time.Date, query.Mode, to.Date) ?? 1m, 0);
            yield return tick;
        }
    }

    private void StartTicks(Security security, SubscriptionDataConfig config, FactorFile factors, Func<DateTime, decimal> paid, DateTime from, DateTime until)
    {
        var accepts = AcceptsOf(security);
        _points.Add(security, config, Scaled(), from.Ticks, until.Ticks);

        IEnumerable<Tick> Scaled()
        {
            var (date, factor, sum) = (DateTime.MinValue, 1m, 0m);
            foreach (var tick in Ticks(config.Symbol, config.TickType, config.ExtendedMarketHours, from.ConvertFromUtc(Hours.TimeZone), until.ConvertFromUtc(Hours.TimeZone), accepts))
            {
                if (date != tick.Time.Date)
                {
                    date = tick.Time.Date;
                    (factor, sum) = (factors?.Factor(date, config.DataNormalizationMode) ?? 1m, paid?.Invoke(date) ?? 0m);
                }
                if (factor != 1 || sum != 0) tick.Scale(factor, sum);
                yield return tick;
            }
        }
    }

    // From each ticker's files for the dates on which the security had it, in the market's hours.
    private IEnumerable<Tick> Ticks(Symbol symbol, TickType tickType, bool extendedMarketHours, DateTime from, DateTime through, Func<BaseData, bool> accepts)
    {
        var names = MapOf(symbol) is { Rows.Count: > 0 } map ? map.Names(from.Date, through.Date) : [(symbol.Value, from.Date, through.Date)];
        foreach (var (ticker, first, last) in names)
            for (var date = first.Date; date <= last.Date; date = date.AddDays(1))
            {
                var path = Path.Combine(DataFolder, "equity", symbol.ID.Market, "tick", ticker.ToLowerInvariant(), $"{date:yyyyMMdd}_{(tickType == TickType.Trade ? "trade" : "quote")}.zip");
                if (!File.Exists(path)) continue;
                using var file = new TickFile(path, symbol, tickType, date);
                while (file.Read() is { } tick)
                {
                    if (tick.Time < from || accepts != null && !accepts(tick) || !Hours.IsOpen(tick.Time, extendedMarketHours)) continue;
                    if (tick.Time > through) yield break;
                    yield return tick;
                }
            }
    }

    private void UpdateFromTicks(Security security, List<BaseData> ticks)
    {
        if (ticks.Count == 0) return;
        security.Cache.SetTicks(ticks);
        security.VolatilityModel.Update(security, ticks[^1]);
        _algorithm.TradeBuilder.SetMarketPrice(security.Symbol, security.Price);
    }

    // Without suspicious ticks.
    private static List<BaseData> Trusted(List<BaseData> points) => points.Exists(x => x is Tick { Suspicious: true }) ? points.FindAll(x => x is not Tick { Suspicious: true }) : points;

    // What a security's filter says of data; null where it has none that chooses.
    private Func<BaseData, bool> AcceptsOf(Security security)
    {
        var filter = security.DataFilter;
        return filter == null || filter.GetType() == typeof(SecurityDataFilter) || filter.GetType() == typeof(Securities.Equity.EquityDataFilter) ? null : data => Accepts(filter, security, data);
    }

    // The same for rows of bars, which it sees as they are in the file, and for their repetitions at a UTC time.
    private Func<int, DateTime?, bool> AcceptsBars(Security security, BarFeed feed)
    {
        if (AcceptsOf(security) is not { } accepts) return null;
        var raw = new BarFeed(feed.Config, feed.Hours, feed.Columns, null, _algorithm.Settings.DailyPreciseEndTime);
        return (row, repeatedUtc) =>
        {
            var bar = raw.Bar(row);
            return accepts(repeatedUtc is { } utc ? Repeat(raw, bar, utc) : bar);
        };
    }

    /// <summary>A bar once more, over the interval that ends at a UTC time.</summary>
    public static TradeBar Repeat(BarFeed feed, TradeBar bar, DateTime utc)
    {
        var fill = (TradeBar)bar.Clone(true);
        var (start, end) = feed.FillSpan(utc);
        fill.Time = new DateTime(start);
        fill.Period = new TimeSpan(end - start);
        return fill;
    }

    // A filter that fails rejects, and the run goes on, as in LEAN.
    private bool Accepts(ISecurityDataFilter filter, Security security, BaseData data)
    {
        try
        {
            return filter.Filter(security, data);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _algorithm.Error($"Runtime error applying data filter. Assuming filter pass: {e.Message}");
            return false;
        }
    }
}
