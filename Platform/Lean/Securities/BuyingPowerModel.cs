using System.Globalization;
using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Orders;
using QuantConnect.Orders.Fees;

namespace QuantConnect.Securities;

/// <summary>Margin as a constant fraction of value: initial and maintenance are one over the leverage.</summary>
public class BuyingPowerModel : IBuyingPowerModel
{
    private decimal _initial, _maintenance;

    public BuyingPowerModel() : this(1m)
    {
    }

    public BuyingPowerModel(decimal initialMarginRequirement, decimal maintenanceMarginRequirement, decimal requiredFreeBuyingPowerPercent)
    {
        _initial = Fraction(initialMarginRequirement, nameof(initialMarginRequirement));
        _maintenance = Fraction(maintenanceMarginRequirement, nameof(maintenanceMarginRequirement));
        RequiredFreeBuyingPowerPercent = Fraction(requiredFreeBuyingPowerPercent, nameof(requiredFreeBuyingPowerPercent));
    }

    public BuyingPowerModel(decimal leverage, decimal requiredFreeBuyingPowerPercent = 0)
    {
        _initial = _maintenance = MarginOf(leverage);
        RequiredFreeBuyingPowerPercent = Fraction(requiredFreeBuyingPowerPercent, nameof(requiredFreeBuyingPowerPercent));
    }

    /// <summary>Fraction of portfolio value that stays unused.</summary>
    protected decimal RequiredFreeBuyingPowerPercent { get; set; }

    public virtual decimal GetLeverage(Security security) => 1 / _initial;

    /// <exception cref="ArgumentException">Leverage below one.</exception>
    public virtual void SetLeverage(Security security, decimal leverage)
    {
        _initial = _maintenance = MarginOf(leverage);
        PositionValue.NoteOutsideChange();
    }

    public virtual InitialMargin GetInitialMarginRequiredForOrder(InitialMarginRequiredForOrderParameters parameters)
    {
        var fees = parameters.CurrencyConverter.ConvertToAccountCurrency(parameters.Security.FeeModel.GetOrderFee(new OrderFeeParameters(parameters.Security, parameters.Order)).Value).Amount;
        var margin = this.GetInitialMarginRequirement(parameters.Security, parameters.Order.Quantity);
        return margin + Math.Sign(margin) * fees;
    }

    public virtual MaintenanceMargin GetMaintenanceMargin(MaintenanceMarginParameters parameters) => parameters.AbsoluteHoldingsValue * _maintenance;

    public virtual InitialMargin GetInitialMarginRequirement(InitialMarginParameters parameters) => InitialMarginOf(parameters.Security, parameters.Quantity);

    internal decimal InitialMarginOf(Security security, decimal quantity) =>
        security.QuoteCurrency.ConversionRate * security.SymbolProperties.ContractMultiplier * security.Price * quantity * _initial;

    internal decimal MaintenanceMarginOf(Security security) => Math.Abs(security.Holdings.HoldingsValue) * _maintenance;

    /// <summary>Margin left for an order in a direction; what closing the position would free counts in.</summary>
    protected virtual decimal GetMarginRemaining(SecurityPortfolioManager portfolio, Security security, OrderDirection direction)
    {
        var total = portfolio.TotalPortfolioValue;
        var result = portfolio.GetMarginRemaining(total);
        var holdings = security.Holdings;
        if ((direction == OrderDirection.Sell && holdings.IsLong) || (direction == OrderDirection.Buy && holdings.IsShort))
            result += this.GetMaintenanceMargin(security) + this.GetInitialMarginRequirement(security, holdings.AbsoluteQuantity);
        result -= total * RequiredFreeBuyingPowerPercent;
        return result < 0 ? 0 : result;
    }

