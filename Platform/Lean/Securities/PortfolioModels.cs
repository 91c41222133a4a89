using QuantConnect.Orders;
using QuantConnect.Orders.Fees;

namespace QuantConnect.Securities;

/// <summary>Books a fill on a position.</summary>
public interface ISecurityPortfolioModel
{
    void ProcessFill(SecurityPortfolioManager portfolio, Security security, OrderEvent fill);
}

/// <summary>Average cost; profit is realised on what a fill closes.</summary>
public class SecurityPortfolioModel : ISecurityPortfolioModel
{
    public virtual void ProcessFill(SecurityPortfolioManager portfolio, Security security, OrderEvent fill)
    {
        var holdings = security.Holdings;
        bool isLong = holdings.IsLong, isShort = holdings.IsShort;
        var quantity = holdings.Quantity;
        var average = holdings.AveragePrice;

        holdings.AddNewSale(holdings.GetQuantityValue(fill.AbsoluteFillQuantity, fill.FillPrice).InAccountCurrency);
        var fee = 0m;
        if (fill.OrderFee != OrderFee.Zero && fill.OrderFee.Value.Amount != 0)
        {
            fee = portfolio.CashBook.ConvertToAccountCurrency(fill.OrderFee.Value).Amount;
            holdings.AddNewFee(fee);
            fill.OrderFee.ApplyToPortfolio(portfolio, fill);
        }
        var proceeds = new CashAmount(-fill.FillQuantity * fill.FillPrice * security.SymbolProperties.ContractMultiplier, security.QuoteCurrency.Symbol);
        security.SettlementModel.ApplyFunds(new ApplyFundsSettlementModelParameters(portfolio, security, fill.UtcTime, proceeds, fill));

        if ((isLong && fill.Direction == OrderDirection.Sell) || (isShort && fill.Direction == OrderDirection.Buy))
        {
            var profit = ProcessCloseTradeProfit(portfolio, security, fill).InAccountCurrency;
            holdings.AddNewProfit(profit);
            holdings.SetLastTradeProfit(profit);
            // The opening order's fee is taken to equal the closing one's.
            var net = profit - 2 * fee;
            portfolio.AddTransactionRecord(security.UtcTime, net, net > 0);
        }

        var next = quantity + fill.FillQuantity;
        if (quantity == 0 || next * quantity < 0) average = fill.FillPrice;
        else if (next == 0) average = 0;
        else if (quantity > 0 == fill.FillQuantity > 0) average = ((average * quantity) + (fill.FillQuantity * fill.FillPrice)) / next;
        holdings.SetHoldings(average, next);
    }

    protected virtual ConvertibleCashAmount ProcessCloseTradeProfit(SecurityPortfolioManager portfolio, Security security, OrderEvent fill)
    {
        var closed = Math.Sign(-fill.FillQuantity) * Math.Min(fill.AbsoluteFillQuantity, security.Holdings.AbsoluteQuantity);
        var cost = security.Holdings.GetQuantityValue(closed, security.Holdings.AveragePrice);
        var value = security.Holdings.GetQuantityValue(closed, fill.FillPrice);
        return new ConvertibleCashAmount(value.Amount - cost.Amount, value.Cash);
    }
}
