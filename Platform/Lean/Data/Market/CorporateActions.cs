using System.Globalization;
using QuantConnect.Orders;

namespace QuantConnect.Data.Market;

/// <summary>A cash dividend per share, known at midnight of its ex-date.</summary>
public class Dividend : BaseData
{
    public Dividend() => DataType = MarketDataType.Auxiliary;

    public Dividend(Symbol symbol, DateTime date, decimal distribution, decimal referencePrice) : this()
    {
        Symbol = symbol;
        Time = date;
        Distribution = distribution;
        ReferencePrice = referencePrice;
    }

    public decimal Distribution
    {
        get => Value;
        set => Value = value;
    }

    /// <summary>The close before the ex-date.</summary>
    public decimal ReferencePrice { get; set; }

    public static Dividend Create(Symbol symbol, DateTime date, decimal referencePrice, decimal priceFactorRatio, int decimalPlaces = 2) =>
        new(symbol, date, ComputeDistribution(referencePrice, priceFactorRatio, decimalPlaces), referencePrice);

    public static decimal ComputeDistribution(decimal close, decimal priceFactorRatio, int decimalPlaces) => Math.Round(close - close * priceFactorRatio, decimalPlaces);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Dividend: {Symbol}: {Distribution} | {ReferencePrice}");
}

/// <summary>A split: a warning the session before, then the event at midnight of the day.</summary>
public class Split : BaseData
{
    public Split()
    {
        Type = SplitType.SplitOccurred;
        DataType = MarketDataType.Auxiliary;
    }

    public Split(Symbol symbol, DateTime date, decimal price, decimal splitFactor, SplitType type) : this()
    {
        Type = type;
        Time = date;
        Symbol = symbol;
        ReferencePrice = price;
        SplitFactor = splitFactor;
    }

    public SplitType Type { get; }

    /// <summary>Old shares per new share: 0.5 for two for one.</summary>
    public decimal SplitFactor { get; set; }

    public decimal ReferencePrice
    {
        get => Value;
        set => Value = value;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(Type == SplitType.Warning ? "Split Warning" : "Split")}: {Symbol}: {SplitFactor} | {ReferencePrice}");
}

/// <summary>The end of a listing: a warning on the last day, the event on the day after.</summary>
public class Delisting : BaseData
{
    public Delisting()
    {
        DataType = MarketDataType.Auxiliary;
        Type = DelistingType.Delisted;
    }

    public Delisting(Symbol symbol, DateTime date, decimal price, DelistingType type) : this()
    {
        Symbol = symbol;
        Time = date;
        Value = price;
        Type = type;
    }

    public DelistingType Type { get; }

    /// <summary>The order that closes the position, if there is one.</summary>
    public OrderTicket Ticket { get; private set; }

    public void SetOrderTicket(OrderTicket ticket) => Ticket = ticket;

    public override string ToString() => $"{(Type == DelistingType.Warning ? "Delisting Warning" : "Delisted")}: {Symbol} {EndTime.ToStringInvariant(null)}";
}

/// <summary>A change of ticker.</summary>
public class SymbolChangedEvent : BaseData
{
    public SymbolChangedEvent() => DataType = MarketDataType.Auxiliary;

    public SymbolChangedEvent(Symbol requestedSymbol, DateTime date, string oldSymbol, string newSymbol) : this()
    {
        Symbol = requestedSymbol;
        Time = date;
        OldSymbol = oldSymbol;
        NewSymbol = newSymbol;
    }

    public string OldSymbol { get; }
    public string NewSymbol { get; }

    public override string ToString() => $"Symbol Changed: {Symbol} {OldSymbol} -> {NewSymbol}";
}
