using System.Collections;
using System.Diagnostics.CodeAnalysis;
using QuantConnect;

namespace Common.Util;

/// <summary>A map over a dictionary.</summary>
public class BaseExtendedDictionary<TKey, TValue, TDictionary> : ExtendedDictionary<TKey, TValue>, IDictionary<TKey, TValue>
    where TDictionary : IDictionary<TKey, TValue>, new()
{
    private readonly TDictionary _dictionary;

    public BaseExtendedDictionary() => _dictionary = new TDictionary();

    public BaseExtendedDictionary(TDictionary dictionary) => _dictionary = dictionary;

    public BaseExtendedDictionary(IEnumerable<TValue> data, Func<TValue, TKey> keySelector) : this()
    {
        foreach (var value in data) _dictionary[keySelector(value)] = value;
    }

    protected TDictionary Dictionary
    {
        get
        {
            Materialise();
            return _dictionary;
        }
    }

    public override int Count => IsLazy ? LazyCount : _dictionary.Count;
    public override bool IsReadOnly => false;
    public virtual ICollection<TKey> Keys => Dictionary.Keys;
    public virtual ICollection<TValue> Values => Dictionary.Values;
    protected override IEnumerable<TKey> GetKeys => Keys;
    protected override IEnumerable<TValue> GetValues => Values;

    public override TValue this[TKey key]
    {
        get => Dictionary[key];
        set => Dictionary[key] = value;
    }

    public override bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (key is not null) return IsLazy ? TryGetLazy(key, out value) : _dictionary.TryGetValue(key, out value);
        value = default;
        return false;
    }

    public override bool ContainsKey(TKey key) => key is not null && (IsLazy ? ContainsLazy(key) : _dictionary.ContainsKey(key));

    public override IEnumerable<KeyValuePair<TKey, TValue>> GetItems() => Dictionary;

    public override void Clear() => Dictionary.Clear();

    public override bool Remove(TKey key) => Dictionary.Remove(key);

    public virtual bool Remove(KeyValuePair<TKey, TValue> item) => Dictionary.Remove(item);

    public virtual void Add(TKey key, TValue value) => Dictionary.Add(key, value);

    public virtual void Add(KeyValuePair<TKey, TValue> item) => Dictionary.Add(item);

    public virtual bool Contains(KeyValuePair<TKey, TValue> item) => Dictionary.Contains(item);

    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        foreach (var pair in GetItems()) array[arrayIndex++] = pair;
    }

    public virtual IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => Dictionary.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether the values are still elsewhere: the four members below answer until they are copied here.</summary>
    private protected virtual bool IsLazy => false;

    private protected virtual int LazyCount => 0;

    private protected virtual bool ContainsLazy(TKey key) => false;

    private protected virtual bool TryGetLazy(TKey key, out TValue value)
    {
        value = default;
        return false;
    }

    private protected virtual void Materialise()
    {
    }
}

public class BaseExtendedDictionary<TKey, TValue> : BaseExtendedDictionary<TKey, TValue, Dictionary<TKey, TValue>>
{
    public BaseExtendedDictionary() { }
    public BaseExtendedDictionary(IDictionary<TKey, TValue> dictionary) : base(new Dictionary<TKey, TValue>(dictionary)) { }
    public BaseExtendedDictionary(IEnumerable<TValue> data, Func<TValue, TKey> keySelector) : base(data, keySelector) { }
}

/// <summary>A map that only its maker fills.</summary>
public class ReadOnlyExtendedDictionary<TKey, TValue> : BaseExtendedDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue>
{
    public ReadOnlyExtendedDictionary() { }
    public ReadOnlyExtendedDictionary(IDictionary<TKey, TValue> dictionary) : base(dictionary) { }
    public ReadOnlyExtendedDictionary(IEnumerable<TValue> data, Func<TValue, TKey> keySelector) : base(data, keySelector) { }

    public override bool IsReadOnly => true;
    IEnumerable<TKey> IReadOnlyDictionary<TKey, TValue>.Keys => Keys;
    IEnumerable<TValue> IReadOnlyDictionary<TKey, TValue>.Values => Values;

    public override TValue this[TKey key]
    {
        get => base[key];
        set => throw Refusal();
    }

    public override void Clear() => throw Refusal();

    public override bool Remove(TKey key) => throw Refusal();

    public new bool Remove(KeyValuePair<TKey, TValue> item) => throw Refusal();

    public new void Add(TKey key, TValue value) => throw Refusal();

    public new void Add(KeyValuePair<TKey, TValue> item) => throw Refusal();

    private static InvalidOperationException Refusal() => new("Dictionary is read-only");
}
