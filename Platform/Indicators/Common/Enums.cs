namespace Skender.Stock.Indicators;

/// <summary>Which price of a bar to use.</summary>
public enum CandlePart
{
    Open,
    High,
    Low,
    Close,
    Volume,

    /// <summary>(high + low) / 2</summary>
    HL2,

    /// <summary>(high + low + close) / 3</summary>
    HLC3,

    /// <summary>(open + close) / 2</summary>
    OC2,

    /// <summary>(open + high + low) / 3</summary>
    OHL3,

    /// <summary>(open + high + low + close) / 4</summary>
    OHLC4,
}

/// <summary>Which moving average smooths an indicator.</summary>
public enum MaType
{
    ALMA,
    DEMA,
    EPMA,
    EMA,
    HMA,
    KAMA,
    MAMA,
    SMA,
    SMMA,
    TEMA,
    WMA,
}

/// <summary>Length of a bar.</summary>
public enum PeriodSize
{
    Month,
    Week,
    Day,
    FourHours,
    TwoHours,
    OneHour,
    ThirtyMinutes,
    FifteenMinutes,
    FiveMinutes,
    ThreeMinutes,
    TwoMinutes,
    OneMinute,
}

/// <summary>How one series is fitted to the dates of another.</summary>
public enum SyncType
{
    /// <summary>Add empty results for the dates before the first.</summary>
    Prepend,

    /// <summary>Add empty results for all dates that lack one.</summary>
    AppendOnly,

    /// <summary>Remove results whose date the other lacks.</summary>
    RemoveOnly,

    /// <summary>Add and remove until the dates are the same.</summary>
    FullMatch,
}
