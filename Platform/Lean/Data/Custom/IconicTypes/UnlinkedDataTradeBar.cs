using NodaTime;
using QuantConnect.Data.Market;

namespace QuantConnect.Data.Custom.IconicTypes;

/// <summary>An example of daily bars by themselves: a bar a line of <c>TestData/unlinkedtradebar/TICKER.csv</c>.</summary>
public class UnlinkedDataTradeBar : TradeBar
{
    public UnlinkedDataTradeBar()
    {
        DataType = MarketDataType.Base;
        Period = QuantConnect.Time.OneDay;
    }

    /// <summary>Whether all tickers read <c>data.csv</c>.</summary>
    public static bool AnyTicker { get; set; }

    public override SubscriptionDataSource GetSource(SubscriptionDataConfig config, DateTime date, bool isLiveMode) =>
        new(Path.Combine("TestData", "unlinkedtradebar", AnyTicker ? "data.csv" : $"{config.Symbol.Value.ToLowerInvariant()}.csv"), SubscriptionTransportMedium.LocalFile, FileFormat.Csv);

    public override BaseData Reader(SubscriptionDataConfig config, string line, DateTime date, bool isLiveMode) =>
        new UnlinkedDataTradeBar { Open = 1m, High = 2m, Low = 1m, Close = 1.5m, Volume = 0m, Symbol = config.Symbol, EndTime = date };

    public override bool IsSparseData() => true;

    public override bool RequiresMapping() => false;

    public override DateTimeZone DataTimeZone() => TimeZones.Utc;

    public override Resolution DefaultResolution() => Resolution.Daily;

    public override List<Resolution> SupportedResolutions() => DailyResolution;
}
