using NodaTime;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.Market;

namespace QuantConnect.Data;

/// <summary>One stream of data of a symbol.</summary>
public class SubscriptionDataConfig
{
    /// <exception cref="NotSupportedException">A data type of the algorithm's own.</exception>
    public SubscriptionDataConfig(Type objectType, Symbol symbol, Resolution resolution, DateTimeZone dataTimeZone, DateTimeZone exchangeTimeZone, bool fillForward, bool extendedHours, bool isInternalFeed,
        bool isCustom = false, TickType? tickType = null, bool isFilteredSubscription = true, DataNormalizationMode dataNormalizationMode = DataNormalizationMode.Adjusted,
        DataMappingMode dataMappingMode = DataMappingMode.OpenInterest, uint contractDepthOffset = 0, bool mappedConfig = false)
        : this(symbol, resolution, dataTimeZone, exchangeTimeZone, fillForward, extendedHours, isInternalFeed, dataNormalizationMode, tickType ?? (objectType == typeof(QuoteBar) ? TickType.Quote : TickType.Trade))
    {
        if (isCustom) throw new NotSupportedException($"SubscriptionDataConfig: custom data ({objectType.Name}) is not supported by this engine");
        Type = objectType;
    }

    internal SubscriptionDataConfig(Symbol symbol, Resolution resolution, DateTimeZone dataTimeZone, DateTimeZone exchangeTimeZone, bool fillForward, bool extendedHours, bool isInternalFeed, DataNormalizationMode mode, TickType tickType = TickType.Trade)
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
        TickType = tickType;
        Type = tickType == TickType.Quote ? typeof(QuoteBar) : typeof(TradeBar);
    }

    public Type Type { get; }
    public SecurityType SecurityType => Symbol.SecurityType;
    public Symbol Symbol { get; }
    public TickType TickType { get; }
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
