using System.Collections;

namespace QuantConnect.Indicators;

/// <summary>A window of any objects.</summary>
public class RollingWindow : RollingWindow<object>
{
    public RollingWindow(int size)
        : base(size)
    {
    }
}

/// <summary>Holds the newest items of a sequence in a ring. Not safe for use by several threads.</summary>
/// <remarks>Reading or writing an index at or beyond <see cref="Size"/> enlarges the window; reading where nothing has been added yet gives the
/// default value. Negative indexes count from the end: from the oldest item when reading, from the size when writing.</remarks>
public class RollingWindow<T> : IReadOnlyWindow<T>
{
    private T[] _ring;
    private int _size;
    private int _count;
    private int _oldest;
    private T _mostRecentlyRemoved;

    /// <exception cref="ArgumentException"><paramref name="size"/> is negative.</exception>
    public RollingWindow(int size)
    {
        if (size < 0)
            throw new ArgumentException($"RollingWindow must have size of at least 0, found {size}", nameof(size));
        _size = size;
        _ring = new T[size];
    }

    /// <summary>Shrinking keeps the newest items.</summary>
    public virtual int Size
    {
        get => _size;
        set => Resize(value);
    }

    public int Count => _count;

    public int Samples { get; private set; }

    public bool IsReady => Samples >= _size;

    public T MostRecentlyRemoved => Samples > _size
        ? _mostRecentlyRemoved
        : throw new InvalidOperationException("No items have been removed yet!");

    /// <exception cref="ArgumentOutOfRangeException">A negative index reaches back beyond the size.</exception>
    public T this[int i]
    {
        get
        {
            if ((uint)i < (uint)_count)
                return _ring[Slot(i)];
            if (i < 0)
            {
                CheckNegative(i);
                return _count + i >= 0 ? _ring[Slot(_count + i)] : default;
            }
            if (i >= _size)
                Resize(i + 1);
            return default;
        }
        set
        {
            if (i < 0)
            {
                CheckNegative(i);
                i += _size;
            }
            if (i >= _size)
                Resize(i + 1);
            while (_count <= i)
                Add(default);
            _ring[Slot(i)] = value;
        }
    }

    public void Add(T item)
    {
        Samples++;
        if (_count < _size)
        {
            // Until it is full the ring has not turned: the oldest item lies at 0.
            _ring[_count++] = item;
            return;
        }
        if (_size == 0)
        {
            _mostRecentlyRemoved = item;
            return;
        }
        _mostRecentlyRemoved = _ring[_oldest];
        _ring[_oldest] = item;
        if (++_oldest == _size)
            _oldest = 0;
    }

    public virtual void Reset()
    {
        Array.Clear(_ring);
        _count = 0;
        _oldest = 0;
        Samples = 0;
    }

    /// <summary>From the newest to the oldest, as they are at the time of the call.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        var items = new T[_count];
        for (var i = 0; i < items.Length; i++)
            items[i] = _ring[Slot(i)];
        return ((IEnumerable<T>)items).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Slot(int index)
    {
        var slot = _oldest + _count - 1 - index;
        return slot >= _count ? slot - _count : slot;
    }

    private void CheckNegative(int i)
    {
        if (_size + i < 0)
            throw new ArgumentOutOfRangeException(nameof(i), i, $"expected an index of at least {-_size}");
    }

    private void Resize(int size)
    {
        if (size < 0)
            throw new ArgumentException($"RollingWindow must have size of at least 0, found {size}", nameof(size));
        var kept = Math.Min(size, _count);
        var ring = new T[size];
        for (var i = 0; i < kept; i++)
            ring[kept - 1 - i] = _ring[Slot(i)];
        _ring = ring;
        _count = kept;
        _oldest = 0;
        _size = size;
    }
}
