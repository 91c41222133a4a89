namespace QuantConnect.Statistics;

public enum TradeDirection
{
    Long,
    Short
}

/// <summary>Which fills make up one trade.</summary>
public enum FillGroupingMethod
{
    /// <summary>Each entry fill is matched with exit fills of the same quantity.</summary>
    FillToFill,

    /// <summary>From a flat position to the next flat position.</summary>
    FlatToFlat,

    /// <summary>From a flat position to each reduction of it.</summary>
    FlatToReduced
}

/// <summary>Which entry an exit closes first.</summary>
public enum FillMatchingMethod
{
    FIFO,
    LIFO
}
