namespace LeanDeep.Models.Features;

/// <summary>The latest values of a series, always readable as one span, oldest first. Adding never allocates.</summary>
internal sealed class BarWindow(int capacity)
{
    private readonly double[] _values = new double[2 * capacity];
    private int _end;

    /// <summary>Values held: those added, at most the capacity.</summary>
    public int Count => Math.Min(_end, capacity);

    public void Add(double value)
    {
        if (_end == _values.Length)
        {
            _values.AsSpan(_end - capacity + 1).CopyTo(_values);
            _end = capacity - 1;
        }
        _values[_end++] = value;
    }

    /// <summary>The latest <paramref name="count"/> values; <paramref name="count"/> ≤ <see cref="Count"/>.</summary>
    public ReadOnlySpan<double> Latest(int count) => _values.AsSpan(_end - count, count);
}
