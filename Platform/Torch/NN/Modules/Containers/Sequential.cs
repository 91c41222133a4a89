using System.Globalization;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules applied one after the other; each intermediate result is freed as soon as the next one exists.</summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<nn.IModule<Tensor, Tensor>> _modules = [];
    private readonly List<string> _names = [];

    internal Sequential() : base(nameof(Sequential)) { }

    protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : this()
    {
        foreach (var (name, submodule) in modules)
            Add(name, submodule);
    }

    protected Sequential(params nn.Module<Tensor, Tensor>[] modules) : this()
    {
        foreach (var module in modules)
            Add(module);
    }

    public int Count => _modules.Count;

    [IndexerName("SequentialItems")]
    public nn.IModule<Tensor, Tensor> this[int index] => _modules[index];

    /// <summary>The modules from start (default: the first) to before end (default: behind the last), shared with this one.</summary>
    [IndexerName("SequentialItems")]
    public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? _modules.Count);

    [IndexerName("SequentialItems")]
    public Sequential this[Range index] => Slice(index.Start.GetOffset(_modules.Count), index.End.GetOffset(_modules.Count));

    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        Add(name, module);
        return this;
    }

    public Sequential append(nn.IModule<Tensor, Tensor> module)
    {
        Add(module);
        return this;
    }

    internal void Add(nn.IModule<Tensor, Tensor> module) => Add(_modules.Count.ToString(CultureInfo.InvariantCulture), module);

    internal void Add(string name, nn.IModule<Tensor, Tensor> module)
    {
        ((nn.Module)module).EnsureRegistered();
        _modules.Add(module);
        _names.Add(name);
    }

    public override IEnumerable<(string name, nn.Module module)> named_children() =>
        _names.Zip(_modules, (name, module) => (name, (nn.Module)module));

    public override Tensor forward(Tensor tensor)
    {
        if (_modules.Count == 0)
            return tensor.alias();
        var result = _modules[0].call(tensor);
        for (var i = 1; i < _modules.Count; i++)
        {
            var next = _modules[i].call(result);
            if (!ReferenceEquals(next, result) && !ReferenceEquals(result, tensor))
                result.Dispose();
            result = next;
        }
        return result;
    }

    private Sequential Slice(int start, int end)
    {
        if (start < 0 || start > _modules.Count)
            throw new IndexOutOfRangeException($"{start} is not a valid index.");
        if (end < 0 || end > _modules.Count)
            throw new IndexOutOfRangeException($"{end} is not a valid index.");
        var result = new Sequential();
        for (var i = start; i < end; i++)
            result.Add(_names[i], _modules[i]);
        return result;
    }
}
