using QuantConnect.Orders;

namespace QuantConnect.Securities;

public class InitialMarginParameters(Security security, decimal quantity)
{
    public Security Security { get; } = security;
    public decimal Quantity { get; } = quantity;
}

public class InitialMargin(decimal value)
{
    public static InitialMargin Zero { get; } = new(0m);
    public decimal Value { get; } = value;
    public static implicit operator InitialMargin(decimal margin) => new(margin);
    public static implicit operator decimal(InitialMargin margin) => margin.Value;
}

public class InitialMarginRequiredForOrderParameters(ICurrencyConverter currencyConverter, Security security, Order order)
{
    public Security Security { get; } = security;
    public Order Order { get; } = order;
    public ICurrencyConverter CurrencyConverter { get; } = currencyConverter;
}

public class MaintenanceMarginParameters(Security security, decimal quantity, decimal holdingsCost, decimal holdingsValue)
{
    public Security Security { get; } = security;
    public decimal Quantity { get; } = quantity;
    public decimal HoldingsCost { get; } = holdingsCost;
    public decimal HoldingsValue { get; } = holdingsValue;
    public decimal AbsoluteHoldingsValue => Math.Abs(HoldingsValue);

    public static MaintenanceMarginParameters ForCurrentHoldings(Security security) =>
        new(security, security.Holdings.Quantity, security.Holdings.HoldingsCost, security.Holdings.HoldingsValue);
}

public class MaintenanceMargin(decimal value)
{
    public static MaintenanceMargin Zero { get; } = new(0m);
    public decimal Value { get; } = value;
    public static implicit operator MaintenanceMargin(decimal margin) => new(margin);
    public static implicit operator decimal(MaintenanceMargin margin) => margin.Value;
}

public class ReservedBuyingPowerForPositionParameters(Security security)
{
    public Security Security { get; } = security;
    public ReservedBuyingPowerForPosition ResultInAccountCurrency(decimal reservedBuyingPower) => new(reservedBuyingPower);
}

public class ReservedBuyingPowerForPosition(decimal reservedBuyingPowerForPosition)
{
    public decimal AbsoluteUsedBuyingPower { get; } = reservedBuyingPowerForPosition;
}

public class HasSufficientBuyingPowerForOrderParameters(SecurityPortfolioManager portfolio, Security security, Order order)
{
    public SecurityPortfolioManager Portfolio { get; } = portfolio;
    public Security Security { get; } = security;
    public Order Order { get; } = order;
    public HasSufficientBuyingPowerForOrderResult Sufficient() => HasSufficientBuyingPowerForOrderResult.Enough;
    public HasSufficientBuyingPowerForOrderResult Insufficient(string reason) => new(false, reason);
}

public class HasSufficientBuyingPowerForOrderResult(bool isSufficient, string reason = null)
{
    internal static readonly HasSufficientBuyingPowerForOrderResult Enough = new(true);
    public bool IsSufficient { get; } = isSufficient;
    public string Reason { get; } = reason ?? string.Empty;
}

public class GetMaximumOrderQuantityForTargetBuyingPowerParameters(SecurityPortfolioManager portfolio, Security security, decimal targetBuyingPower, decimal minimumOrderMarginPortfolioPercentage, bool silenceNonErrorReasons = false)
{
    public SecurityPortfolioManager Portfolio { get; } = portfolio;
    public Security Security { get; } = security;

    /// <summary>Signed fraction of the portfolio's value to hold as margin.</summary>
    public decimal TargetBuyingPower { get; } = targetBuyingPower;

    public bool SilenceNonErrorReasons { get; } = silenceNonErrorReasons;
    public decimal MinimumOrderMarginPortfolioPercentage { get; } = minimumOrderMarginPortfolioPercentage;
}

public class GetMaximumOrderQuantityForDeltaBuyingPowerParameters(SecurityPortfolioManager portfolio, Security security, decimal deltaBuyingPower, decimal minimumOrderMarginPortfolioPercentage, bool silenceNonErrorReasons = false)
{
    public SecurityPortfolioManager Portfolio { get; } = portfolio;
    public Security Security { get; } = security;
    public decimal DeltaBuyingPower { get; } = deltaBuyingPower;
    public bool SilenceNonErrorReasons { get; } = silenceNonErrorReasons;
    public decimal MinimumOrderMarginPortfolioPercentage { get; } = minimumOrderMarginPortfolioPercentage;
}

public class GetMaximumOrderQuantityResult(decimal quantity, string reason, bool isError = true)
{
    public GetMaximumOrderQuantityResult(decimal quantity, string reason = null) : this(quantity, reason, !string.IsNullOrEmpty(reason))
    {
    }

    public decimal Quantity { get; } = quantity;
    public string Reason { get; } = reason ?? string.Empty;
    public bool IsError { get; } = isError;
}

public class BuyingPowerParameters(SecurityPortfolioManager portfolio, Security security, OrderDirection direction)
{
    public SecurityPortfolioManager Portfolio { get; } = portfolio;
    public Security Security { get; } = security;
    public OrderDirection Direction { get; } = direction;
    public BuyingPower ResultInAccountCurrency(decimal buyingPower) => new(buyingPower);
}

