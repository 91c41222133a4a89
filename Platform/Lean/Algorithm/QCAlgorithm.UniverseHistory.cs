using QuantConnect.Data.UniverseSelection;

namespace QuantConnect.Algorithm;

// Past data of universes: what they selected from.
public partial class QCAlgorithm
{
    /// <summary>The last <paramref name="periods"/> trading days' data of a universe.</summary>
    public IEnumerable<BaseDataCollection> History(Universe universe, int periods, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null)
    {
        var hours = RequireRun().Hours;
        var start = QuantConnect.Time.GetStartTimeForTradeBars(hours, UtcTime.ConvertFromUtc(hours.TimeZone), QuantConnect.Time.OneDay, periods, false, hours.TimeZone, Settings.DailyPreciseEndTime);
        return Past(universe, start.Date, UtcTime.ConvertFromUtc(hours.TimeZone));
    }

    public IEnumerable<BaseDataCollection> History(Universe universe, TimeSpan span, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null) =>
        History(universe, Time - span, Time, resolution, fillForward, extendedMarketHours, dataMappingMode, dataNormalizationMode, contractDepthOffset);

    /// <summary>Data of a universe that are known between two times in the algorithm's time zone; the end is no later than now.</summary>
    public IEnumerable<BaseDataCollection> History(Universe universe, DateTime start, DateTime end, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null)
    {
        var zone = RequireRun().Hours.TimeZone;
        return Past(universe, start.ConvertTo(TimeZone, zone), (end > Time ? Time : end).ConvertTo(TimeZone, zone));
    }

    private List<BaseDataCollection> Past(Universe universe, DateTime from, DateTime to)
    {
        var zone = RequireRun().Hours.TimeZone;
        return [.. RequireRun().UniverseHistory(universe.Configuration, from.ConvertToUtc(zone), to.ConvertToUtc(zone))];
    }
}
