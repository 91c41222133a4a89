namespace LeanDeep.Tests.Platform.Torch;

/// <summary>A theory about the embedded platform, such as the words of its messages.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EmbeddedTheoryAttribute : TheoryAttribute
{
    public EmbeddedTheoryAttribute() => Skip = EmbeddedFactAttribute.Reason;
}
