using System.Globalization;
using Newtonsoft.Json;
using QuantConnect.Interfaces;
using QuantConnect.Securities;

namespace QuantConnect.Orders;

/// <summary>An instruction to trade. Times are UTC; the quantity is signed.</summary>
public abstract class Order
{
    // What most orders have alike is made when someone asks for it: a run has tens of thousands of orders.
    private List<string> _brokerIds;
    private IOrderProperties _properties;
    private OrderSubmissionData _submission;
    private decimal _submissionPrice;
    private DateTime _filled, _updated, _canceled;
    private bool _isAtBrokerage, _hasSubmissionPrice;
    private int _eventId;

    protected Order()
    {
        PriceCurrency = string.Empty;
        Symbol = Symbol.Empty;
        Status = OrderStatus.None;
        Tag = string.Empty;
    }

    protected Order(Symbol symbol, decimal quantity, DateTime time, string tag = "", IOrderProperties properties = null)
    {
        Time = time;
        PriceCurrency = string.Empty;
        Quantity = quantity;
        Symbol = symbol;
        Status = OrderStatus.None;
        Tag = tag;
        _properties = properties;
    }

    [JsonProperty("id")] public int Id { get; internal set; }
    [JsonProperty("contingentId")] public int ContingentId { get; internal set; }
    [JsonProperty("brokerId")] public List<string> BrokerId => _brokerIds ??= _isAtBrokerage ? [Id.ToStringInvariant()] : [];
    [JsonProperty("symbol")] public Symbol Symbol { get; internal set; }

    /// <summary>Average fill price so far; zero before the first fill.</summary>
    [JsonProperty("price")]
    public decimal Price
    {
        get;
        internal set => field = value.Normalize();
    }

    [JsonProperty("priceCurrency")] public string PriceCurrency { get; internal set; }
    [JsonProperty("time")] public DateTime Time { get; internal set; }
    [JsonProperty("createdTime")] public DateTime CreatedTime => Time;
    [JsonProperty("lastFillTime", NullValueHandling = NullValueHandling.Ignore)] public DateTime? LastFillTime { get => Known(_filled); internal set => _filled = value ?? default; }
    [JsonProperty("lastUpdateTime", NullValueHandling = NullValueHandling.Ignore)] public DateTime? LastUpdateTime { get => Known(_updated); internal set => _updated = value ?? default; }
    [JsonProperty("canceledTime", NullValueHandling = NullValueHandling.Ignore)] public DateTime? CanceledTime { get => Known(_canceled); internal set => _canceled = value ?? default; }

    [JsonProperty("quantity")]
    public virtual decimal Quantity
    {
        get;
        internal set => field = value.Normalize();
    }

    [JsonProperty("type")] public abstract OrderType Type { get; }
    [JsonProperty("status")] public OrderStatus Status { get; set; }
    [JsonIgnore] public TimeInForce TimeInForce => _properties == null ? TimeInForce.GoodTilCanceled : _properties.TimeInForce;
    [JsonProperty("tag", DefaultValueHandling = DefaultValueHandling.Ignore)] public string Tag { get; internal set; }
    [JsonProperty("properties")]
    public IOrderProperties Properties
    {
        get => _properties ??= new OrderProperties();
        internal set => _properties = value;
    }

    [JsonProperty("securityType")] public SecurityType SecurityType => Symbol.ID.SecurityType;
    [JsonProperty("direction")] public OrderDirection Direction => Extensions.GetOrderDirection(Quantity);
    [JsonIgnore] public decimal AbsoluteQuantity => Math.Abs(Quantity);
    [JsonProperty("value")] public decimal Value => Quantity * Price;

    /// <summary>Prices when the order was sent.</summary>
    [JsonProperty("orderSubmissionData")]
    public OrderSubmissionData OrderSubmissionData
    {
        get => _submission ??= _hasSubmissionPrice ? new OrderSubmissionData(_submissionPrice, _submissionPrice, _submissionPrice) : null;
        internal set => (_submission, _hasSubmissionPrice) = (value, false);
    }

    [JsonProperty("isMarketable")]
    public bool IsMarketable
    {
        get
        {
            if (this is LimitOrder limit)
                return OrderSubmissionData != null &&
                    ((Direction == OrderDirection.Buy && limit.LimitPrice >= OrderSubmissionData.AskPrice) ||
                     (Direction == OrderDirection.Sell && limit.LimitPrice <= OrderSubmissionData.BidPrice));
            return Type == OrderType.Market;
        }
    }

    [JsonProperty("priceAdjustmentMode")] public DataNormalizationMode PriceAdjustmentMode { get; set; }

    /// <summary>Position of the order in the engine's list of open orders.</summary>
    [JsonIgnore] internal OrderTicket Ticket { get; set; }