    public virtual HasSufficientBuyingPowerForOrderResult HasSufficientBuyingPowerForOrder(HasSufficientBuyingPowerForOrderParameters parameters)
    {
        var (portfolio, security, order) = (parameters.Portfolio, parameters.Security, parameters.Order);
        if (order.Quantity == 0) return parameters.Sufficient();
        var ticket = portfolio.Transactions.GetOrderTicket(order.Id);
        if (ticket == null) return parameters.Insufficient($"Null order ticket for id: {order.Id}");

        // An order that only reduces the position needs no margin.
        var held = security.Holdings.Quantity;
        if (held * order.Quantity < 0 && Math.Abs(held) >= Math.Abs(order.Quantity)) return parameters.Sufficient();

        var free = GetMarginRemaining(portfolio, security, order.Direction);
        decimal required = GetInitialMarginRequiredForOrder(new InitialMarginRequiredForOrderParameters(portfolio.CashBook, security, order));
        var unfilled = (Math.Abs(order.Quantity) - Math.Abs(ticket.QuantityFilled)) / Math.Abs(order.Quantity);
        required = unfilled * required;
        if (Math.Abs(required) <= free) return parameters.Sufficient();
        return parameters.Insufficient(string.Create(CultureInfo.InvariantCulture, $"Id: {order.Id}, Initial Margin: {required.Normalize()}, Free Margin: {free.Normalize()}"));
    }

    public virtual GetMaximumOrderQuantityResult GetMaximumOrderQuantityForDeltaBuyingPower(GetMaximumOrderQuantityForDeltaBuyingPowerParameters parameters)
    {
        var (portfolio, security) = (parameters.Portfolio, parameters.Security);
        var used = security.BuyingPowerModel.GetReservedBuyingPowerForPosition(security) * (security.Holdings.IsLong ? 1 : -1);
        var total = portfolio.TotalPortfolioValue;
        var target = total == 0 ? 0 : (used + parameters.DeltaBuyingPower) / total;
        return GetMaximumOrderQuantityForTargetBuyingPower(new GetMaximumOrderQuantityForTargetBuyingPowerParameters(portfolio, security, target, parameters.MinimumOrderMarginPortfolioPercentage, parameters.SilenceNonErrorReasons));
    }

