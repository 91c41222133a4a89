using Newtonsoft.Json;
using QuantConnect.Orders;
using QuantConnect.Securities;

namespace QuantConnect.Interfaces;

/// <summary>Handles an event of an algorithm.</summary>
public delegate void AlgorithmEvent<in T>(IAlgorithm algorithm, T eventData);

/// <summary>Further wishes about an order.</summary>
public interface IOrderProperties
{
    [JsonProperty("timeInForce")] TimeInForce TimeInForce { get; set; }
    IOrderProperties Clone();
}

public interface IAccountCurrencyProvider
{
    string AccountCurrency { get; }
}

public interface IAlgorithmSettings
{
    bool AutomaticIndicatorWarmUp { get; set; }
    bool? RebalancePortfolioOnSecurityChanges { get; set; }
    bool? RebalancePortfolioOnInsightChanges { get; set; }
    decimal MaxAbsolutePortfolioTargetPercentage { get; set; }
    decimal MinAbsolutePortfolioTargetPercentage { get; set; }
    decimal MinimumOrderMarginPortfolioPercentage { get; set; }
    decimal? FreePortfolioValue { get; set; }
    decimal FreePortfolioValuePercentage { get; set; }
    bool LiquidateEnabled { get; set; }
    bool DailyPreciseEndTime { get; set; }
    bool DailyConsolidationUseExtendedMarketHours { get; set; }
    TimeSpan StalePriceTimeSpan { get; set; }
    Resolution? WarmupResolution { get; set; }
    int? TradingDaysPerYear { get; set; }
    bool SeedInitialPrices { get; set; }
}

/// <summary>The algorithm as models see it.</summary>
public interface IAlgorithm : IAccountCurrencyProvider
{
    DateTime Time { get; }
    DateTime UtcTime { get; }
    DateTime StartDate { get; }
    DateTime EndDate { get; }
    bool IsWarmingUp { get; }
    bool LiveMode { get; }
    SecurityManager Securities { get; }
    SecurityPortfolioManager Portfolio { get; }
    SecurityTransactionManager Transactions { get; }
    IAlgorithmSettings Settings { get; }
    NodaTime.DateTimeZone TimeZone { get; }
    Data.SubscriptionManager SubscriptionManager { get; }
    void Debug(string message);
    void Log(string message);
    void Error(string message);
}
