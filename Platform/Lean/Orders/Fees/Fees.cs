using QuantConnect.Securities;

namespace QuantConnect.Orders.Fees;

public interface IFeeModel
{
    OrderFee GetOrderFee(OrderFeeParameters parameters);
}

public class OrderFeeParameters(Security security, Order order)
{
    public Security Security { get; } = security;
    public Order Order { get; } = order;
}

/// <summary>A fee, as an amount of a currency.</summary>
public class OrderFee
{
    public static readonly OrderFee Zero = new(new CashAmount(0, Currencies.NullCurrency));

    public OrderFee(CashAmount orderFee) => Value = new CashAmount(orderFee.Amount.Normalize(), orderFee.Currency);

    public CashAmount Value { get; set; }

    public virtual void ApplyToPortfolio(SecurityPortfolioManager portfolio, OrderEvent fill) => portfolio.CashBook[Value.Currency].AddAmount(-Value.Amount);

    public override string ToString() => $"{Value.Amount.ToStringInvariant()} {Value.Currency}";

    public static implicit operator decimal(OrderFee m) => m.Value.Amount;
}

/// <summary>No fees; the base of own models.</summary>
public class FeeModel : IFeeModel
{
    public virtual OrderFee GetOrderFee(OrderFeeParameters parameters) => new(new CashAmount(0, Currencies.USD));
}

/// <summary>The same fee for every order.</summary>
public class ConstantFeeModel(decimal fee, string currency = "USD") : FeeModel
{
    private readonly decimal _fee = Math.Abs(fee);
    private readonly string _currency = currency;

    public override OrderFee GetOrderFee(OrderFeeParameters parameters) => new(new CashAmount(_fee, _currency));
}

/// <summary>Alpaca's: none for stocks.</summary>
public class AlpacaFeeModel : FeeModel
{
    public override OrderFee GetOrderFee(OrderFeeParameters parameters) => new(new CashAmount(0, Currencies.USD));
}

/// <summary>Fixed pricing for US stocks: $0.005 a share, at least $1; above the minimum at most 0.5 % of the order's value.</summary>
public class InteractiveBrokersFeeModel : FeeModel
{
    private const decimal PerShare = 0.005m;
    private const decimal Minimum = 1m;
    private const decimal MaximumRate = 0.005m;

    public InteractiveBrokersFeeModel(decimal monthlyForexTradeAmountInUSDollars = 0, decimal monthlyOptionsTradeAmountInContracts = 0)
    {
        _ = monthlyForexTradeAmountInUSDollars;
        _ = monthlyOptionsTradeAmountInContracts;
    }

    /// <exception cref="NotSupportedException">The security is not a US equity.</exception>
    public override OrderFee GetOrderFee(OrderFeeParameters parameters)
    {
        var security = parameters.Security;
        if (security.Type != SecurityType.Equity) throw new NotSupportedException($"InteractiveBrokersFeeModel: security type {security.Type} is not supported by this engine");
        var fee = PerShare * parameters.Order.AbsoluteQuantity;
        if (fee < Minimum) fee = Minimum;
        else fee = Math.Min(fee, MaximumRate * Math.Abs(parameters.Order.GetValue(security)));
        return new OrderFee(new CashAmount(fee, Currencies.USD));
    }
}