    /// <summary>Signed value in account currency at the price at which the order would trade.</summary>
    public decimal GetValue(Security security) =>
        GetValueImpl(security) * security.QuoteCurrency.ConversionRate * security.SymbolProperties.ContractMultiplier;

    protected abstract decimal GetValueImpl(Security security);

    public virtual string GetDefaultTag() => string.Empty;

    internal int GetNewId() => ++_eventId;

    /// <summary>Whether the brokerage knows it by its own id and by no other.</summary>
    internal bool HasOnlyOwnBrokerId => _brokerIds == null && _isAtBrokerage;

    /// <summary>Whether its properties are those that an order has if none are given.</summary>
    internal bool HasDefaultProperties =>
        _properties == null || (_properties.GetType() == typeof(OrderProperties) && ReferenceEquals(_properties.TimeInForce, TimeInForce.GoodTilCanceled));

    /// <summary>Notes the prices at which it is sent.</summary>
    internal void SetSubmission(decimal bid, decimal ask, decimal last)
    {
        if (bid == last && ask == last && bid.Scale == last.Scale && ask.Scale == last.Scale) (_submission, _submissionPrice, _hasSubmissionPrice) = (null, last, true);
        else OrderSubmissionData = new OrderSubmissionData(bid, ask, last);
    }

    /// <returns>False when the prices differ or none are known.</returns>
    internal bool TryGetSubmissionPrice(out decimal price)
    {
        price = _submissionPrice;
        return _hasSubmissionPrice;
    }

    /// <summary>Notes that the brokerage has taken it, under its own id.</summary>
    internal void AddBrokerId()
    {
        _isAtBrokerage = true;
        if (_brokerIds == null) return;
        var id = Id.ToStringInvariant();
        if (!_brokerIds.Contains(id)) _brokerIds.Add(id);
    }

    /// <exception cref="ArgumentException">The request is for another order.</exception>
    public virtual void ApplyUpdateOrderRequest(UpdateOrderRequest request)
    {
        if (request.OrderId != Id) throw new ArgumentException($"Attempted to apply updates to the incorrect order: expected id {Id}, found {request.OrderId}");
        if (request.Quantity.HasValue) Quantity = request.Quantity.Value;
        if (request.Tag != null) Tag = request.Tag;
    }

    public abstract Order Clone();

    private protected Order Copy()
    {
        var clone = (Order)MemberwiseClone();
        if (_brokerIds != null) clone._brokerIds = [.. _brokerIds];
        clone._properties = _properties?.Clone();
        clone._submission = _submission?.Clone();
        return clone;
    }

    /// <exception cref="NotSupportedException">Combination and option orders.</exception>
    public static Order CreateOrder(SubmitOrderRequest request)
    {
        Order order = request.OrderType switch
        {
            OrderType.Market => new MarketOrder(request.Symbol, request.Quantity, request.Time, request.Tag, request.OrderProperties),
            OrderType.Limit => new LimitOrder(request.Symbol, request.Quantity, request.LimitPrice, request.Time, request.Tag, request.OrderProperties),
            OrderType.StopMarket => new StopMarketOrder(request.Symbol, request.Quantity, request.StopPrice, request.Time, request.Tag, request.OrderProperties),
            OrderType.StopLimit => new StopLimitOrder(request.Symbol, request.Quantity, request.StopPrice, request.LimitPrice, request.Time, request.Tag, request.OrderProperties),
            OrderType.TrailingStop => new TrailingStopOrder(request.Symbol, request.Quantity, request.StopPrice, request.TrailingAmount, request.TrailingAsPercentage, request.Time, request.Tag, request.OrderProperties),
            OrderType.LimitIfTouched => new LimitIfTouchedOrder(request.Symbol, request.Quantity, request.TriggerPrice, request.LimitPrice, request.Time, request.Tag, request.OrderProperties),
            OrderType.MarketOnOpen => new MarketOnOpenOrder(request.Symbol, request.Quantity, request.Time, request.Tag, request.OrderProperties),
            OrderType.MarketOnClose => new MarketOnCloseOrder(request.Symbol, request.Quantity, request.Time, request.Tag, request.OrderProperties),
            _ => throw new NotSupportedException($"orders of type {request.OrderType} are not supported by this engine"),
        };
        order.Status = OrderStatus.New;
        order.Id = request.OrderId;
        return order;
    }

    private static DateTime? Known(DateTime time) => time == default ? null : time;

    public override string ToString()
    {
        var tag = string.IsNullOrEmpty(Tag) ? string.Empty : $": {Tag}";
        return string.Create(CultureInfo.InvariantCulture, $"OrderId: {Id} (BrokerId: {string.Join(",", BrokerId)}) {Status} {Type} order for {Quantity} unit{(Quantity == 1 ? "" : "s")} of {Symbol}{tag}");
    }
}
