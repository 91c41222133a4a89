using QuantConnect.Brokerages;
using QuantConnect.Data;
using QuantConnect.Orders;
using QuantConnect.Packets;
using QuantConnect.Securities;

namespace QuantConnect.Interfaces;

/// <summary>Keeps the algorithm's cash at what the brokerage has.</summary>
public interface IBrokerageCashSynchronizer
{
    DateTime LastSyncDateTimeUtc { get; }

    /// <summary>Whether it is time: once a day, from 07:45 New York.</summary>
    bool ShouldPerformCashSync(DateTime currentTimeUtc);

    /// <param name="getTimeSinceLastFill">A fill within the last ten seconds makes it wait.</param>
    /// <returns>Whether it is done for today.</returns>
    bool PerformCashSync(IAlgorithm algorithm, DateTime currentTimeUtc, Func<TimeSpan> getTimeSinceLastFill);
}

/// <summary>A broker that carries out the orders of a live algorithm. Events may come from any thread.</summary>
public interface IBrokerage : IBrokerageCashSynchronizer, IDisposable
{
    event EventHandler<BrokerageOrderIdChangedEvent> OrderIdChanged;

    /// <summary>What happened to orders, in order.</summary>
    event EventHandler<List<OrderEvent>> OrdersStatusChanged;

    event EventHandler<AccountEvent> AccountChanged;
    event EventHandler<BrokerageMessageEvent> Message;

    string Name { get; }
    bool IsConnected { get; }

    /// <summary>Orders that are open at the broker, or wait to be sent.</summary>
    List<Order> GetOpenOrders();

    List<Holding> GetAccountHoldings();
    List<CashAmount> GetCashBalance();

    /// <returns>Whether the request was made; what comes of it is told by events.</returns>
    bool PlaceOrder(Order order);

    bool UpdateOrder(Order order);
    bool CancelOrder(Order order);
    void Connect();
    void Disconnect();
    bool AccountInstantlyUpdated { get; }
    string AccountBaseCurrency { get; }

    /// <summary>Past bars by time; null where the broker has no history.</summary>
    IEnumerable<BaseData> GetHistory(HistoryRequest request);

    bool ConcurrencyEnabled { get; set; }
}

/// <summary>Makes a brokerage for a job.</summary>
public interface IBrokerageFactory : IDisposable
{
    /// <summary>The class of its brokerages, by whose name a job asks for one.</summary>
    Type BrokerageType { get; }

    Dictionary<string, string> BrokerageData { get; }
    IBrokerageModel GetBrokerageModel(IOrderProvider orderProvider);
    IBrokerage CreateBrokerage(LiveNodePacket job, IAlgorithm algorithm);
}

/// <summary>A source of live data.</summary>
public interface IDataQueueHandler : IDisposable
{
    /// <summary>Begins a stream.</summary>
    /// <param name="newDataAvailableHandler">Raised, on any thread, when the enumerator may have more.</param>
    /// <returns>Yields null while there is nothing new.</returns>
    IEnumerator<BaseData> Subscribe(SubscriptionDataConfig dataConfig, EventHandler newDataAvailableHandler);

    void Unsubscribe(SubscriptionDataConfig dataConfig);
    void SetJob(LiveNodePacket job);
    bool IsConnected { get; }
}
