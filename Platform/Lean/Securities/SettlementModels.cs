using QuantConnect.Orders;

namespace QuantConnect.Securities;

public class ApplyFundsSettlementModelParameters(SecurityPortfolioManager portfolio, Security security, DateTime applicationTimeUtc, CashAmount cashAmount, OrderEvent fill)
{
    public SecurityPortfolioManager Portfolio { get; set; } = portfolio;
    public Security Security { get; set; } = security;
    public DateTime UtcTime { get; set; } = applicationTimeUtc;
    public CashAmount CashAmount { get; set; } = cashAmount;
    public OrderEvent Fill { get; set; } = fill;
}

public class ScanSettlementModelParameters(SecurityPortfolioManager portfolio, Security security, DateTime timeUtc)
{
    public SecurityPortfolioManager Portfolio { get; set; } = portfolio;
    public Security Security { get; set; } = security;
    public DateTime UtcTime { get; set; } = timeUtc;
}

/// <summary>When the money of a sale can be used.</summary>
public interface ISettlementModel
{
    void ApplyFunds(ApplyFundsSettlementModelParameters applyFundsParameters);
    void Scan(ScanSettlementModelParameters settlementParameters);
    CashAmount GetUnsettledCash();
}

/// <summary>At once.</summary>
public class ImmediateSettlementModel : ISettlementModel
{
    public virtual void ApplyFunds(ApplyFundsSettlementModelParameters applyFundsParameters)
    {
        var amount = applyFundsParameters.CashAmount;
        applyFundsParameters.Portfolio.CashBook[amount.Currency].AddAmount(amount.Amount);
    }

    public virtual void Scan(ScanSettlementModelParameters settlementParameters)
    {
    }

    public virtual CashAmount GetUnsettledCash() => default;
}

/// <summary>Sales settle some trading days later at a time of day; purchases are paid at once.</summary>
public class DelayedSettlementModel(int numberOfDays, TimeSpan timeOfDay) : ISettlementModel
{
    private readonly int _days = numberOfDays;
    private readonly TimeSpan _timeOfDay = timeOfDay;
    private readonly Queue<(DateTime Due, string Currency, decimal Amount)> _waiting = new();

    internal bool IsWaiting => _waiting.Count > 0;

    public void ApplyFunds(ApplyFundsSettlementModelParameters applyFundsParameters)
    {
        var (amount, portfolio) = (applyFundsParameters.CashAmount, applyFundsParameters.Portfolio);
        if (amount.Amount <= 0)
        {
            portfolio.CashBook[amount.Currency].AddAmount(amount.Amount);
            return;
        }
        portfolio.UnsettledCashBook[amount.Currency].AddAmount(amount.Amount);
        var exchange = applyFundsParameters.Security.Exchange;
        var date = applyFundsParameters.UtcTime.ConvertFromUtc(exchange.TimeZone).Date;
        for (var i = 0; i < _days; i++) date = exchange.Hours.GetNextTradingDay(date);
        _waiting.Enqueue((date.Add(_timeOfDay).ConvertToUtc(exchange.TimeZone), amount.Currency, amount.Amount));
    }

    public void Scan(ScanSettlementModelParameters settlementParameters)
    {
        while (_waiting.TryPeek(out var item) && settlementParameters.UtcTime >= item.Due)
        {
            _waiting.Dequeue();
            settlementParameters.Portfolio.UnsettledCashBook[item.Currency].AddAmount(-item.Amount);
            settlementParameters.Portfolio.CashBook[item.Currency].AddAmount(item.Amount);
        }
    }

    public CashAmount GetUnsettledCash() => _waiting.Count == 0 ? default : new CashAmount(_waiting.Sum(x => x.Amount), Currencies.USD);
}
