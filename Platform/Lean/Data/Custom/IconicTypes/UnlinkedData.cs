using NodaTime;

namespace QuantConnect.Data.Custom.IconicTypes;

/// <summary>An example of daily data by themselves: a point a line of <c>TestData/unlinked/TICKER.csv</c>.</summary>
public class UnlinkedData : BaseData
{
    /// <summary>Whether all tickers read <c>data.csv</c>.</summary>
    public static bool AnyTicker { get; set; }

    public string Ticker { get; set; }

    public override SubscriptionDataSource GetSource(SubscriptionDataConfig config, DateTime date, bool isLiveMode) =>
        new(Path.Combine("TestData", "unlinked", AnyTicker ? "data.csv" : $"{config.Symbol.Value.ToLowerInvariant()}.csv"), SubscriptionTransportMedium.LocalFile, FileFormat.Csv);

    public override BaseData Reader(SubscriptionDataConfig config, string line, DateTime date, bool isLiveMode) =>
        new UnlinkedData { Ticker = AnyTicker ? "ANY" : config.Symbol.Value, Symbol = config.Symbol, EndTime = date };

    public override bool IsSparseData() => true;

    public override bool RequiresMapping() => false;

    public override DateTimeZone DataTimeZone() => TimeZones.Utc;

    public override Resolution DefaultResolution() => Resolution.Daily;

    public override List<Resolution> SupportedResolutions() => DailyResolution;
}
