using System.Collections;

namespace QuantConnect.Securities;

/// <summary>An amount of a currency.</summary>
public readonly struct CashAmount(decimal amount, string currency)
{
    public decimal Amount { get; } = amount;
    public string Currency { get; } = currency;

    public override bool Equals(object obj) => obj is CashAmount other && this == other;
    public override int GetHashCode() => HashCode.Combine(Amount, Currency);
    public static bool operator ==(CashAmount lhs, CashAmount rhs) => lhs.Amount == rhs.Amount && lhs.Currency == rhs.Currency;
    public static bool operator !=(CashAmount lhs, CashAmount rhs) => !(lhs == rhs);
}

/// <summary>An amount together with the cash whose rate converts it.</summary>
public class ConvertibleCashAmount(decimal amount, Cash cash)
{
    public decimal Amount { get; } = amount;
    public Cash Cash { get; } = cash;
    public decimal InAccountCurrency => Amount * Cash.ConversionRate;

    public static implicit operator decimal(ConvertibleCashAmount convertibleCashAmount) => convertibleCashAmount.InAccountCurrency;
}

public interface ICurrencyConverter
{
    string AccountCurrency { get; }
    CashAmount ConvertToAccountCurrency(CashAmount cashAmount);
}

/// <summary>Holdings of one currency.</summary>
public class Cash
{
    public Cash(string symbol, decimal amount, decimal conversionRate)
    {
        if (string.IsNullOrEmpty(symbol)) throw new ArgumentException("Cash symbols cannot be null or empty.", nameof(symbol));
        Symbol = symbol.ToUpperInvariant();
        Amount = amount;
        ConversionRate = conversionRate;
        CurrencySymbol = Currencies.GetCurrencySymbol(Symbol);
    }

    public event EventHandler Updated;

    public string Symbol { get; }
    public decimal Amount { get; private set; }

    /// <summary>Value of one unit in the account's currency.</summary>
    public decimal ConversionRate { get; internal set; }

    public string CurrencySymbol { get; }
    public decimal ValueInAccountCurrency => Amount * ConversionRate;

    public decimal AddAmount(decimal amount)
    {
        Amount += amount;
        Updated?.Invoke(this, EventArgs.Empty);
        return Amount;
    }

    public void SetAmount(decimal amount)
    {
        if (Amount == amount) return;
        Amount = amount;
        Updated?.Invoke(this, EventArgs.Empty);
    }

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{Symbol}: {CurrencySymbol}{Amount,15:0.00} @ {ConversionRate,10:0.00####} = ${Math.Round(ValueInAccountCurrency, 2)}");
}

/// <summary>Cash by currency. The account is kept in US dollars.</summary>
public class CashBook : ExtendedDictionary<string, Cash>, IDictionary<string, Cash>, ICurrencyConverter
{
    private readonly Dictionary<string, Cash> _currencies = [];
    private readonly Cash _account;

    public CashBook()
    {
        AccountCurrency = Currencies.USD;
        _account = Add(AccountCurrency, 0, 1);
    }

    internal event EventHandler Updated;

    public string AccountCurrency { get; }

    public decimal TotalValueInAccountCurrency
    {
        get
        {
            if (_currencies.Count == 1) return _account.ValueInAccountCurrency;
            var total = 0m;
            foreach (var cash in _currencies.Values) total += cash.ValueInAccountCurrency;
            return total;
        }
    }

    public override int Count => _currencies.Count;
    public ICollection<string> Keys => _currencies.Keys;
    public ICollection<Cash> Values => _currencies.Values;
    protected override IEnumerable<string> GetKeys => Keys;
    protected override IEnumerable<Cash> GetValues => Values;

    /// <exception cref="KeyNotFoundException">The currency is not in the book.</exception>
    public override Cash this[string symbol]
    {
        get => symbol == AccountCurrency ? _account
            : _currencies.TryGetValue(symbol, out var cash) ? cash
            : throw new KeyNotFoundException($"This cash symbol ({symbol}) was not found in your cash book.");
        set => throw ReadOnly();
    }

    public Cash Add(string symbol, decimal quantity, decimal conversionRate)
    {
        if (_currencies.TryGetValue(symbol, out var cash))
        {
            cash.ConversionRate = conversionRate;
            cash.SetAmount(quantity);
            return cash;
        }
        cash = new Cash(symbol, quantity, conversionRate);
        cash.Updated += (_, e) => Updated?.Invoke(this, e);
        _currencies.Add(symbol, cash);
        return cash;
    }

    public override bool ContainsKey(string symbol) => symbol != null && _currencies.ContainsKey(symbol);

    public override bool TryGetValue(string symbol, out Cash value) => _currencies.TryGetValue(symbol, out value);

    public decimal Convert(decimal sourceQuantity, string sourceCurrency, string destinationCurrency) =>
        sourceQuantity == 0 ? 0 : sourceQuantity * (this[sourceCurrency].ConversionRate / this[destinationCurrency].ConversionRate);

    public decimal ConvertToAccountCurrency(decimal sourceQuantity, string sourceCurrency) =>
        sourceCurrency == AccountCurrency ? sourceQuantity : Convert(sourceQuantity, sourceCurrency, AccountCurrency);

    public CashAmount ConvertToAccountCurrency(CashAmount cashAmount) =>
        cashAmount.Currency == AccountCurrency ? cashAmount : new CashAmount(Convert(cashAmount.Amount, cashAmount.Currency, AccountCurrency), AccountCurrency);

    public override IEnumerable<KeyValuePair<string, Cash>> GetItems() => _currencies;

    public bool Contains(KeyValuePair<string, Cash> item) => _currencies.Contains(item);

    public void CopyTo(KeyValuePair<string, Cash>[] array, int arrayIndex) => ((ICollection<KeyValuePair<string, Cash>>)_currencies).CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, Cash>> GetEnumerator() => _currencies.GetEnumerator();

    void IDictionary<string, Cash>.Add(string key, Cash value) => throw ReadOnly();

    void ICollection<KeyValuePair<string, Cash>>.Add(KeyValuePair<string, Cash> item) => throw ReadOnly();

    bool ICollection<KeyValuePair<string, Cash>>.Remove(KeyValuePair<string, Cash> item) => throw ReadOnly();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static NotSupportedException ReadOnly() => new("A cash book takes cash with Add(symbol, quantity, conversionRate).");
}
