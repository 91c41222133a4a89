using QuantConnect.Interfaces;
using QuantConnect.Orders;

namespace QuantConnect.Securities;

public interface IMarginCallModel
{
    List<SubmitOrderRequest> GetMarginCallOrders(out bool issueMarginCallWarning);
    List<OrderTicket> ExecuteMarginCall(IEnumerable<SubmitOrderRequest> generatedMarginCallOrders);
}

public static class MarginCallModel
{
    /// <summary>No margin calls.</summary>
    public static readonly IMarginCallModel Null = new NullMarginCallModel();

    private sealed class NullMarginCallModel : IMarginCallModel
    {
        public List<SubmitOrderRequest> GetMarginCallOrders(out bool issueMarginCallWarning)
        {
            issueMarginCallWarning = false;
            return [];
        }

        public List<OrderTicket> ExecuteMarginCall(IEnumerable<SubmitOrderRequest> generatedMarginCallOrders) => [];
    }
}

/// <summary>Warns below 5 % of margin left; sells, largest loss first, when the margin used exceeds the portfolio's value by the buffer.</summary>
public class DefaultMarginCallModel(SecurityPortfolioManager portfolio, IOrderProperties defaultOrderProperties, decimal marginBuffer = 0.10m) : IMarginCallModel
{
    private readonly decimal _buffer = marginBuffer;

    protected SecurityPortfolioManager Portfolio { get; } = portfolio;
    protected IOrderProperties DefaultOrderProperties { get; } = defaultOrderProperties;

    public List<SubmitOrderRequest> GetMarginCallOrders(out bool issueMarginCallWarning)
    {
        issueMarginCallWarning = false;
        var orders = new List<SubmitOrderRequest>();
        if (!Portfolio.Invested) return orders;
        var used = Portfolio.TotalMarginUsed;
        if (used <= 0) return orders;

        var total = Portfolio.TotalPortfolioValue;
        var remaining = total - Portfolio.UnsettledCash - used;
        if (remaining <= total * 0.05m) issueMarginCallWarning = true;
        if (remaining > 0) return orders;

        if (used > total * (1 + _buffer))
            foreach (var security in Portfolio.InvestedSecurities)
            {
                var order = GenerateMarginCallOrder(security, total, used);
                if (order != null && order.Quantity != 0) orders.Add(order);
            }
        issueMarginCallWarning = orders.Count > 0;
        return orders;
    }

    private SubmitOrderRequest GenerateMarginCallOrder(Security security, decimal totalPortfolioValue, decimal totalMarginUsed)
    {
        var held = security.Holdings.Quantity;
        var used = security.BuyingPowerModel.GetReservedBuyingPowerForPosition(security);
        var keep = Math.Max(0, used - (totalMarginUsed - totalPortfolioValue));
        var change = (used - keep) * -Math.Sign(held);
        var result = security.BuyingPowerModel.GetMaximumOrderQuantityForDeltaBuyingPower(new GetMaximumOrderQuantityForDeltaBuyingPowerParameters(Portfolio, security, change, 0));
        var quantity = Math.Abs(result.Quantity) * -Math.Sign(held);
        return new SubmitOrderRequest(OrderType.Market, security.Type, security.Symbol, quantity, 0, 0, security.UtcTime, "Margin Call", DefaultOrderProperties?.Clone());
    }

    public virtual List<OrderTicket> ExecuteMarginCall(IEnumerable<SubmitOrderRequest> generatedMarginCallOrders)
    {
        var executed = new List<OrderTicket>();
        if (Portfolio.MarginRemaining >= 0) return executed;
        foreach (var request in generatedMarginCallOrders.Select(x => (Request: x, Profit: Portfolio[x.Symbol].UnrealizedProfit)).OrderBy(x => x.Profit).Select(x => x.Request).ToList())
        {
            executed.Add(Portfolio.Transactions.AddOrder(request));
            if (Portfolio.MarginRemaining >= 0) break;
        }
        return executed;
    }
}
