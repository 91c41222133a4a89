using QuantConnect.Algorithm;
using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Interfaces;

namespace QuantConnect.Lean.Engine;

/// <summary>Past bars of a live run: from the data folder as far as it goes, then from the broker, prices in the terms of now.</summary>
/// <remarks>Adjusted prices are scaled so that the newest are as they trade, not as later splits and dividends would have them. Where folder and broker have the
/// same bar, the folder's prices are brought to the broker's, which knows of events since.</remarks>
internal sealed class LiveHistory(QCAlgorithm algorithm, MarketFeeds folder, IBrokerage brokerage)
{
    private const decimal SamePrice = 1e-6m;

    // Where the folder's newest bars end, UTC.
    private readonly Dictionary<Resolution, DateTime> _through = [];

    public List<TradeBar> Read(HistoryQuery query)
    {
        if (query.Mode == DataNormalizationMode.Adjusted) query = query with { Mode = DataNormalizationMode.ScaledRaw };
        var bars = folder.History(query with { FillForward = false });
        var zone = folder.Hours.TimeZone;
        var through = Through(query.Resolution, query.EndUtc);
        var from = through > query.StartUtc ? through : query.StartUtc;
        if (!IsMissing(from, query.EndUtc, query.Resolution)) return query.FillForward ? folder.History(query) : bars;

        // From the folder's last bar on, which both have.
        var start = bars.Count > 0 ? bars[^1].Time.ConvertToUtc(zone) : from;
        if (query.Resolution == Resolution.Daily) start = start.ConvertFromUtc(zone).Date.ConvertToUtc(zone);
        var later = brokerage.GetHistory(new HistoryRequest(query.Symbol, query.Resolution, start, query.EndUtc, query.Mode))?.OfType<TradeBar>().ToList() ?? [];
        if (later.Count == 0) return bars;
        if (bars.Count > 0 && later.Find(bar => bar.EndTime == bars[^1].EndTime) is { } same && same.Close != 0 && bars[^1].Close != 0)
        {
            var ratio = same.Close / bars[^1].Close;
            if (Math.Abs(ratio - 1) > SamePrice)
                foreach (var bar in bars) Scale(bar, ratio);
        }
        var last = bars.Count > 0 ? bars[^1].EndTime : DateTime.MinValue;
        bars.AddRange(later.Where(bar => bar.EndTime > last && bar.EndTime.ConvertToUtc(zone) <= query.EndUtc));
        return bars;
    }

    private DateTime Through(Resolution resolution, DateTime utc)
    {
        if (_through.TryGetValue(resolution, out var through)) return through;
        var zone = folder.Hours.TimeZone;
        var local = utc.ConvertFromUtc(zone);
        foreach (var security in algorithm.Securities.Values)
        {
            var columns = folder.Columns(security.Symbol, resolution, local.AddDays(-10), local);
            for (var row = columns.Count - 1; row >= 0; row--)
            {
                var start = new DateTime(columns.Start[row]);
                var end = resolution == Resolution.Daily ? folder.Hours.GetNextMarketClose(start, false) : start + resolution.ToTimeSpan();
                if (end > local) continue;
                if (end.ConvertToUtc(zone) > through) through = end.ConvertToUtc(zone);
                break;
            }
        }
        if (algorithm.Securities.Count > 0) _through[resolution] = through;
        return through;
    }

    // Whether a bar of the market ends in a span of time.
    private bool IsMissing(DateTime from, DateTime to, Resolution resolution)
    {
        var zone = folder.Hours.TimeZone;
        var (start, end) = (from.ConvertFromUtc(zone), to.ConvertFromUtc(zone));
        if (end <= start) return false;
        if (resolution == Resolution.Daily) return folder.Hours.GetNextMarketClose(start, false) <= end;
        var open = folder.Hours.IsOpen(start, false) ? start : folder.Hours.GetNextMarketOpen(start, false);
        return open + resolution.ToTimeSpan() <= end;
    }

    private static void Scale(TradeBar bar, decimal ratio)
    {
        bar.Open *= ratio;
        bar.High *= ratio;
        bar.Low *= ratio;
        bar.Close *= ratio;
        bar.Volume = Math.Round(bar.Volume / ratio);
    }
}
