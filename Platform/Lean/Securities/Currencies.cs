namespace QuantConnect;

/// <summary>Currency codes.</summary>
public static class Currencies
{
    public const string USD = "USD";
    public const string EUR = "EUR";
    public const string INR = "INR";

    /// <summary>Stands for "no currency" in a fee of zero.</summary>
    public const string NullCurrency = "QCC";

    public static string GetCurrencySymbol(string currency) => currency switch
    {
        USD => "$",
        EUR => "€",
        INR => "₹",
        "GBP" => "₤",
        "JPY" => "¥",
        _ => "$",
    };
}
