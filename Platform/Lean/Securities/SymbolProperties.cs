namespace QuantConnect.Securities;

/// <summary>Contract details of a security.</summary>
public class SymbolProperties(string description, string quoteCurrency, decimal contractMultiplier, decimal minimumPriceVariation, decimal lotSize, string marketTicker, decimal? minimumOrderSize = null, decimal priceMagnifier = 1, decimal strikeMultiplier = 1)
{
    public string Description { get; } = description;
    public string QuoteCurrency { get; } = quoteCurrency;
    public decimal ContractMultiplier { get; } = contractMultiplier;

    /// <summary>The tick: 0.01 for US equities.</summary>
    public decimal MinimumPriceVariation { get; } = minimumPriceVariation;

    public decimal LotSize { get; } = lotSize;
    public string MarketTicker { get; } = marketTicker;
    public decimal? MinimumOrderSize { get; } = minimumOrderSize;
    public decimal PriceMagnifier { get; } = priceMagnifier;
    public decimal StrikeMultiplier { get; } = strikeMultiplier;

    /// <summary>One share is one lot, ticks of a cent.</summary>
    public static SymbolProperties GetDefault(string quoteCurrency) => new(string.Empty, quoteCurrency, 1, 0.01m, 1, string.Empty);
}
