using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Copies of layers.</summary>
internal static class TransformerCopy
{
    /// <summary>A module of the same values; the draws of its construction are given back to torch's generator.</summary>
    public static T Of<T>(T module, Func<T> another) where T : nn.Module
    {
        using var before = random.get_rng_state();
        var copy = another().to(module.parameters().First());
        random.set_rng_state(before);
        copy.load_state_dict(module.state_dict());
        copy.train(module.training);
        return copy;
    }
}
