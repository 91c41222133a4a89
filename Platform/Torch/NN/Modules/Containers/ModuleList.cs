using System.Collections;
using System.Globalization;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>A list of modules that belong to the module holding it, named "0", "1", …</summary>
public class ModuleList<T> : Module, IList<T> where T : Module
{
    private readonly List<T> _list = [];

    public ModuleList(params T[] modules) : base(nameof(ModuleList)) => extend(modules);

    public T this[int index]
    {
        get => _list[index];
        set => _list[index] = Registered(value);
    }

    public int Count => _list.Count;

    public bool IsReadOnly => false;

    private protected override IEnumerable<(string name, Module module)> Components() =>
        _list.Select((module, i) => (i.ToString(CultureInfo.InvariantCulture), (Module)module));

    public void Add(T item) => _list.Add(Registered(item));

    public void append(params T[] parameters) => extend(parameters);

    public void extend(IEnumerable<T> modules)
    {
        foreach (var module in modules)
            Add(module);
    }

    public void Clear() => _list.Clear();

    public bool Contains(T item) => _list.Contains(item);

    public void CopyTo(T[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();

    public int IndexOf(T item) => _list.IndexOf(item);

    public void Insert(int index, T item) => _list.Insert(index, Registered(item));

    public bool Remove(T item) => _list.Remove(item);

    public void RemoveAt(int index) => _list.RemoveAt(index);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static T Registered(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        item.EnsureRegistered();
        return item;
    }
}
