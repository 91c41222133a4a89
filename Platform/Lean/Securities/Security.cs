using System.Dynamic;
using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Data.Shortable;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine;
using QuantConnect.Orders.Fees;
using QuantConnect.Orders.Fills;
using QuantConnect.Orders.Slippage;
using QuantConnect.Securities.Interfaces;

namespace QuantConnect.Securities;

/// <summary>A security of the running algorithm: prices, position, and the models that decide its fills, fees and margin.</summary>
public class Security : DynamicObject
{
    /// <summary>Stands for "the brokerage model's leverage".</summary>
    public const decimal NullLeverage = 0;

    private readonly List<SubscriptionDataConfig> _subscriptions = [];

    internal Security(Symbol symbol, Cash quoteCurrency, SymbolProperties symbolProperties, SecurityExchange exchange, ICurrencyConverter currencyConverter, RunClock clock)
    {
        Symbol = symbol;
        QuoteCurrency = quoteCurrency;
        SymbolProperties = symbolProperties;
        Exchange = exchange;
        Clock = clock;
        Zone = ZoneClock.Of(exchange.TimeZone);
        Cache = new SecurityCache();
        Holdings = new SecurityHolding(this, currencyConverter);
        IsTradable = true;
    }

    internal RunClock Clock { get; }
    internal ZoneClock Zone { get; }

    /// <summary>Position of the security in the run's tables.</summary>
    internal int Slot { get; set; } = -1;

    internal Action<Security> HoldingChanged { get; set; }

    /// <summary>Whether the algorithm has added it in this step: it is active from the next one on.</summary>
    internal bool IsComing { get; set; }

    /// <summary>Kept by the portfolio.</summary>
    internal PositionValue Position;

    public IEnumerable<SubscriptionDataConfig> Subscriptions => _subscriptions;
    public Symbol Symbol { get; }
    public Cash QuoteCurrency { get; }
    public SymbolProperties SymbolProperties { get; protected set; }
    public SecurityType Type => Symbol.ID.SecurityType;
    public Resolution Resolution { get; private set; } = Resolution.Daily;
    public bool IsFillDataForward { get; private set; }
    public bool IsExtendedMarketHours { get; private set; }
    public DataNormalizationMode DataNormalizationMode { get; private set; } = DataNormalizationMode.Adjusted;

    /// <summary>Whether it has ticks.</summary>
    internal bool HasTicks { get; private set; }

    /// <summary>Whether it has bars; so does one without any data yet.</summary>
    internal bool HasBars { get; private set; } = true;

    public SubscriptionDataConfig SubscriptionDataConfig => _subscriptions.Count == 0 ? null : _subscriptions[0];
    public bool HasData => Cache.HasAnyData;
    public virtual bool IsTradable { get; set; }
    public bool IsDelisted { get; set; }

    public SecurityCache Cache
    {
        get;
        set
        {
            field = value;
            field.Owner = this;
        }
    }

    public SecurityHolding Holdings { get; set; }

    public SecurityExchange Exchange
    {
        get;
        set
        {
            field = value;
            field.SetLocalTime(() => LocalTime);
        }
    }

    public IFeeModel FeeModel { get; set; } = new InteractiveBrokersFeeModel();
    public IFillModel FillModel { get; set; } = new ImmediateFillModel();
    public ISlippageModel SlippageModel { get; set; } = NullSlippageModel.Instance;
    public ISecurityPortfolioModel PortfolioModel { get; set; } = new SecurityPortfolioModel();

    /// <summary>Chooses the data that the run has of the security. One that is set when the security's data begin holds: set it where the security is added.</summary>
    public ISecurityDataFilter DataFilter { get; set; } = new SecurityDataFilter();

    public IBuyingPowerModel BuyingPowerModel
    {
        get;
        set
        {
            field = value;
            PositionValue.NoteOutsideChange();
        }
    } = new SecurityMarginModel();


    public IBuyingPowerModel MarginModel
    {
        get => BuyingPowerModel;
        set => BuyingPowerModel = value;
    }

