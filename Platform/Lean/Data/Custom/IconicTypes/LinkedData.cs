using NodaTime;

namespace QuantConnect.Data.Custom.IconicTypes;

/// <summary>An example of daily data about a security: a point a line of <c>TestData/linked/TICKER.csv</c>.</summary>
public class LinkedData : BaseData
{
    public int Count { get; set; }

    public override SubscriptionDataSource GetSource(SubscriptionDataConfig config, DateTime date, bool isLiveMode) =>
        new(Path.Combine("TestData", "linked", $"{config.Symbol.Underlying.Value.ToLowerInvariant()}.csv"), SubscriptionTransportMedium.LocalFile, FileFormat.Csv);

    public override BaseData Reader(SubscriptionDataConfig config, string line, DateTime date, bool isLiveMode) => new LinkedData { Count = 10, Symbol = config.Symbol, EndTime = date };

    public override bool IsSparseData() => true;

    public override bool RequiresMapping() => true;

    public override DateTimeZone DataTimeZone() => TimeZones.Utc;

    public override Resolution DefaultResolution() => Resolution.Daily;

    public override List<Resolution> SupportedResolutions() => DailyResolution;
}