public class BuyingPower(decimal buyingPower)
{
    public decimal Value { get; } = buyingPower;
}

/// <summary>Decides how much may be bought and sold.</summary>
public interface IBuyingPowerModel
{
    decimal GetLeverage(Security security);
    void SetLeverage(Security security, decimal leverage);
    MaintenanceMargin GetMaintenanceMargin(MaintenanceMarginParameters parameters);
    InitialMargin GetInitialMarginRequirement(InitialMarginParameters parameters);
    InitialMargin GetInitialMarginRequiredForOrder(InitialMarginRequiredForOrderParameters parameters);
    HasSufficientBuyingPowerForOrderResult HasSufficientBuyingPowerForOrder(HasSufficientBuyingPowerForOrderParameters parameters);
    GetMaximumOrderQuantityResult GetMaximumOrderQuantityForTargetBuyingPower(GetMaximumOrderQuantityForTargetBuyingPowerParameters parameters);
    GetMaximumOrderQuantityResult GetMaximumOrderQuantityForDeltaBuyingPower(GetMaximumOrderQuantityForDeltaBuyingPowerParameters parameters);
    ReservedBuyingPowerForPosition GetReservedBuyingPowerForPosition(ReservedBuyingPowerForPositionParameters parameters);
    BuyingPower GetBuyingPower(BuyingPowerParameters parameters);
}

public static class BuyingPowerModelExtensions
{
    // The engine's own model, as it is nearly always, is asked without an object for the question and one for the answer.
    private static bool IsOwn(this IBuyingPowerModel model, out SecurityMarginModel own)
    {
        own = model?.GetType() == typeof(SecurityMarginModel) ? (SecurityMarginModel)model : null;
        return own != null;
    }

    public static decimal GetReservedBuyingPowerForPosition(this IBuyingPowerModel model, Security security) =>
        model.IsOwn(out var own) ? own.MaintenanceMarginOf(security) : model.GetReservedBuyingPowerForPosition(new ReservedBuyingPowerForPositionParameters(security)).AbsoluteUsedBuyingPower;

    public static HasSufficientBuyingPowerForOrderResult HasSufficientBuyingPowerForOrder(this IBuyingPowerModel model, SecurityPortfolioManager portfolio, Security security, Order order) =>
        model.HasSufficientBuyingPowerForOrder(new HasSufficientBuyingPowerForOrderParameters(portfolio, security, order));

    /// <remarks>Reasons that are no errors go unread: the engine's own model makes none.</remarks>
    public static GetMaximumOrderQuantityResult GetMaximumOrderQuantityForTargetBuyingPower(this IBuyingPowerModel model, SecurityPortfolioManager portfolio, Security security, decimal target, decimal minimumOrderMarginPortfolioPercentage) =>
        model.GetMaximumOrderQuantityForTargetBuyingPower(new GetMaximumOrderQuantityForTargetBuyingPowerParameters(portfolio, security, target, minimumOrderMarginPortfolioPercentage,
            silenceNonErrorReasons: model.IsOwn(out _)));

    public static decimal GetBuyingPower(this IBuyingPowerModel model, SecurityPortfolioManager portfolio, Security security, OrderDirection direction) =>
        model.GetBuyingPower(new BuyingPowerParameters(portfolio, security, direction)).Value;

    public static decimal GetMaintenanceMargin(this IBuyingPowerModel model, Security security) =>
        model.IsOwn(out var own) ? own.MaintenanceMarginOf(security) : model.GetMaintenanceMargin(MaintenanceMarginParameters.ForCurrentHoldings(security));

    public static decimal GetInitialMarginRequirement(this IBuyingPowerModel model, Security security, decimal quantity) =>
        model.IsOwn(out var own) ? own.InitialMarginOf(security, quantity) : model.GetInitialMarginRequirement(new InitialMarginParameters(security, quantity));

    /// <summary>Whether an order's margin is worth the fee of trading it.</summary>
    public static bool AboveMinimumOrderMarginPortfolioPercentage(this IBuyingPowerModel model, Security security, decimal quantity, SecurityPortfolioManager portfolioManager, decimal minimumOrderMarginPortfolioPercentage) =>
        minimumOrderMarginPortfolioPercentage == 0 ||
        AboveMinimumOrderMarginPortfolioPercentage(portfolioManager, minimumOrderMarginPortfolioPercentage, Math.Abs(model.GetInitialMarginRequirement(security, quantity)));

    public static bool AboveMinimumOrderMarginPortfolioPercentage(SecurityPortfolioManager portfolioManager, decimal minimumOrderMarginPortfolioPercentage, decimal absFinalOrderMargin) =>
        portfolioManager.TotalPortfolioValue * minimumOrderMarginPortfolioPercentage <= absFinalOrderMargin ||
        portfolioManager.GetMarginRemaining(portfolioManager.TotalPortfolioValue) <= 0;
}