    public ISettlementModel SettlementModel { get; set; } = new ImmediateSettlementModel();
    public IMarginInterestRateModel MarginInterestRateModel { get; set; } = Securities.MarginInterestRateModel.Null;
    public IShortableProvider ShortableProvider { get; private set; } = NullShortableProvider.Instance;
    public IVolatilityModel VolatilityModel { get; set; } = Securities.VolatilityModel.Null;
    public virtual bool HoldStock => Holdings.HoldStock;
    public virtual bool Invested => HoldStock;
    public virtual DateTime LocalTime => Zone.FromUtc(Clock.UtcTime);
    public virtual decimal Price => Cache.Price;
    public virtual decimal Leverage => Holdings.Leverage;
    public virtual decimal High => Cache.High == 0 ? Price : Cache.High;
    public virtual decimal Low => Cache.Low == 0 ? Price : Cache.Low;
    public virtual decimal Close => Cache.Close == 0 ? Price : Cache.Close;
    public virtual decimal Open => Cache.Open == 0 ? Price : Cache.Open;
    public virtual decimal Volume => Cache.Volume;
    public virtual decimal BidPrice => Cache.BidPrice == 0 ? Price : Cache.BidPrice;
    public virtual decimal BidSize => Cache.BidSize;
    public virtual decimal AskPrice => Cache.AskPrice == 0 ? Price : Cache.AskPrice;
    public virtual decimal AskSize => Cache.AskSize;
    public virtual long OpenInterest => Cache.OpenInterest;

    /// <summary>Today's regular session so far and those before it; empty until its size is set.</summary>
    public virtual Session Session => Cache.Session;

    internal DateTime UtcTime => Clock.UtcTime;

    public BaseData GetLastData() => Cache.GetData();

    public void SetMarketPrice(BaseData data)
    {
        if (data == null) return;
        Cache.AddData(data);
        Holdings.FollowSecurityPrice();
        VolatilityModel.Update(this, data);
    }

    public void SetLeverage(decimal leverage) => BuyingPowerModel.SetLeverage(this, leverage);

    public virtual void SetDataNormalizationMode(DataNormalizationMode mode)
    {
        foreach (var subscription in _subscriptions) subscription.DataNormalizationMode = mode;
        DataNormalizationMode = mode;
    }

    public void SetFeeModel(IFeeModel feelModel) => FeeModel = feelModel;
    public void SetFillModel(IFillModel fillModel) => FillModel = fillModel;
    public void SetSettlementModel(ISettlementModel settlementModel) => SettlementModel = settlementModel;
    public void SetSlippageModel(ISlippageModel slippageModel) => SlippageModel = slippageModel;
    public void SetVolatilityModel(IVolatilityModel volatilityModel) => VolatilityModel = volatilityModel;
    public void SetDataFilter(ISecurityDataFilter dataFilter) => DataFilter = dataFilter;
    public void SetBuyingPowerModel(IBuyingPowerModel buyingPowerModel) => BuyingPowerModel = buyingPowerModel;
    public void SetMarginModel(IBuyingPowerModel marginModel) => MarginModel = marginModel;

    public void SetMarginInterestRateModel(IMarginInterestRateModel marginInterestRateModel) => MarginInterestRateModel = marginInterestRateModel;
    public void SetShortableProvider(IShortableProvider shortableProvider) => ShortableProvider = shortableProvider;

    public static implicit operator Symbol(Security security) => security.Symbol;

    public override bool TryGetMember(GetMemberBinder binder, out object result) => Cache.Properties.TryGetValue(binder.Name, out result);

    public override bool TrySetMember(SetMemberBinder binder, object value)
    {
        Cache.Properties[binder.Name] = value;
        return true;
    }

    public void Add(string key, object value) => Set(key, value);
    public void Set(string key, object value) => Cache.Properties[key] = value;

    public bool TryGet<T>(string key, out T value)
    {
        if (Cache.Properties.TryGetValue(key, out var found))
        {
            value = (T)found;
            return true;
        }
        value = default;
        return false;
    }

    public T Get<T>(string key) => (T)Cache.Properties[key];

    public bool Remove(string key) => Cache.Properties.Remove(key);

    public object this[string key]
    {
        get => Get<object>(key);
        set => Add(key, value);
    }

    public override string ToString() => Symbol.ToString();

    internal void AddData(SubscriptionDataConfig subscription)
    {
        _subscriptions.Add(subscription);
        Refresh();
    }

    internal void RemoveData(SubscriptionDataConfig subscription)
    {
        _subscriptions.Remove(subscription);
        Refresh();
    }

    internal void OnHoldingChanged() => HoldingChanged?.Invoke(this);

    private void Refresh()
    {
        Resolution = _subscriptions.Count == 0 ? Resolution.Daily : _subscriptions.Min(x => x.Resolution);
        IsFillDataForward = _subscriptions.Exists(x => x.FillDataForward);
        IsExtendedMarketHours = _subscriptions.Exists(x => x.ExtendedMarketHours);
        HasTicks = _subscriptions.Exists(x => x.Type == typeof(Data.Market.Tick));
        HasBars = !HasTicks || _subscriptions.Exists(x => x.Type != typeof(Data.Market.Tick) && !x.IsInternalFeed);
        DataNormalizationMode = _subscriptions.Count == 0 ? DataNormalizationMode.Adjusted : _subscriptions[0].DataNormalizationMode;
    }
}
