using static TorchSharp.torch;

namespace LeanDeep.Training.Layers;

/// <summary>Checks of what callers hand to a layer.</summary>
internal static class Shapes
{
    /// <summary>For example (3, 20).</summary>
    public static string Text(Tensor value) => $"({string.Join(", ", value.shape)})";

    /// <summary>Asserts the number of dimensions.</summary>
    /// <param name="expected">Names of the dimensions, such as "samples, channels, lookback, assets".</param>
    public static void Require(Tensor value, int dimensions, string expected, string name)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        if (value.dim() != dimensions)
            throw new ArgumentException($"expected ({expected}), found {Shapes.Text(value)}", name);
    }

    /// <summary>Asserts (samples, assets, assets).</summary>
    public static void RequireSquare(Tensor value, string name)
    {
        Require(value, 3, "samples, assets, assets", name);
        if (value.shape[1] != value.shape[2])
            throw new ArgumentException($"expected (samples, assets, assets), found {Shapes.Text(value)}", name);
    }

    /// <summary>Asserts a count of at least 1.</summary>
    public static int RequirePositive(int value, string name) => value >= 1 ? value : throw new ArgumentException($"expected at least 1, found {value}", name);

    /// <summary>Asserts a positive number.</summary>
    public static double RequirePositive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentException($"expected a positive number, found {value}", name);
}
