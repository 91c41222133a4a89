using QuantConnect.Benchmarks;
using QuantConnect.Data.Shortable;
using QuantConnect.Interfaces;
using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using QuantConnect.Orders.Fills;
using QuantConnect.Orders.Slippage;
using QuantConnect.Securities;

namespace QuantConnect.Brokerages;

public enum BrokerageName
{
    Default, QuantConnectBrokerage = Default, InteractiveBrokersBrokerage, TradierBrokerage, OandaBrokerage, FxcmBrokerage, Bitfinex,
    Binance, GDAX = 12, Alpaca, AlphaStreams, Zerodha, Samco, Atreyu, TradingTechnologies, Kraken, FTX, FTXUS, Exante, BinanceUS, Wolverine,
    TDAmeritrade, BinanceFutures, BinanceCoinFutures, RBI, Bybit, Eze, Axos, Coinbase, TradeStation, TerminalLink, CharlesSchwab, Tastytrade,
    InteractiveBrokersFix, DYDX, Webull, Public, BloombergFix,
}

public enum BrokerageMessageType { Information, Warning, Error, Reconnect, Disconnect, ActionRequired }

/// <summary>Something that a brokerage has to say.</summary>
public class BrokerageMessageEvent(BrokerageMessageType type, string code, string message)
{
    public BrokerageMessageType Type { get; } = type;
    public string Code { get; } = code;
    public string Message { get; } = message;

    public override string ToString() => $"{Type} - Code: {Code} - {Message}";
}

/// <summary>The rules of a brokerage: which orders it takes, and the models of its securities.</summary>
public interface IBrokerageModel
{
    AccountType AccountType { get; }
    decimal RequiredFreeBuyingPowerPercent { get; }
    bool CanSubmitOrder(Security security, Order order, out BrokerageMessageEvent message);
    bool CanUpdateOrder(Security security, Order order, UpdateOrderRequest request, out BrokerageMessageEvent message);
    bool CanExecuteOrder(Security security, Order order);
    void ApplySplit(List<OrderTicket> tickets, Data.Market.Split split);
    decimal GetLeverage(Security security);
    IFillModel GetFillModel(Security security);
    IFeeModel GetFeeModel(Security security);
    ISlippageModel GetSlippageModel(Security security);
    ISettlementModel GetSettlementModel(Security security);
    IBuyingPowerModel GetBuyingPowerModel(Security security);
    IMarginInterestRateModel GetMarginInterestRateModel(Security security);
    IShortableProvider GetShortableProvider(Security security);

    /// <summary>What an algorithm is compared with that names no benchmark.</summary>
    IBenchmark GetBenchmark(SecurityManager securities);
}

/// <summary>Takes all orders; Interactive Brokers' fees; leverage 2 in a margin account, delayed settlement in a cash account.</summary>
public class DefaultBrokerageModel(AccountType accountType = AccountType.Margin) : IBrokerageModel
{
    public virtual AccountType AccountType { get; } = accountType;

    public virtual decimal RequiredFreeBuyingPowerPercent => 0m;

    public virtual bool CanSubmitOrder(Security security, Order order, out BrokerageMessageEvent message)
    {
        message = null;
        var minimum = security.SymbolProperties.MinimumOrderSize;
        if (minimum == null || order.AbsoluteQuantity >= minimum) return true;
        message = new BrokerageMessageEvent(BrokerageMessageType.Warning, "NotSupported",
            $"The minimum order size (in quote currency) for {security.Symbol.Value} is {minimum.Value.ToStringInvariant()}. Order quantity was {order.Quantity.ToStringInvariant()}.");
        return false;
    }

    public virtual bool CanUpdateOrder(Security security, Order order, UpdateOrderRequest request, out BrokerageMessageEvent message)
    {
        message = null;
        return true;
    }

    public virtual bool CanExecuteOrder(Security security, Order order) => true;

