namespace QuantConnect.Securities.Equity;

/// <summary>Short positions pay the fee rate of the security's shortable provider and long ones earn its rebate rate, for each day that one is held, days of a year of 360.</summary>
public class ShortMarginInterestRateModel : IMarginInterestRateModel
{
    private bool _isShort;
    // UTC; null while nothing is charged for.
    private DateTime? _since;

    /// <summary>What was earned so far; less than 0 for what was paid.</summary>
    public decimal Amount { get; set; }

    public void ApplyMarginInterestRate(MarginInterestRateParameters marginInterestRateParameters)
    {
        var (security, time) = (marginInterestRateParameters.Security, marginInterestRateParameters.Time);
        if (!security.Holdings.HoldStock)
        {
            _since = null;
            return;
        }
        if (_since is not { } since || _isShort != security.Holdings.IsShort)
        {
            (_isShort, _since) = (security.Holdings.IsShort, time);
            return;
        }
        if (time.Date == since.Date) return;
        var today = security.LocalTime.Date;
        var rate = _isShort ? security.ShortableProvider?.FeeRate(security.Symbol, today) : security.ShortableProvider?.RebateRate(security.Symbol, today);
        if (rate is null or 0)
        {
            _since = null;
            return;
        }
        var interest = rate.Value * security.Holdings.HoldingsValue / 360 * (time.Date - since.Date).Days;
        Amount += interest;
        security.QuoteCurrency.AddAmount(interest);
        _since = time;
    }
}
