namespace QuantConnect.Lean.Engine;

/// <summary>All bars of one file (or of consecutive files) in columns, oldest first. Immutable, so that runs may share it.
/// Prices are integers; a price is the integer times 10^-<see cref="Scale"/>.</summary>
/// <remarks>The six columns are parts of one block, in this order: start, open, high, low, close, volume.</remarks>
internal sealed unsafe class BarColumns
{
    /// <summary>Number of columns in a block.</summary>
    public const int Width = 6;

    // The block is either an array or memory that stays mapped as long as the process lives.
    private readonly long[] _array;
    private readonly long* _memory;
    private readonly int _offset, _stride;
    // 0 unknown, 1 yes, -1 no.
    private int _hasZeros;

    /// <param name="block">Columns one after another.</param>
    /// <param name="stride">Numbers from the begin of a column to that of the next.</param>
    public BarColumns(long[] block, int stride, int count, byte scale)
    {
        (_array, _stride, Count, Scale) = (block, stride, count, scale);
    }

    /// <param name="block">Columns of <paramref name="count"/> numbers one after another, in memory that never moves and is never given back.</param>
    public BarColumns(long* block, int count, byte scale)
    {
        _memory = block;
        (_stride, Count, Scale) = (count, count, scale);
    }

    private BarColumns(BarColumns whole, int offset, int count)
    {
        _memory = whole._memory;
        (_array, _offset, _stride, Count, Scale) = (whole._array, whole._offset + offset, whole._stride, count, whole.Scale);
    }

    public static BarColumns Empty { get; } = new([], 0, 0, 4);

    public int Count { get; }

    public byte Scale { get; }

    /// <summary>Local start of each bar in ticks; midnight for daily bars.</summary>
    public ReadOnlySpan<long> Start => Column(0);

    public ReadOnlySpan<long> Open => Column(1);
    public ReadOnlySpan<long> High => Column(2);
    public ReadOnlySpan<long> Low => Column(3);
    public ReadOnlySpan<long> Close => Column(4);
    public ReadOnlySpan<long> Volume => Column(5);

    /// <summary>Whether some price or volume is zero; asked once, as all bars are looked at.</summary>
    public bool HasZeros
    {
        get
        {
            if (_hasZeros == 0)
                _hasZeros = Open.Contains(0) || High.Contains(0) || Low.Contains(0) || Close.Contains(0) || Volume.Contains(0) ? 1 : -1;
            return _hasZeros > 0;
        }
    }

    /// <summary>A column by its place in the block.</summary>
    public ReadOnlySpan<long> Column(int column)
    {
        var begin = column * _stride + _offset;
        return _array != null ? _array.AsSpan(begin, Count) : new ReadOnlySpan<long>(_memory + begin, Count);
    }

    /// <summary>First row that starts at or after a local time.</summary>
    public int LowerBound(long ticks)
    {
        var start = Start;
        int low = 0, high = start.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (start[middle] < ticks) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>The bars of a span of dates, both included.</summary>
    public BarColumns Within(DateTime from, DateTime through)
    {
        var (low, high) = (LowerBound(from.Ticks), through.Date == DateTime.MaxValue.Date ? Count : LowerBound(through.Date.AddDays(1).Ticks));
        return low == 0 && high == Count ? this : new BarColumns(this, low, Math.Max(high - low, 0));
    }

    /// <summary>Bars of several files, in their order.</summary>
    public static BarColumns Join(List<BarColumns> parts)
    {
        if (parts.Count == 0) return Empty;
        if (parts.Count == 1) return parts[0];
        var scale = parts.Max(x => x.Scale);
        var count = parts.Sum(x => x.Count);
        var block = new long[Width * count];
        for (var column = 0; column < Width; column++)
        {
            var target = block.AsSpan(column * count, count);
            foreach (var part in parts)
            {
                part.Column(column).CopyTo(target);
                if (column is >= 1 and <= 4)
                    for (var places = part.Scale; places < scale; places++)
                        foreach (ref var price in target[..part.Count]) price *= 10;
                target = target[part.Count..];
            }
        }
        return new BarColumns(block, count, count, scale);
    }

    public decimal Price(long value) => value >= 0
        ? new decimal((int)value, (int)(value >> 32), 0, false, Scale)
        : new decimal((int)-value, (int)(-value >> 32), 0, true, Scale);
}
