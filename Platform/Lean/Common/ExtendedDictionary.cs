namespace QuantConnect;

/// <summary>A map that the engine may fill when it is asked.</summary>
public abstract class ExtendedDictionary<TKey, TValue>
{
    public abstract int Count { get; }
    public virtual bool IsReadOnly => true;
    protected abstract IEnumerable<TKey> GetKeys { get; }
    protected abstract IEnumerable<TValue> GetValues { get; }
    public abstract TValue this[TKey key] { get; set; }

    public abstract bool TryGetValue(TKey key, out TValue value);

    public virtual bool ContainsKey(TKey key) => key is not null && TryGetValue(key, out _);

    public abstract IEnumerable<KeyValuePair<TKey, TValue>> GetItems();

    /// <exception cref="InvalidOperationException">The map is read-only.</exception>
    public virtual void Clear() => throw Refusal(nameof(Clear));

    /// <exception cref="InvalidOperationException">The map is read-only.</exception>
    public virtual bool Remove(TKey key) => throw Refusal(nameof(Remove));

    private Exception Refusal(string member) => IsReadOnly
        ? new InvalidOperationException($"{GetType().Name}.{member}: this map is read-only.")
        : new NotSupportedException($"{GetType().Name}.{member} is not supported.");
}
