using NodaTime;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.Market;

namespace QuantConnect.Data;

/// <summary>One stream of data of a symbol.</summary>
public class SubscriptionDataConfig
{
    internal SubscriptionDataConfig(Symbol symbol, Resolution resolution, DateTimeZone dataTimeZone, DateTimeZone exchangeTimeZone, bool fillForward, bool extendedHours, bool isInternalFeed, DataNormalizationMode mode)
    {
        Symbol = symbol;
        Resolution = resolution;
        Increment = resolution.ToTimeSpan();
        DataTimeZone = dataTimeZone;
        ExchangeTimeZone = exchangeTimeZone;
        FillDataForward = fillForward && resolution != Resolution.Tick;
        ExtendedMarketHours = extendedHours;
        IsInternalFeed = isInternalFeed;
        DataNormalizationMode = mode;
    }

    /// <param name="objectType">Trade bars: the engine has no others.</param>
    public SubscriptionDataConfig(Type objectType, Symbol symbol, Resolution resolution, DateTimeZone dataTimeZone, DateTimeZone exchangeTimeZone, bool fillForward, bool extendedHours, bool isInternalFeed)
        : this(symbol, resolution, dataTimeZone, exchangeTimeZone, fillForward, extendedHours, isInternalFeed, DataNormalizationMode.Adjusted)
    {
        if (objectType != typeof(TradeBar)) throw new NotSupportedException($"objectType: expected TradeBar, found {objectType?.Name}");
    }

    public Type Type { get; } = typeof(TradeBar);
    public SecurityType SecurityType => Symbol.SecurityType;
    public Symbol Symbol { get; }
    public TickType TickType => TickType.Trade;
    public Resolution Resolution { get; }
    public TimeSpan Increment { get; }
    public bool FillDataForward { get; }
    public bool ExtendedMarketHours { get; }
    public bool IsInternalFeed { get; }
    public bool IsCustomData => false;
    public DataNormalizationMode DataNormalizationMode { get; set; }
    public decimal SumOfDividends { get; set; }
    public decimal PriceScaleFactor { get; set; } = 1;
    public string MappedSymbol => Symbol.Value;
    public string Market => Symbol.ID.Market;
    public DateTimeZone DataTimeZone { get; }
    public DateTimeZone ExchangeTimeZone { get; }
    public ISet<IDataConsolidator> Consolidators { get; } = new HashSet<IDataConsolidator>();

    /// <summary>Consolidators in the order in which they were added.</summary>
    internal List<IDataConsolidator> ConsolidatorList { get; } = [];

    public override string ToString() => $"{Symbol.Value},#{DataTimeZone.Id},{Resolution},{TickType},{DataNormalizationMode}";
}
