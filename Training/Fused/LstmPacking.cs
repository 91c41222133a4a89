namespace LeanDeep.Training.Fused;

/// <summary>Parameters of an LSTM from torch's layout to that of the kernels, whose gates are padded to whole registers, and their gradients back.</summary>
internal static unsafe class LstmPacking
{
    /// <summary>Weights of the states, of the inputs, and biases one below the other.</summary>
    /// <param name="layout">Sizes.</param>
    /// <param name="parameters">Read.</param>
    /// <param name="weights">(depth, gates) receives.</param>
    public static void Pack(LstmLayout layout, LstmParameters parameters, float* weights)
    {
        var (units, inputs, padded, gates) = (layout.Units, layout.Inputs, layout.PaddedUnits, layout.Gates);
        new Span<float>(weights, layout.DepthStride * gates).Clear();
        for (var row = 0; row < 4 * units; row++)
        {
            var column = weights + row / units * padded + row % units;
            for (var k = 0; k < units; k++) column[k * gates] = parameters.State[row * units + k];
            for (var k = 0; k < inputs; k++) column[(padded + k) * gates] = parameters.Input[row * inputs + k];
            column[(padded + inputs) * gates] = parameters.InputBias[row] + parameters.StateBias[row];
        }
    }

    /// <summary>A row for each gate of each unit, as it is.</summary>
    /// <param name="layout">Sizes.</param>
    /// <param name="source">(4 units, columns).</param>
    /// <param name="columns">Of the source.</param>
    /// <param name="target">(gates, stride) receives.</param>
    /// <param name="stride">Of the target.</param>
    public static void Rows(LstmLayout layout, ReadOnlySpan<float> source, int columns, float* target, int stride)
    {
        new Span<float>(target, layout.Gates * stride).Clear();
        for (var row = 0; row < 4 * layout.Units; row++)
            source.Slice(row * columns, columns).CopyTo(new Span<float>(target + (row / layout.Units * layout.PaddedUnits + row % layout.Units) * stride, columns));
    }

    /// <summary>The inverse of <see cref="Pack"/>, of gradients.</summary>
    /// <param name="layout">Sizes.</param>
    /// <param name="sums">(depth, gates).</param>
    /// <param name="gradients">Receive.</param>
    public static void Unpack(LstmLayout layout, float* sums, LstmParameters gradients)
    {
        var (units, inputs, padded, gates) = (layout.Units, layout.Inputs, layout.PaddedUnits, layout.Gates);
        for (var row = 0; row < 4 * units; row++)
        {
            var column = sums + row / units * padded + row % units;
            for (var k = 0; k < units; k++) gradients.State[row * units + k] = column[k * gates];
            for (var k = 0; k < inputs; k++) gradients.Input[row * inputs + k] = column[(padded + k) * gates];
            gradients.InputBias[row] = gradients.StateBias[row] = column[(padded + inputs) * gates];
        }
    }
}
