namespace LeanDeep.Training.Data;

/// <summary>Why an import set a row aside.</summary>
public enum ImportReason
{
    /// <summary>Not as many fields as the header has.</summary>
    FieldCount,

    /// <summary>A symbol that cannot name a file.</summary>
    Symbol,

    /// <summary>A date that is neither yyyy-MM-dd nor yyyyMMdd.</summary>
    Date,

    /// <summary>A date after today.</summary>
    FutureDate,

    /// <summary>A price or volume that is not a number.</summary>
    Number,

    /// <summary>Outside the first and last date asked for.</summary>
    OutsideDates,

    /// <summary>A second row of this symbol for the same date.</summary>
    DuplicateDate,

    /// <summary>Earlier than the symbol's row before it.</summary>
    DateOrder,

    /// <summary>An open of zero or less, as vendors write a day without an opening trade.</summary>
    OpenNotPositive,

    /// <summary>A low or close of zero or less.</summary>
    PriceNotPositive,

    /// <summary>Open or close outside low..high.</summary>
    OutsideRange,

    /// <summary>A volume below zero.</summary>
    NegativeVolume,

    /// <summary>Of a name that the caller asked to leave out.</summary>
    NameExcluded,

    /// <summary>Of a name that has a one-day return above the limit.</summary>
    DailyReturn,
}

/// <summary>Reasons as reports, errors and tables print them.</summary>
public static class ImportReasonText
{
    /// <summary>A reason in words, as reports and errors print it.</summary>
    public static string InWords(this ImportReason reason) => reason switch
    {
        ImportReason.FieldCount => "wrong number of fields",
        ImportReason.Symbol => "not a symbol",
        ImportReason.Date => "not a date",
        ImportReason.FutureDate => "date in the future",
        ImportReason.Number => "not a number",
        ImportReason.OutsideDates => "outside the dates asked for",
        ImportReason.DuplicateDate => "duplicate date",
        ImportReason.DateOrder => "date before the previous row",
        ImportReason.OpenNotPositive => "open not positive",
        ImportReason.PriceNotPositive => "price not positive",
        ImportReason.OutsideRange => "open or close outside low..high",
        ImportReason.NegativeVolume => "negative volume",
        ImportReason.NameExcluded => "name excluded",
        ImportReason.DailyReturn => "name with a daily return above the limit",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
