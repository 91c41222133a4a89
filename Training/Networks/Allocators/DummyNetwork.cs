using LeanDeep.Training.Layers;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

/// <summary>Weights in proportion to the mean of |cₖ x| over channels and time, plus 1e-6; one learned number for each channel.</summary>
public sealed class DummyNetwork : AllocatorNetwork
{
    [ComponentName(Name = "mbc")]
    private readonly MultiplyByConstant _constants;

    /// <param name="channels">Channels of the inputs.</param>
    public DummyNetwork(int channels) : base(nameof(DummyNetwork))
    {
        _constants = new MultiplyByConstant(channels);
        RegisterComponents();
    }

    private protected override Tensor Allocate(Tensor input)
    {
        var sizes = _constants.call(input).abs().mean([1, 2]).add(1e-6);
        return sizes.div(sizes.sum(1L, keepdim: true));
    }
}
