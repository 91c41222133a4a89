namespace QuantConnect.Securities;

/// <summary>Value and margin of one position as a portfolio last computed them. They hold until the position changes, until the portfolio's next
/// prices, and until a change that comes from elsewhere: a price or a margin model that an algorithm sets itself.</summary>
internal struct PositionValue
{
    private static int _outsideChanges;

    public decimal Value, Margin;

    /// <summary>The portfolio's prices and outside changes when this was computed; 0 when it never was.</summary>
    public long Mark;

    /// <summary>Number of changes that no portfolio is told of. Runs share it: a change in one makes the others compute once more.</summary>
    public static int OutsideChanges => Volatile.Read(ref _outsideChanges);

    public static void NoteOutsideChange() => Interlocked.Increment(ref _outsideChanges);
}