    /// <summary>The order that takes the position's margin as near as lots allow to a fraction of the portfolio, fees included, and not beyond.</summary>
    /// <exception cref="ArgumentException">The search for a quantity does not end.</exception>
    public virtual GetMaximumOrderQuantityResult GetMaximumOrderQuantityForTargetBuyingPower(GetMaximumOrderQuantityForTargetBuyingPowerParameters parameters)
    {
        var (portfolio, security) = (parameters.Portfolio, parameters.Security);
        var total = portfolio.TotalPortfolioValue;
        var target = parameters.TargetBuyingPower * (total - total * RequiredFreeBuyingPowerPercent);
        if (target == 0) return new GetMaximumOrderQuantityResult(-security.Holdings.Quantity, string.Empty, false);

        var current = this.GetInitialMarginRequirement(security, security.Holdings.Quantity);
        var unit = this.GetInitialMarginRequirement(security, 1);
        if (unit == 0) return new GetMaximumOrderQuantityResult(0, ZeroPriceMessage(security.Symbol));

        var difference = Math.Abs(target - current);
        if (!BuyingPowerModelExtensions.AboveMinimumOrderMarginPortfolioPercentage(portfolio, parameters.MinimumOrderMarginPortfolioPercentage, difference))
        {
            portfolio.NoteSmallOrder();
            var reason = parameters.SilenceNonErrorReasons ? null
                : string.Create(CultureInfo.InvariantCulture, $"The target order margin {difference} is less than the minimum {total * parameters.MinimumOrderMarginPortfolioPercentage}.");
            return new GetMaximumOrderQuantityResult(0, reason, false);
        }

        var utcTime = security.UtcTime;
        var last = 0m;
        decimal quantity, reached;
        do
        {
            quantity = GetAmountToOrder(security, target, unit, out reached);
            if (quantity == 0)
            {
                var reason = parameters.SilenceNonErrorReasons ? null
                    : string.Create(CultureInfo.InvariantCulture, $"The order quantity is less than the lot size of {security.SymbolProperties.LotSize} and has been rounded to zero. Target order margin {target - current}. ");
                return new GetMaximumOrderQuantityResult(0, reason, false);
            }
            var order = new MarketOrder(security.Symbol, quantity, utcTime);
            var fees = portfolio.CashBook.ConvertToAccountCurrency(security.FeeModel.GetOrderFee(new OrderFeeParameters(security, order)).Value).Amount;
            target = (total - fees - total * RequiredFreeBuyingPowerPercent) * parameters.TargetBuyingPower;
            if (last == quantity)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"GetMaximumOrderQuantityForTargetBuyingPower failed to converge on the target margin: {target}; order fees {fees}; security {security.Symbol.Value}; price {security.Close}; leverage {security.Leverage}; holdings {security.Holdings.Quantity} @ {security.Holdings.AveragePrice}."));
            last = quantity;
        }
        while (Math.Abs(reached) > Math.Abs(target));
        return new GetMaximumOrderQuantityResult(quantity);
    }

    /// <summary>Lots to trade so that the margin comes up to the target from the side of zero.</summary>
    public decimal GetAmountToOrder(Security security, decimal targetMargin, decimal marginForOneUnit, out decimal finalMargin)
    {
        var lot = security.SymbolProperties.LotSize;
        var size = -security.Holdings.Quantity + targetMargin / marginForOneUnit;
        size = size.DiscretelyRoundBy(lot, targetMargin < 0 ? MidpointRounding.ToPositiveInfinity : MidpointRounding.ToNegativeInfinity);
        finalMargin = this.GetInitialMarginRequirement(security, size + security.Holdings.Quantity);
        var over = finalMargin - targetMargin;
        while ((targetMargin < 0 && over < 0) || (targetMargin > 0 && over > 0))
        {
            size += targetMargin < 0 ? lot : -lot;
            finalMargin = this.GetInitialMarginRequirement(security, size + security.Holdings.Quantity);
            var next = finalMargin - targetMargin;
            if (Math.Abs(next) > Math.Abs(over) && Math.Sign(next) == Math.Sign(over))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"GetAmountToOrder: margin moves away from its target {targetMargin} (margin for one unit {marginForOneUnit}, security {security.Symbol.Value})"));
            over = next;
        }
        return size;
    }

    public virtual ReservedBuyingPowerForPosition GetReservedBuyingPowerForPosition(ReservedBuyingPowerForPositionParameters parameters) =>
        parameters.ResultInAccountCurrency(this.GetMaintenanceMargin(parameters.Security));

    public virtual BuyingPower GetBuyingPower(BuyingPowerParameters parameters) =>
        parameters.ResultInAccountCurrency(GetMarginRemaining(parameters.Portfolio, parameters.Security, parameters.Direction));

    internal static string ZeroPriceMessage(Symbol symbol) =>
        $"{symbol}: The security does not have an accurate price as it has not yet received a bar of data. " +
        "Before placing a trade (or using SetHoldings) warm up your algorithm with SetWarmup, or use slice.Contains(symbol) " +
        "to confirm the Slice object has price before using the data. Data does not necessarily all arrive at the same " +
        "time so your algorithm should confirm the data is ready before using it. In live trading this can mean you do " +
        "not have an active subscription to the asset class you're trying to trade. If using custom data make sure you've " +
        "set the 'Value' property.";

    private static decimal MarginOf(decimal leverage) => leverage >= 1 ? 1 / leverage
        : throw new ArgumentException($"Leverage must be greater than or equal to 1, found {leverage.ToStringInvariant()}", nameof(leverage));

    private static decimal Fraction(decimal value, string name) => value is >= 0 and <= 1 ? value
        : throw new ArgumentException($"{name}: expected a fraction between 0 and 1, found {value.ToStringInvariant()}", name);
}

/// <summary>The margin model of securities.</summary>
public class SecurityMarginModel : BuyingPowerModel
{
    public SecurityMarginModel()
    {
    }

    public SecurityMarginModel(decimal initialMarginRequirement, decimal maintenanceMarginRequirement, decimal requiredFreeBuyingPowerPercent)
        : base(initialMarginRequirement, maintenanceMarginRequirement, requiredFreeBuyingPowerPercent)
    {
    }

    public SecurityMarginModel(decimal leverage, decimal requiredFreeBuyingPowerPercent = 0) : base(leverage, requiredFreeBuyingPowerPercent)
    {
    }
}
