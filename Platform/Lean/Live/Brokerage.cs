using QuantConnect.Data;
using QuantConnect.Interfaces;
using QuantConnect.Logging;
using QuantConnect.Orders;
using QuantConnect.Packets;
using QuantConnect.Securities;

namespace QuantConnect.Brokerages;

/// <summary>The base of brokerages: raises their events, and keeps cash in step with the broker once a day.</summary>
public abstract class Brokerage(string name) : IBrokerage
{
    private static readonly TimeSpan SyncTime = new(7, 45, 0);

    public event EventHandler<BrokerageOrderIdChangedEvent> OrderIdChanged;
    public event EventHandler<List<OrderEvent>> OrdersStatusChanged;
    public event EventHandler<AccountEvent> AccountChanged;
    public event EventHandler<BrokerageMessageEvent> Message;

    public string Name { get; } = name;
    public abstract bool IsConnected { get; }
    public virtual bool AccountInstantlyUpdated => false;
    public virtual string AccountBaseCurrency { get; protected set; }
    public virtual bool ConcurrencyEnabled { get; set; }
    public DateTime LastSyncDateTimeUtc { get; private set; } = DateTime.UtcNow;

    public abstract bool PlaceOrder(Order order);
    public abstract bool UpdateOrder(Order order);
    public abstract bool CancelOrder(Order order);
    public abstract void Connect();
    public abstract void Disconnect();
    public abstract List<Order> GetOpenOrders();
    public abstract List<Holding> GetAccountHoldings();
    public abstract List<CashAmount> GetCashBalance();

    public virtual IEnumerable<BaseData> GetHistory(HistoryRequest request) => null;

    public virtual bool ShouldPerformCashSync(DateTime currentTimeUtc)
    {
        var (now, last) = (currentTimeUtc.ConvertFromUtc(TimeZones.NewYork), LastSyncDateTimeUtc.ConvertFromUtc(TimeZones.NewYork));
        return now.Date != last.Date && now.TimeOfDay >= SyncTime;
    }

    public virtual bool PerformCashSync(IAlgorithm algorithm, DateTime currentTimeUtc, Func<TimeSpan> getTimeSinceLastFill)
    {
        if (getTimeSinceLastFill() < TimeSpan.FromSeconds(10)) return false;
        foreach (var balance in GetCashBalance())
            if (algorithm.Portfolio.CashBook.TryGetValue(balance.Currency, out var cash))
            {
                if (cash.Amount != balance.Amount) Log.Trace($"Brokerage.PerformCashSync(): {cash.Symbol}: expected {cash.Amount.ToStringInvariant()}, found {balance.Amount.ToStringInvariant()}");
                cash.SetAmount(balance.Amount);
            }
        LastSyncDateTimeUtc = currentTimeUtc;
        return true;
    }

    public virtual void Dispose() => GC.SuppressFinalize(this);

    protected virtual void OnOrderIdChangedEvent(BrokerageOrderIdChangedEvent e) => OrderIdChanged?.Invoke(this, e);

    protected virtual void OnOrderEvents(List<OrderEvent> orderEvents) => OrdersStatusChanged?.Invoke(this, orderEvents);

    protected virtual void OnOrderEvent(OrderEvent e) => OnOrderEvents([e]);

    protected virtual void OnAccountChanged(AccountEvent e) => AccountChanged?.Invoke(this, e);

    protected virtual void OnMessage(BrokerageMessageEvent e) => Message?.Invoke(this, e);
}

/// <summary>The base of factories: finds a brokerage's settings and its model.</summary>
public abstract class BrokerageFactory(Type brokerageType) : IBrokerageFactory
{
    public Type BrokerageType { get; } = brokerageType;
    public abstract Dictionary<string, string> BrokerageData { get; }
    public abstract IBrokerageModel GetBrokerageModel(IOrderProvider orderProvider);
    public abstract IBrokerage CreateBrokerage(LiveNodePacket job, IAlgorithm algorithm);
    public abstract void Dispose();
}
