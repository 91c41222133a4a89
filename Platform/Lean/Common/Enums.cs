namespace QuantConnect;

/// <summary>Kind of instrument. The embedded engine trades <see cref="Equity"/>.</summary>
public enum SecurityType { Base, Equity, Option, Commodity, Forex, Future, Cfd, Crypto, FutureOption, Index, IndexOption, CryptoFuture }

public enum AccountType { Margin, Cash }

public enum MarketDataType { Base, TradeBar, Tick, Auxiliary, QuoteBar, OptionChain, FuturesChain }

public enum DataFeedEndpoint { Backtesting, FileSystem, LiveTrading, Database }

public enum StoragePermissions { Public, Authenticated }

public enum TickType { Trade, Quote, OpenInterest }

public enum DelistingType { Warning = 0, Delisted = 1 }

public enum SplitType { Warning = 0, SplitOccurred = 1 }

public enum Resolution { Tick, Second, Minute, Hour, Daily }

public enum PositionSide { Short = -1, None = 0, Long = 1 }

public enum OptionRight { Call, Put }

public enum OptionStyle { American, European }

public enum SettlementType { PhysicalDelivery, Cash }

public enum AlgorithmStatus
{
    DeployError, InQueue, Running, Stopped, Liquidated, Deleted, Completed, RuntimeError, Invalid,
    LoggingIn, Initializing, History, PendingInput, Idle,
}

public enum SubscriptionTransportMedium { LocalFile, RemoteFile, Rest, Streaming, ObjectStore }

public enum WritePolicy { Overwrite = 0, Merge, Append }

/// <summary>How historical prices are rescaled for splits and dividends.</summary>
public enum DataNormalizationMode
{
    /// <summary>Prices as traded; cash dividends are paid and splits change quantities.</summary>
    Raw,
    /// <summary>Prices times price factor and split factor. The default of equities.</summary>
    Adjusted,
    /// <summary>Prices times the split factor; cash dividends are paid.</summary>
    SplitAdjusted,
    /// <summary>Prices times the split factor, plus the dividends paid so far.</summary>
    TotalReturn,
    ForwardPanamaCanal,
    BackwardsPanamaCanal,
    BackwardsRatio,
    /// <summary>History only: adjusted as of the end of the request.</summary>
    ScaledRaw,
}

public enum DataMappingMode { LastTradingDay, FirstDayMonth, OpenInterest, OpenInterestAnnual }

public enum CashBookUpdateType { Added, Removed, Updated }

public enum Language { CSharp, FSharp, VisualBasic, Java, Python }

public enum DeploymentTarget { CloudPlatform, LocalPlatform, PrivateCloudPlatform }

public enum AlgorithmMode { Live, Optimization, Backtesting, Research }

public enum Period
{
    TenSeconds = 10, ThirtySeconds = 30, OneMinute = 60, TwoMinutes = 120, ThreeMinutes = 180, FiveMinutes = 300,
    TenMinutes = 600, FifteenMinutes = 900, TwentyMinutes = 1200, ThirtyMinutes = 1800, OneHour = 3600,
    TwoHours = 7200, FourHours = 14400, SixHours = 21600,
}

/// <summary>Date and time formats used in files and messages.</summary>
public static class DateFormat
{
    public const string SixCharacter = "yyMMdd";
    public const string EightCharacter = "yyyyMMdd";
    public const string TwelveCharacter = "yyyyMMdd HH:mm";
    public static string JsonFormat { get; } = "yyyy-MM-ddTHH:mm:ss";
    public const string DB = "yyyy-MM-dd HH:mm:ss";
    public const string UI = "yyyy-MM-dd HH:mm:ss";
    public const string ISOShort = "yyyy-MM-ddTHH:mm:ssZ";
    public const string USShort = "M/d/yy h:mm tt";
    public const string USShortDateOnly = "M/d/yy";
    public const string US = "M/d/yyyy h:mm:ss tt";
    public const string USDateOnly = "M/d/yyyy";
    public const string Forex = "yyyyMMdd HH:mm:ss.ffff";
    public const string FIX = "yyyyMMdd-HH:mm:ss";
    public const string FIXWithMillisecond = "yyyyMMdd-HH:mm:ss.fff";
    public const string YearMonth = "yyyyMM";
}
