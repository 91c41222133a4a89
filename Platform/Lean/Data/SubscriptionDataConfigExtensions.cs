namespace QuantConnect.Data;

/// <summary>What the streams of a symbol are together.</summary>
public static class SubscriptionDataConfigExtensions
{
    public static Resolution GetHighestResolution(this IEnumerable<SubscriptionDataConfig> subscriptionDataConfigs) => subscriptionDataConfigs.Select(x => x.Resolution).DefaultIfEmpty(Resolution.Daily).Min();

    public static bool IsFillForward(this IEnumerable<SubscriptionDataConfig> subscriptionDataConfigs) => subscriptionDataConfigs.Any(x => x.FillDataForward);

    public static bool IsExtendedMarketHours(this IEnumerable<SubscriptionDataConfig> subscriptionDataConfigs) => subscriptionDataConfigs.Any(x => x.ExtendedMarketHours);

    public static bool IsCustomData(this IEnumerable<SubscriptionDataConfig> subscriptionDataConfigs) => subscriptionDataConfigs.Any(x => x.IsCustomData);

    public static DataNormalizationMode DataNormalizationMode(this IEnumerable<SubscriptionDataConfig> subscriptionDataConfigs) => subscriptionDataConfigs.Select(x => x.DataNormalizationMode).DefaultIfEmpty(QuantConnect.DataNormalizationMode.Adjusted).First();
}
