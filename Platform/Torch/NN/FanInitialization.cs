using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The default initialisation of layers, with PyTorch's draws in PyTorch's order.</summary>
internal static class FanInitialization
{
    /// <summary>Uniform on ±1/√(fan in), weights first; the weights' bound is computed as Kaiming's with slope √5.</summary>
    public static void Apply(Parameter weight, Parameter? bias)
    {
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (bias is null)
            return;
        var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
        Uniform(fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0, bias);
    }

    public static void Uniform(double bound, params ReadOnlySpan<Parameter?> parameters)
    {
        foreach (var parameter in parameters)
            if (parameter is not null)
                nn.init.uniform_(parameter, -bound, bound);
    }
}
