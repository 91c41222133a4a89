using QuantConnect.Data;
using QuantConnect.Interfaces;

namespace QuantConnect.Securities.Volatility;

/// <summary>The base of volatility models: one that is always zero.</summary>
public class BaseVolatilityModel : IVolatilityModel
{
    protected ISubscriptionDataConfigProvider SubscriptionDataConfigProvider { get; set; }

    public virtual decimal Volatility { get; }

    public virtual void SetSubscriptionDataConfigProvider(ISubscriptionDataConfigProvider subscriptionDataConfigProvider) => SubscriptionDataConfigProvider = subscriptionDataConfigProvider;

    public virtual void Update(Security security, BaseData data)
    {
    }

    public virtual IEnumerable<HistoryRequest> GetHistoryRequirements(Security security, DateTime utcTime) => [];

    /// <summary>The last bars before a time.</summary>
    /// <param name="resolution">Default daily.</param>
    public IEnumerable<HistoryRequest> GetHistoryRequirements(Security security, DateTime utcTime, Resolution? resolution, int barCount)
    {
        var hours = security.Exchange.Hours;
        var chosen = resolution ?? Resolution.Daily;
        var extended = chosen != Resolution.Hour && security.IsExtendedMarketHours;
        var start = Time.GetStartTimeForTradeBars(hours, utcTime.ConvertFromUtc(hours.TimeZone), chosen.ToTimeSpan(), barCount, extended, hours.TimeZone);
        return [new HistoryRequest(security.Symbol, chosen, start.ConvertToUtc(hours.TimeZone), utcTime, security.DataNormalizationMode)];
    }
}