    /// <summary>Rescales quantity and prices of open orders.</summary>
    public virtual void ApplySplit(List<OrderTicket> tickets, Data.Market.Split split)
    {
        var factor = split.SplitFactor;
        foreach (var ticket in tickets)
            ticket.Update(new UpdateOrderFields
            {
                Quantity = (int?)(ticket.Quantity / factor),
                LimitPrice = ticket.OrderType.IsLimitOrder() ? ticket.Get(OrderField.LimitPrice) * factor : null,
                StopPrice = ticket.OrderType.IsStopOrder() ? ticket.Get(OrderField.StopPrice) * factor : null,
                TriggerPrice = ticket.OrderType == OrderType.LimitIfTouched ? ticket.Get(OrderField.TriggerPrice) * factor : null,
                TrailingAmount = ticket.OrderType == OrderType.TrailingStop && !ticket.Get<bool>(OrderField.TrailingAsPercentage) ? ticket.Get(OrderField.TrailingAmount) * factor : null,
            });
    }

    public virtual decimal GetLeverage(Security security) => AccountType == AccountType.Cash || security.Type == SecurityType.Base ? 1m : 2m;

    public virtual IFillModel GetFillModel(Security security) => security.Type == SecurityType.Base ? new ImmediateFillModel() : new EquityFillModel();

    /// <summary>Custom data trades without fees.</summary>
    public virtual IFeeModel GetFeeModel(Security security) => security.Type == SecurityType.Base ? new ConstantFeeModel(0) : new InteractiveBrokersFeeModel();

    public virtual ISlippageModel GetSlippageModel(Security security) => NullSlippageModel.Instance;

    public virtual ISettlementModel GetSettlementModel(Security security) => AccountType == AccountType.Cash && security.Type == SecurityType.Equity
        ? new DelayedSettlementModel(Securities.Equity.Equity.DefaultSettlementDays, Securities.Equity.Equity.DefaultSettlementTime)
        : new ImmediateSettlementModel();

    public virtual IBuyingPowerModel GetBuyingPowerModel(Security security) => new SecurityMarginModel(GetLeverage(security), RequiredFreeBuyingPowerPercent);

    public virtual IMarginInterestRateModel GetMarginInterestRateModel(Security security) => MarginInterestRateModel.Null;

    public virtual IShortableProvider GetShortableProvider(Security security) => NullShortableProvider.Instance;

    /// <summary>SPY.</summary>
    public virtual IBenchmark GetBenchmark(SecurityManager securities) => SecurityBenchmark.CreateInstance(securities, Symbol.Create("SPY", SecurityType.Equity, Market.USA));
}

public static class BrokerageModel
{
    /// <exception cref="NotSupportedException">Another brokerage than the supported ones.</exception>
    internal static IBrokerageModel Create(BrokerageName brokerage, AccountType accountType) => brokerage switch
    {
        BrokerageName.Default => new DefaultBrokerageModel(accountType),
        BrokerageName.InteractiveBrokersBrokerage => new InteractiveBrokersBrokerageModel(accountType),
        BrokerageName.Alpaca => new AlpacaBrokerageModel(),
        BrokerageName.Axos => new AxosClearingBrokerageModel(accountType),
        BrokerageName.AlphaStreams => new AlphaStreamsBrokerageModel(accountType),
        BrokerageName.TradeStation => new TradeStationBrokerageModel(accountType),
        _ => throw new NotSupportedException($"SetBrokerageModel: brokerage {brokerage} is not supported by this engine (supported: Default, InteractiveBrokersBrokerage, Alpaca, Axos, AlphaStreams, TradeStation)"),
    };

    /// <summary>The brokerage of a model or of one that derives from it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The model derives from none of them.</exception>
    public static BrokerageName GetBrokerageName(IBrokerageModel brokerageModel) => brokerageModel switch
    {
        AlpacaBrokerageModel => BrokerageName.Alpaca,
        InteractiveBrokersBrokerageModel => BrokerageName.InteractiveBrokersBrokerage,
        AlphaStreamsBrokerageModel => BrokerageName.AlphaStreams,
        AxosClearingBrokerageModel => BrokerageName.Axos,
        TradeStationBrokerageModel => BrokerageName.TradeStation,
        DefaultBrokerageModel => BrokerageName.Default,
        _ => throw new ArgumentOutOfRangeException(nameof(brokerageModel), brokerageModel, null),
    };
}
