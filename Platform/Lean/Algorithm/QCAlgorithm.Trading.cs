using System.Globalization;
using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Interfaces;
using QuantConnect.Orders;
using QuantConnect.Orders.TimeInForces;
using QuantConnect.Securities;

namespace QuantConnect.Algorithm;

public partial class QCAlgorithm
{
    private int _maxOrders = int.MaxValue;
    private bool _warnedOpenConversion, _warnedCloseConversion, _warnedGoodTilDate, _warnedUnknownLiquidation;

    public SecurityTransactionManager Transactions { get; set; }

    public OrderTicket Buy(Symbol symbol, int quantity) => Order(symbol, (decimal)Math.Abs(quantity));
    public OrderTicket Buy(Symbol symbol, double quantity) => Order(symbol, Math.Abs(quantity).SafeDecimalCast());
    public OrderTicket Buy(Symbol symbol, decimal quantity) => Order(symbol, Math.Abs(quantity));
    public OrderTicket Buy(Symbol symbol, float quantity) => Order(symbol, (decimal)Math.Abs(quantity));
    public OrderTicket Sell(Symbol symbol, int quantity) => Order(symbol, -(decimal)Math.Abs(quantity));
    public OrderTicket Sell(Symbol symbol, double quantity) => Order(symbol, -Math.Abs(quantity).SafeDecimalCast());
    public OrderTicket Sell(Symbol symbol, float quantity) => Order(symbol, -(decimal)Math.Abs(quantity));
    public OrderTicket Sell(Symbol symbol, decimal quantity) => Order(symbol, -Math.Abs(quantity));
    public OrderTicket Order(Symbol symbol, double quantity) => Order(symbol, quantity.SafeDecimalCast());
    public OrderTicket Order(Symbol symbol, int quantity) => MarketOrder(symbol, (decimal)quantity);
    public OrderTicket Order(Symbol symbol, decimal quantity) => MarketOrder(symbol, quantity);

