using TorchSharp;

namespace LeanDeep.Tests.Platform.Torch;

/// <summary>A fact about the embedded platform, or one that ends the process in the TorchSharp package.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EmbeddedFactAttribute : FactAttribute
{
    public EmbeddedFactAttribute()
    {
        if (typeof(torch).Assembly.GetType("TorchSharp.Ops") is null) Skip = "needs the embedded form of the Torch platform";
    }
}
