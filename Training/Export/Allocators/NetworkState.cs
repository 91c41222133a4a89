using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Export.Allocators;

/// <summary>A module's parameters and buffers by their names, as numbers.</summary>
/// <param name="module">What is exported.</param>
internal sealed class NetworkState(nn.Module module)
{
    private readonly Dictionary<string, Tensor> _state = module.state_dict();

    public bool Has(string name) => _state.ContainsKey(name);

    public long[] Shape(string name) => _state[name].shape;

    /// <summary>Row-major.</summary>
    public float[] Values(string name)
    {
        using var scope = NewDisposeScope();
        return _state[name].detach().to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
    }

    /// <summary>Row-major.</summary>
    public double[] Doubles(string name)
    {
        using var scope = NewDisposeScope();
        return _state[name].detach().to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }
}
