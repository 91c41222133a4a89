using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Roots whose gradient at 0 is 0 instead of infinite, so that a sample without losses does not make the step NaN.</summary>
internal static class Roots
{
    /// <param name="values">0 or more.</param>
    /// <param name="degree">2 for the square root.</param>
    public static Tensor Of(Tensor values, double degree)
    {
        var positive = values.gt(0);
        var root = where(positive, values, ones_like(values)).pow(1 / degree);
        return where(positive, root, zeros_like(root));
    }
}
