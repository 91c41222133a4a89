using QuantConnect.Data;
using QuantConnect.Data.Market;

namespace QuantConnect.Lean.Engine;

/// <summary>Reads past bars for an algorithm.</summary>
internal sealed class HistoryReader(MarketFeeds feeds, bool dailyPreciseEndTime)
{
    public List<TradeBar> Read(HistoryQuery query)
    {
        var hours = feeds.Hours;
        var zone = ZoneClock.Of(hours.TimeZone);
        var (from, to) = (zone.FromUtc(query.StartUtc), zone.FromUtc(query.EndUtc));
        var config = new SubscriptionDataConfig(query.Symbol, query.Resolution, hours.TimeZone, hours.TimeZone, query.FillForward, query.ExtendedMarketHours, true, query.Mode);
        var columns = feeds.Columns(query.Symbol, query.Resolution, from, to);
        var feed = new BarFeed(config, hours, columns, feeds.Factors(query.Symbol), dailyPreciseEndTime) { ScaledRawEnd = to.Date };
        var bars = new List<TradeBar>();
        TradeBar previous = null;
        var step = config.Increment.Ticks;
        for (var row = columns.LowerBound(query.Resolution == Resolution.Daily ? from.Date.Ticks : from.Ticks); row < columns.Count; row++)
        {
            var day = new DateTime(columns.Start[row]);
            if (!hours.IsOpen(day, day.AddTicks(step), query.ExtendedMarketHours)) continue;
            var (start, end) = feed.Span(row);
            if (start < from.Ticks) continue;
            if (end > to.Ticks) break;
            if (query.FillForward && previous != null) Fill(end);
            bars.Add(previous = feed.Bar(row));
        }
        if (query.FillForward && previous != null) Fill(to.Ticks + 1);
        return bars;

        // Repeats the last bar for each interval that ends before a time.
        void Fill(long before)
        {
            while (true)
            {
                long start, end;
                if (feed.PreciseDaily)
                {
                    var open = hours.GetNextMarketOpen(previous.EndTime, false);
                    (start, end) = feed.SessionSpan(open.Date.Ticks);
                }
                else
                {
                    end = previous.EndTime.Ticks;
                    if (!hours.IsOpen(new DateTime(end), new DateTime(end + step), query.ExtendedMarketHours))
                        end = hours.GetNextMarketOpen(previous.EndTime, query.ExtendedMarketHours).RoundDown(config.Increment).Ticks;
                    (start, end) = (end, end + step);
                }
                if (end >= before) return;
                var fill = (TradeBar)previous.Clone(true);
                fill.Time = new DateTime(start);
                fill.Period = new TimeSpan(end - start);
                bars.Add(previous = fill);
            }
        }
    }
}
