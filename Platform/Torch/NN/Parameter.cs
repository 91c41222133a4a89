using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module learns: assigned to a field of a module, it appears in its parameters.</summary>
public class Parameter : Tensor
{
    /// <param name="data">The values; the new parameter takes them over and <paramref name="data"/> becomes invalid.</param>
    /// <param name="requires_grad">Whether gradients are accumulated for it.</param>
    public Parameter(Tensor data, bool requires_grad = true)
        : base(data.with_requires_grad(requires_grad).MoveHandle(), false)
    {
        if (data.OwningDisposeScope is not null)
            DisposeScope.ReplaceWith(data, this);
    }

    internal Parameter(IntPtr handle) : base(handle) { }
}
