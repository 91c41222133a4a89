using TorchSharp;

namespace LeanDeep.Tests.Platform.Torch;

/// <summary>A fact about the embedded platform, or one that ends the process in the TorchSharp package.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EmbeddedFactAttribute : FactAttribute
{
    public EmbeddedFactAttribute() => Skip = Reason;

    /// <summary>Null where the embedded platform is there.</summary>
    internal static string? Reason =>
        typeof(torch).Assembly.GetType("TorchSharp.Ops") is null ? "needs the embedded form of the Torch platform" : null;
}
