namespace QuantConnect.Lean.Engine;

/// <summary>All bars of one file (or of consecutive files) in columns, oldest first. Immutable, so that runs may share it.
/// Prices are integers; a price is the integer times 10^-<see cref="Scale"/>.</summary>
internal sealed class BarColumns
{
    /// <summary>Local start of each bar in ticks; midnight for daily bars.</summary>
    public required long[] Start { get; init; }

    public required long[] Open { get; init; }
    public required long[] High { get; init; }
    public required long[] Low { get; init; }
    public required long[] Close { get; init; }
    public required long[] Volume { get; init; }
    public required byte Scale { get; init; }

    public static BarColumns Empty { get; } = new() { Start = [], Open = [], High = [], Low = [], Close = [], Volume = [], Scale = 4 };

    public int Count => Start.Length;

    /// <summary>First row that starts at or after a local time.</summary>
    public int LowerBound(long ticks)
    {
        int low = 0, high = Start.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Start[middle] < ticks) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>The bars of a span of dates, both included.</summary>
    public BarColumns Within(DateTime from, DateTime through)
    {
        var (low, high) = (LowerBound(from.Ticks), through.Date == DateTime.MaxValue.Date ? Count : LowerBound(through.Date.AddDays(1).Ticks));
        return low == 0 && high == Count ? this : new BarColumns
        {
            Start = Start[low..high], Open = Open[low..high], High = High[low..high], Low = Low[low..high], Close = Close[low..high], Volume = Volume[low..high], Scale = Scale,
        };
    }

    public decimal Price(long value) => value >= 0
        ? new decimal((int)value, (int)(value >> 32), 0, false, Scale)
        : new decimal((int)-value, (int)(-value >> 32), 0, true, Scale);
}