    public OrderTicket Order(Symbol symbol, decimal quantity, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        MarketOrder(symbol, quantity, asynchronous, tag, orderProperties);

    public OrderTicket MarketOrder(Symbol symbol, int quantity, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        MarketOrder(symbol, (decimal)quantity, asynchronous, tag, orderProperties);

    public OrderTicket MarketOrder(Symbol symbol, double quantity, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        MarketOrder(symbol, quantity.SafeDecimalCast(), asynchronous, tag, orderProperties);

    /// <summary>Trades at the next opportunity. While the market is closed this becomes a market-on-open order;
    /// on daily data while it is open, a market-on-close order, or near the close a market-on-open order, save in live trading.</summary>
    public OrderTicket MarketOrder(Symbol symbol, decimal quantity, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null)
    {
        var security = GetSecurityForOrder(symbol);
        if (!security.Exchange.ExchangeOpen)
        {
            var open = MarketOnOpenOrder(security.Symbol, quantity, asynchronous, tag, orderProperties);
            if (!_warnedOpenConversion && open.SubmitRequest.Response.IsSuccess)
            {
                Debug("Warning: market orders submitted while the market is closed are automatically converted into MarketOnOpen orders to fill at the next market open.");
                _warnedOpenConversion = true;
            }
            return open;
        }
        if (!LiveMode && !security.Exchange.Hours.IsMarketAlwaysOpen && IsDailyResolutionOnly(security))
        {
            var converted = IsWithinMarketOnCloseSubmissionBuffer(security)
                ? MarketOnOpenOrder(security.Symbol, quantity, asynchronous, tag, orderProperties)
                : MarketOnCloseOrder(security.Symbol, quantity, asynchronous, tag, orderProperties);
            if (!_warnedCloseConversion && converted.SubmitRequest.Response.IsSuccess)
            {
                Debug("Warning: market orders on daily resolution data sent during market hours are automatically converted into MarketOnClose orders (or MarketOnOpen near the close) to avoid filling at the stale previous close. Note: in live trading this conversion is not applied, as the order fills at the current market price.");
                _warnedCloseConversion = true;
            }
            return converted;
        }
        return SubmitOrderRequest(Request(OrderType.Market, security, quantity, tag, orderProperties ?? DefaultOrderProperties?.Clone(), asynchronous));
    }

    public OrderTicket MarketOnOpenOrder(Symbol symbol, double quantity, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        MarketOnOpenOrder(symbol, quantity.SafeDecimalCast(), asynchronous, tag, orderProperties);

    public OrderTicket MarketOnOpenOrder(Symbol symbol, int quantity, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        MarketOnOpenOrder(symbol, (decimal)quantity, asynchronous, tag, orderProperties);

    public OrderTicket MarketOnOpenOrder(Symbol symbol, decimal quantity, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        SubmitOrderRequest(Request(OrderType.MarketOnOpen, GetSecurityForOrder(symbol), quantity, tag, WithoutDate(orderProperties ?? DefaultOrderProperties?.Clone()), asynchronous));

    public OrderTicket MarketOnCloseOrder(Symbol symbol, int quantity, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        MarketOnCloseOrder(symbol, (decimal)quantity, asynchronous, tag, orderProperties);

    public OrderTicket MarketOnCloseOrder(Symbol symbol, double quantity, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        MarketOnCloseOrder(symbol, quantity.SafeDecimalCast(), asynchronous, tag, orderProperties);

    public OrderTicket MarketOnCloseOrder(Symbol symbol, decimal quantity, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        SubmitOrderRequest(Request(OrderType.MarketOnClose, GetSecurityForOrder(symbol), quantity, tag, WithoutDate(orderProperties ?? DefaultOrderProperties?.Clone()), asynchronous));

    public OrderTicket LimitOrder(Symbol symbol, int quantity, decimal limitPrice, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        LimitOrder(symbol, (decimal)quantity, limitPrice, asynchronous, tag, orderProperties);

    public OrderTicket LimitOrder(Symbol symbol, double quantity, decimal limitPrice, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        LimitOrder(symbol, quantity.SafeDecimalCast(), limitPrice, asynchronous, tag, orderProperties);

    public OrderTicket LimitOrder(Symbol symbol, decimal quantity, decimal limitPrice, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        SubmitOrderRequest(Request(OrderType.Limit, GetSecurityForOrder(symbol), quantity, tag, orderProperties ?? DefaultOrderProperties?.Clone(), asynchronous, limitPrice: limitPrice));

    public OrderTicket StopMarketOrder(Symbol symbol, int quantity, decimal stopPrice, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        StopMarketOrder(symbol, (decimal)quantity, stopPrice, asynchronous, tag, orderProperties);

    public OrderTicket StopMarketOrder(Symbol symbol, double quantity, decimal stopPrice, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        StopMarketOrder(symbol, quantity.SafeDecimalCast(), stopPrice, asynchronous, tag, orderProperties);

    public OrderTicket StopMarketOrder(Symbol symbol, decimal quantity, decimal stopPrice, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        SubmitOrderRequest(Request(OrderType.StopMarket, GetSecurityForOrder(symbol), quantity, tag, orderProperties ?? DefaultOrderProperties?.Clone(), asynchronous, stopPrice: stopPrice));

    /// <param name="trailingAsPercentage">Whether the amount is a fraction of the price.</param>
    public OrderTicket TrailingStopOrder(Symbol symbol, decimal quantity, decimal trailingAmount, bool trailingAsPercentage, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null)
    {
        var security = GetSecurityForOrder(symbol);
        var stop = Orders.TrailingStopOrder.CalculateStopPrice(security.Price, trailingAmount, trailingAsPercentage, quantity > 0 ? OrderDirection.Buy : OrderDirection.Sell);
        return TrailingStopOrder(symbol, quantity, stop, trailingAmount, trailingAsPercentage, asynchronous, tag, orderProperties);
    }

    public OrderTicket TrailingStopOrder(Symbol symbol, int quantity, decimal trailingAmount, bool trailingAsPercentage, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        TrailingStopOrder(symbol, (decimal)quantity, trailingAmount, trailingAsPercentage, asynchronous, tag, orderProperties);

    public OrderTicket TrailingStopOrder(Symbol symbol, double quantity, decimal trailingAmount, bool trailingAsPercentage, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        TrailingStopOrder(symbol, quantity.SafeDecimalCast(), trailingAmount, trailingAsPercentage, asynchronous, tag, orderProperties);

    public OrderTicket TrailingStopOrder(Symbol symbol, decimal quantity, decimal stopPrice, decimal trailingAmount, bool trailingAsPercentage, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        SubmitOrderRequest(Request(OrderType.TrailingStop, GetSecurityForOrder(symbol), quantity, tag, orderProperties ?? DefaultOrderProperties?.Clone(), asynchronous, stopPrice: stopPrice, trailingAmount: trailingAmount, trailingAsPercentage: trailingAsPercentage));

    public OrderTicket StopLimitOrder(Symbol symbol, int quantity, decimal stopPrice, decimal limitPrice, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        StopLimitOrder(symbol, (decimal)quantity, stopPrice, limitPrice, asynchronous, tag, orderProperties);

    public OrderTicket StopLimitOrder(Symbol symbol, double quantity, decimal stopPrice, decimal limitPrice, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        StopLimitOrder(symbol, quantity.SafeDecimalCast(), stopPrice, limitPrice, asynchronous, tag, orderProperties);

    public OrderTicket StopLimitOrder(Symbol symbol, decimal quantity, decimal stopPrice, decimal limitPrice, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        SubmitOrderRequest(Request(OrderType.StopLimit, GetSecurityForOrder(symbol), quantity, tag, orderProperties ?? DefaultOrderProperties?.Clone(), asynchronous, stopPrice: stopPrice, limitPrice: limitPrice));

    public OrderTicket LimitIfTouchedOrder(Symbol symbol, int quantity, decimal triggerPrice, decimal limitPrice, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        LimitIfTouchedOrder(symbol, (decimal)quantity, triggerPrice, limitPrice, asynchronous, tag, orderProperties);

    public OrderTicket LimitIfTouchedOrder(Symbol symbol, double quantity, decimal triggerPrice, decimal limitPrice, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        LimitIfTouchedOrder(symbol, quantity.SafeDecimalCast(), triggerPrice, limitPrice, asynchronous, tag, orderProperties);

    public OrderTicket LimitIfTouchedOrder(Symbol symbol, decimal quantity, decimal triggerPrice, decimal limitPrice, bool asynchronous = false, string tag = "", IOrderProperties orderProperties = null) =>
        SubmitOrderRequest(Request(OrderType.LimitIfTouched, GetSecurityForOrder(symbol), quantity, tag, orderProperties ?? DefaultOrderProperties?.Clone(), asynchronous, triggerPrice: triggerPrice, limitPrice: limitPrice));

    /// <summary>Sends a request if it passes the first checks; a refused one uses up no order id.</summary>
    public OrderTicket SubmitOrderRequest(SubmitOrderRequest request)
    {
        if (PreOrderChecks(request) is not { } response) return Transactions.AddOrder(request);
        Error(response.ErrorMessage);
        return OrderTicket.InvalidSubmitRequest(Transactions, request, response);
    }

    /// <summary>Cancels open orders and closes the position of a symbol, or of all, by ticker.</summary>
    public List<OrderTicket> Liquidate(Symbol symbol = null, bool asynchronous = false, string tag = null, IOrderProperties orderProperties = null) =>
        Liquidate(symbol is null ? Securities.Keys.OrderBy(x => x.Value).ToList() : [symbol], asynchronous, tag, orderProperties);

    /// <summary>As <see cref="Liquidate(Symbol, bool, string, IOrderProperties)"/>.</summary>
    /// <returns>The orders' numbers.</returns>
    [Obsolete("Liquidate(symbol: symbolToLiquidate, tag: tag) does this.")]
    public List<int> Liquidate(Symbol symbolToLiquidate, string tag) => [.. Liquidate(symbol: symbolToLiquidate, tag: tag).Select(x => x.OrderId)];

    /// <param name="tag">Default: "Liquidated".</param>
    public List<OrderTicket> Liquidate(IEnumerable<Symbol> symbols, bool asynchronous = false, string tag = null, IOrderProperties orderProperties = null)
    {
        var tickets = new List<OrderTicket>();
        if (!Settings.LiquidateEnabled)
        {
            Debug("Liquidate() is currently disabled by settings. To re-enable please set 'Settings.LiquidateEnabled' to true");
            return tickets;
        }
        tag ??= "Liquidated";
        foreach (var symbol in symbols)
        {
            if (!Securities.TryGetValue(symbol, out var security))
            {
                if (!_warnedUnknownLiquidation) Debug($"Warning: liquidate ignored symbol '{symbol}' because it has not been added to the algorithm. Add the security before liquidating it.");
                _warnedUnknownLiquidation = true;
                continue;
            }
            var open = Run == null ? [] : Run.OpenTickets(security);
            var quantity = security.Holdings.Invested ? security.Holdings.Quantity : 0m;
            if (open.Count == 0 && quantity == 0) continue;

            // A market order under way that closes the position is left alone.
            if (open.Count == 1 && quantity != 0 && open[0].Quantity == -quantity && open[0].OrderType == OrderType.Market) continue;
            var market = 0m;
            foreach (var ticket in open)
            {
                if (ticket.OrderType == OrderType.Market) market += ticket.QuantityRemaining;
                else Transactions.CancelOrder(ticket.OrderId, tag);
            }
            if (quantity != 0) tickets.Add(Order(symbol, -quantity - market, asynchronous, tag, orderProperties));
        }
        return tickets;
    }

    public void SetMaximumOrders(int max)
    {
        if (!_locked) _maxOrders = max;
    }

    /// <summary>Sends the orders that take positions to fractions of the portfolio. All are sized first;
    /// those that reduce a position go first, then by value, the largest first.</summary>
    /// <param name="liquidateExistingHoldings">Whether to close what is not in the list.</param>
    public List<OrderTicket> SetHoldings(List<PortfolioTarget> targets, bool liquidateExistingHoldings = false, bool asynchronous = false, string tag = null, IOrderProperties orderProperties = null)
    {
        var tickets = liquidateExistingHoldings ? Liquidate(ToLiquidate(targets.Select(x => x.Symbol)), tag: tag, orderProperties: orderProperties) : [];
        var sized = new List<IPortfolioTarget>(targets.Count);
        foreach (var target in targets) sized.Add(new PortfolioTarget(target.Symbol, CalculateOrderQuantity(target.Symbol, target.Quantity)));
        foreach (var target in sized.OrderTargetsByMarginImpact(this, targetIsDelta: true))
            SetHoldings(tickets, target.Symbol, target.Quantity, asynchronous, tag, orderProperties);
        return tickets;
    }

    public List<OrderTicket> SetHoldings(Symbol symbol, double percentage, bool liquidateExistingHoldings = false, bool asynchronous = false, string tag = null, IOrderProperties orderProperties = null) =>
        SetHoldings(symbol, percentage.SafeDecimalCast(), liquidateExistingHoldings, asynchronous, tag, orderProperties);

    public List<OrderTicket> SetHoldings(Symbol symbol, float percentage, bool liquidateExistingHoldings = false, bool asynchronous = false, string tag = null, IOrderProperties orderProperties = null) =>
        SetHoldings(symbol, (decimal)percentage, liquidateExistingHoldings, asynchronous, tag, orderProperties);

    public List<OrderTicket> SetHoldings(Symbol symbol, int percentage, bool liquidateExistingHoldings = false, bool asynchronous = false, string tag = null, IOrderProperties orderProperties = null) =>
        SetHoldings(symbol, (decimal)percentage, liquidateExistingHoldings, asynchronous, tag, orderProperties);

    /// <param name="percentage">Signed fraction of the portfolio's value; 1 is all of it.</param>
    public List<OrderTicket> SetHoldings(Symbol symbol, decimal percentage, bool liquidateExistingHoldings = false, bool asynchronous = false, string tag = null, IOrderProperties orderProperties = null)
    {
        var quantity = CalculateOrderQuantity(symbol, percentage);
        var tickets = liquidateExistingHoldings ? Liquidate(ToLiquidate([symbol]), tag: tag, orderProperties: orderProperties) : [];
        SetHoldings(tickets, symbol, quantity, asynchronous, tag, orderProperties);
        return tickets;
    }

    public decimal CalculateOrderQuantity(Symbol symbol, double target) => CalculateOrderQuantity(symbol, target.SafeDecimalCast());

    /// <summary>Signed shares to trade so that the position becomes a fraction of the portfolio.</summary>
    public decimal CalculateOrderQuantity(Symbol symbol, decimal target) => PortfolioTarget.Percent(this, symbol, target, true)?.Quantity ?? 0;

    public bool IsMarketOpen(Symbol symbol) => Securities.TryGetValue(symbol, out var security)
        ? security.IsMarketOpen(false)
        : RequireRun().Hours.IsOpen(UtcTime.ConvertFromUtc(RequireRun().Hours.TimeZone), false);

    private void SetHoldings(List<OrderTicket> tickets, Symbol symbol, decimal orderQuantity, bool asynchronous, string tag, IOrderProperties orderProperties)
    {
        tag ??= "";
        if (!Securities.TryGetValue(symbol, out var security))
        {
            if (orderQuantity != 0) Error($"{symbol} not found in portfolio. Request this data when initializing the algorithm.");
            return;
        }
        // What open market orders will do counts as done.
        var open = 0m;
        if (Run != null)
            foreach (var ticket in Run.OpenTickets(security))
                if (ticket.OrderType is OrderType.Market or OrderType.MarketOnOpen) open += ticket.QuantityRemaining;
        var quantity = orderQuantity - open;
        if (quantity == 0) return;
        tickets.Add(security.Exchange.ExchangeOpen
            ? MarketOrder(symbol, quantity, asynchronous, tag, orderProperties)
            : MarketOnOpenOrder(symbol, quantity, asynchronous, tag, orderProperties));
    }

    // In the order of their tickers, and each one's place in it by slot; securities are never taken out of the list.
    private Security[] _byTicker = [];
    private int[] _placeByTicker = [];
    private bool? _hearsOrderEvents;

    // All others, by ticker. Those without position and orders need nothing; where the algorithm hears of orders it may change that meanwhile.
    private List<Symbol> ToLiquidate(IEnumerable<Symbol> kept)
    {
        if (_byTicker.Length != Securities.Count)
        {
            _byTicker = [.. Securities.Slots.OrderBy(x => x.Symbol.Value)];
            _placeByTicker = new int[_byTicker.Length];
            for (var i = 0; i < _byTicker.Length; i++) _placeByTicker[_byTicker[i].Slot] = i;
        }
        var wanted = new bool[_byTicker.Length];
        _hearsOrderEvents ??= GetType().GetMethod(nameof(OnOrderEvent), [typeof(OrderEvent)]).DeclaringType != typeof(QCAlgorithm);
        if (Run == null || _hearsOrderEvents.Value || Execution.GetType().Assembly != typeof(QCAlgorithm).Assembly) Array.Fill(wanted, true);
        else
        {
            foreach (var security in Portfolio.InvestedSecurities) wanted[_placeByTicker[security.Slot]] = true;
            Run.MarkOpen(wanted, _placeByTicker);
        }
        foreach (var symbol in kept)
            if (Securities.TryGetValue(symbol, out var security)) wanted[_placeByTicker[security.Slot]] = false;
        var others = new List<Symbol>();
        for (var i = 0; i < wanted.Length; i++)
            if (wanted[i]) others.Add(_byTicker[i].Symbol);
        return others;
    }

    private static bool IsDailyResolutionOnly(Security security)
    {
        var any = false;
        foreach (var config in security.Subscriptions)
        {
            if (config.IsInternalFeed) continue;
            if (config.Resolution != Resolution.Daily) return false;
            any = true;
        }
        return any;
    }

    private bool IsWithinMarketOnCloseSubmissionBuffer(Security security)
    {
        if (security.Exchange.Hours.IsMarketAlwaysOpen) return false;
        var close = security.Exchange.Hours.GetNextMarketClose(security.LocalTime, false).ConvertToUtc(security.Exchange.TimeZone);
        return UtcTime > close.Subtract(Orders.MarketOnCloseOrder.SubmissionTimeBuffer);
    }

    private SubmitOrderRequest Request(OrderType type, Security security, decimal quantity, string tag, IOrderProperties properties, bool asynchronous,
        decimal stopPrice = 0m, decimal limitPrice = 0m, decimal triggerPrice = 0m, decimal trailingAmount = 0m, bool trailingAsPercentage = false) =>
        new(type, security.Type, security.Symbol, quantity, stopPrice, limitPrice, triggerPrice, trailingAmount, trailingAsPercentage, UtcTime, tag, properties, null, asynchronous);

    // Null where nothing speaks against it.
    private OrderResponse PreOrderChecks(SubmitOrderRequest request)
    {
        if (IsWarmingUp) return OrderResponse.WarmingUp(request);
        if (!Securities.TryGetValue(request.Symbol, out var security)) return OrderResponse.MissingSecurity(request);
        if (request.Quantity == 0) return OrderResponse.ZeroQuantity(request);
        if (Math.Abs(request.Quantity) < security.SymbolProperties.LotSize)
            return OrderResponse.Error(request, OrderResponseErrorCode.OrderQuantityLessThanLotSize, string.Create(CultureInfo.InvariantCulture,
                $"Unable to {request.OrderRequestType.ToLower()} order with id {request.OrderId} which quantity ({Math.Abs(request.Quantity)}) is less than lot size ({security.SymbolProperties.LotSize})."));
        if (!security.IsTradable)
            return OrderResponse.Error(request, OrderResponseErrorCode.NonTradableSecurity, $"The security with symbol '{request.Symbol}' is marked as non-tradable.");
        if (security.Price == 0) return OrderResponse.Error(request, OrderResponseErrorCode.SecurityPriceZero, BuyingPowerModel.ZeroPriceMessage(request.Symbol));
        if (!security.HasData)
            return OrderResponse.Error(request, OrderResponseErrorCode.SecurityHasNoData, "There is no data for this symbol yet, please check the security.HasData flag to ensure there is at least one data point.");
        if (Transactions.OrdersCount > _maxOrders)
        {
            Status = AlgorithmStatus.Stopped;
            return OrderResponse.Error(request, OrderResponseErrorCode.ExceededMaximumOrders, string.Create(CultureInfo.InvariantCulture, $"You have exceeded maximum number of orders ({_maxOrders}), for unlimited orders upgrade your account."));
        }
        if (request.OrderType == OrderType.MarketOnOpen)
        {
            if (security.Exchange.Hours.IsOpen(security.LocalTime, false) && !IsDailyResolutionOnly(security))
                return OrderResponse.Error(request, OrderResponseErrorCode.MarketOnOpenNotAllowedDuringRegularHours, "Cannot submit a MarketOnOpen order while the market is open.");
        }
        else if (request.OrderType == OrderType.MarketOnClose && IsWithinMarketOnCloseSubmissionBuffer(security))
            return OrderResponse.Error(request, OrderResponseErrorCode.MarketOnCloseOrderTooLate,
                $"MarketOnClose orders must be placed within {Orders.MarketOnCloseOrder.SubmissionTimeBuffer} before market close. Override this TimeSpan buffer by setting Orders.MarketOnCloseOrder.SubmissionTimeBuffer in QCAlgorithm.Initialize().");
        return null;
    }

    /// <exception cref="InvalidOperationException">The security is delisted or was removed.</exception>
    private Security GetSecurityForOrder(Symbol symbol)
    {
        if (Securities.TryGetValue(symbol, out var security) && (security.IsTradable || security.IsDelisted)) return security;
        // A ticker that no security was added with becomes one without data, whose orders are refused.
        var settings = UniverseSettings;
        var added = symbol.ID.IsBare
            ? RequireRun().AddSecurity(symbol, symbol.Value, settings.Resolution, settings.FillForward, Security.NullLeverage, settings.ExtendedMarketHours, settings.DataNormalizationMode)
            : AddSecurity(symbol);
        Seed(added);
        return added;
    }

    private IOrderProperties WithoutDate(IOrderProperties properties)
    {
        if (properties?.TimeInForce is not GoodTilDateTimeInForce) return properties;
        properties.TimeInForce = TimeInForce.GoodTilCanceled;
        if (!_warnedGoodTilDate) Debug("Warning: Good-Til-Date Time-In-Force is not supported for MOO and MOC orders. The time-in-force will be reset to Good-Til-Canceled (GTC).");
        _warnedGoodTilDate = true;
        return properties;
    }
}
