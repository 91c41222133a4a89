namespace QuantConnect.Indicators;

/// <summary>The newest items of a sequence; index 0 is the newest.</summary>
public interface IReadOnlyWindow<out T> : IEnumerable<T>
{
    /// <summary>Items that it can hold.</summary>
    int Size { get; }

    /// <summary>Items that it holds.</summary>
    int Count { get; }

    /// <summary>Items ever added.</summary>
    int Samples { get; }

    T this[int i] { get; }

    /// <summary>Whether as many items were added as it can hold.</summary>
    bool IsReady { get; }

    /// <exception cref="InvalidOperationException">Nothing has been removed yet.</exception>
    T MostRecentlyRemoved { get; }
}
