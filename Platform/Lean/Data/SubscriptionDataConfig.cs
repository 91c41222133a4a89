using NodaTime;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.Market;

namespace QuantConnect.Data;

/// <summary>One stream of data of a symbol.</summary>
public class SubscriptionDataConfig
{
    /// <param name="isCustom">Whether the type is one that says itself where its data lies and reads it.</param>
    public SubscriptionDataConfig(Type objectType, Symbol symbol, Resolution resolution, DateTimeZone dataTimeZone, DateTimeZone exchangeTimeZone, bool fillForward, bool extendedHours, bool isInternalFeed,
        bool isCustom = false, TickType? tickType = null, bool isFilteredSubscription = true, DataNormalizationMode dataNormalizationMode = DataNormalizationMode.Adjusted,
        DataMappingMode dataMappingMode = DataMappingMode.OpenInterest, uint contractDepthOffset = 0, bool mappedConfig = false)
        : this(symbol, resolution, dataTimeZone, exchangeTimeZone, fillForward, extendedHours, isInternalFeed, dataNormalizationMode, tickType ?? (objectType == typeof(QuoteBar) ? TickType.Quote : TickType.Trade))
    {
        IsCustomData = isCustom;
        IsFilteredSubscription = isFilteredSubscription;
        Type = objectType;
    }

    /// <summary>A copy with some of it replaced.</summary>
    public SubscriptionDataConfig(SubscriptionDataConfig config, Type objectType = null, Symbol symbol = null, Resolution? resolution = null, DateTimeZone dataTimeZone = null, DateTimeZone exchangeTimeZone = null,
        bool? fillForward = null, bool? extendedHours = null, bool? isInternalFeed = null, bool? isCustom = null, TickType? tickType = null, bool? isFilteredSubscription = null,
        DataNormalizationMode? dataNormalizationMode = null, DataMappingMode? dataMappingMode = null, uint? contractDepthOffset = null, bool? mappedConfig = null)
        : this(objectType ?? config.Type, symbol ?? config.Symbol, resolution ?? config.Resolution, dataTimeZone ?? config.DataTimeZone, exchangeTimeZone ?? config.ExchangeTimeZone,
            fillForward ?? config.FillDataForward, extendedHours ?? config.ExtendedMarketHours, isInternalFeed ?? config.IsInternalFeed, isCustom ?? config.IsCustomData, tickType ?? config.TickType,
            isFilteredSubscription ?? config.IsFilteredSubscription, dataNormalizationMode ?? config.DataNormalizationMode)
    {
        PriceScaleFactor = config.PriceScaleFactor;
        SumOfDividends = config.SumOfDividends;
        if (symbol is null || symbol == config.Symbol) MappedSymbol = config.MappedSymbol;
        _ = (dataMappingMode, contractDepthOffset, mappedConfig);
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
        Type = resolution == Resolution.Tick ? typeof(Tick) : tickType == TickType.Quote ? typeof(QuoteBar) : typeof(TradeBar);
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
    public bool IsCustomData { get; }
    public bool IsFilteredSubscription { get; } = true;
    public DataNormalizationMode DataNormalizationMode { get; set; }
    public decimal SumOfDividends { get; set; }
    public decimal PriceScaleFactor { get; set; } = 1;

    /// <summary>The ticker that the security has on the date that is read; the symbol's where no map file says otherwise.</summary>
    public string MappedSymbol
    {
        get => field ?? Symbol.Value;
        internal set;
    }

    public string Market => Symbol.ID.Market;
    public DateTimeZone DataTimeZone { get; }
    public DateTimeZone ExchangeTimeZone { get; }
    public ISet<IDataConsolidator> Consolidators { get; } = new HashSet<IDataConsolidator>();

    /// <summary>Consolidators in the order in which they were added.</summary>
    internal List<IDataConsolidator> ConsolidatorList { get; } = [];

    public override string ToString() => $"{Symbol.Value},#{DataTimeZone.Id},{Resolution},{TickType},{DataNormalizationMode}";
}
