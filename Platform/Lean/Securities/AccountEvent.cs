namespace QuantConnect.Securities;

/// <summary>Cash of the account as the broker has it.</summary>
public class AccountEvent(string currencySymbol, decimal cashBalance)
{
    public decimal CashBalance { get; private set; } = cashBalance;
    public string CurrencySymbol { get; private set; } = currencySymbol;
}
