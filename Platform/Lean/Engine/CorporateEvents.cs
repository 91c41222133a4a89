using QuantConnect.Data;
using QuantConnect.Data.Auxiliary;
using QuantConnect.Data.Market;
using QuantConnect.Securities;

namespace QuantConnect.Lean.Engine;

/// <summary>Dividends, splits and the delisting of a security as events at midnights, from its factor and map files.</summary>
internal static class CorporateEvents
{
    /// <summary>Events from a local date on, by time.</summary>
    /// <param name="since">Date on which a subscription begins: of dividends and splits it hears only where it has the trading day before as well.</param>
    public static List<BaseData> Of(Symbol symbol, FactorFile factors, MapFile map, SecurityExchangeHours hours, DateTime from, DateTime through, DateTime since = default)
    {
        var events = new List<BaseData>();
        if (factors != null)
            for (var i = 0; i + 1 < factors.Rows.Count; i++)
            {
                var (row, next) = (factors.Rows[i], factors.Rows[i + 1]);
                if (row.Date > through) break;
                if (!hours.IsDateOpen(row.Date)) continue;
                var ex = hours.GetNextTradingDay(row.Date);
                if (row.PriceFactor != next.PriceFactor && ex >= from && row.Date >= since && ex <= through)
                {
                    if (row.ReferencePrice == 0) throw new InvalidDataException($"factor file of {symbol.Value}: {row.Date:yyyyMMdd}: expected a reference price for the dividend, found 0");
                    events.Add(Dividend.Create(symbol, ex, row.ReferencePrice, row.PriceFactor / next.PriceFactor));
                }
                if (row.SplitFactor == next.SplitFactor) continue;
                var factor = row.SplitFactor / next.SplitFactor;
                if (row.ReferencePrice == 0) throw new InvalidDataException($"factor file of {symbol.Value}: {row.Date:yyyyMMdd}: expected a reference price for the split, found 0");
                if (row.Date >= from) events.Add(new Split(symbol, row.Date, row.ReferencePrice, factor, SplitType.Warning));
                if (ex >= from && row.Date >= since && ex <= through) events.Add(new Split(symbol, ex, row.ReferencePrice, factor, SplitType.SplitOccurred));
            }
        if (map is { Rows.Count: > 0 })
        {
            for (var i = 1; i < map.Rows.Count; i++)
            {
                var (old, now) = (map.Rows[i - 1], map.Rows[i]);
                if (old.MappedSymbol == now.MappedSymbol || i == 1) continue;
                var date = old.Date.AddDays(1);
                while (date <= through && !hours.IsDateOpen(date)) date = date.AddDays(1);
                if (date > from && date <= through) events.Add(new SymbolChangedEvent(symbol, date, old.MappedSymbol, now.MappedSymbol));
            }
            var last = map.DelistingDate;
            if (last < Time.EndOfTime && last >= from && last <= through)
            {
                events.Add(new Delisting(symbol, last, 0, DelistingType.Warning));
                if (last.AddDays(1) <= through) events.Add(new Delisting(symbol, last.AddDays(1), 0, DelistingType.Delisted));
            }
        }
        return [.. events.OrderBy(x => x.Time)];
    }
}
