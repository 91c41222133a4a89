using QuantConnect.Orders;
using QuantConnect.Securities;

namespace QuantConnect.Interfaces;

/// <summary>Carries out order requests and keeps all orders.</summary>
public interface IOrderProcessor
{
    int OrdersCount { get; }
    OrderTicket Process(OrderRequest request);
    IEnumerable<OrderTicket> GetOrderTickets(Func<OrderTicket, bool> filter = null);
    IEnumerable<OrderTicket> GetOpenOrderTickets(Func<OrderTicket, bool> filter = null);
    OrderTicket GetOrderTicket(int orderId);
    Order GetOrderById(int orderId);
    IEnumerable<Order> GetOrders(Func<Order, bool> filter = null);
    List<Order> GetOpenOrders(Func<Order, bool> filter = null);

    /// <summary>Signed quantity that open orders of a security have yet to fill.</summary>
    decimal GetOpenQuantity(Security security);
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
    TimeSpan StalePriceTimeSpan { get; set; }
    Resolution? WarmupResolution { get; set; }
    int? TradingDaysPerYear { get; set; }
    bool SeedInitialPrices { get; set; }
}

/// <summary>The algorithm as models see it.</summary>
public interface IAlgorithm
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
    string AccountCurrency { get; }
    void Debug(string message);
    void Log(string message);
    void Error(string message);
}
