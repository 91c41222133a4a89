namespace LeanDeep.Training.Export.Allocators;

/// <summary>One layer of a recurrent network as ONNX's operators have it, from parameters as torch has them.</summary>
/// <param name="Type">LSTM, GRU or RNN.</param>
/// <param name="Directions">1, or 2 where a second network reads backwards.</param>
/// <param name="Units">Units of a direction.</param>
/// <param name="Inputs">Channels read.</param>
/// <param name="Input">(directions, gates · units, inputs).</param>
/// <param name="Recurrent">(directions, gates · units, units).</param>
/// <param name="Bias">(directions, 2 · gates · units): those of the inputs, then those of the states.</param>
internal sealed record RecurrentWeights(string Type, int Directions, int Units, int Inputs, float[] Input, float[] Recurrent, float[] Bias)
{
    /// <param name="state">Parameters.</param>
    /// <param name="prefix">Of their names.</param>
    /// <param name="layer">Counted from 0.</param>
    public static RecurrentWeights Of(NetworkState state, string prefix, int layer)
    {
        string[] directions = state.Has($"{prefix}.weight_ih_l{layer}_reverse") ? [$"_l{layer}", $"_l{layer}_reverse"] : [$"_l{layer}"];
        var (rows, inputs, units) = (state.Shape($"{prefix}.weight_ih{directions[0]}")[0], state.Shape($"{prefix}.weight_ih{directions[0]}")[1], state.Shape($"{prefix}.weight_hh{directions[0]}")[1]);
        // Gates in ONNX's order, by their places in torch's.
        var (type, order) = (rows / units) switch { 4 => ("LSTM", (int[])[0, 3, 1, 2]), 3 => ("GRU", [1, 0, 2]), _ => ("RNN", [0]) };
        IEnumerable<float> Gates(string kind, string direction, long columns)
        {
            var values = state.Values($"{prefix}.{kind}{direction}");
            return order.SelectMany(gate => values.AsSpan((int)(gate * units * columns), (int)(units * columns)).ToArray());
        }
        return new RecurrentWeights(
            type, directions.Length, (int)units, (int)inputs,
            [.. directions.SelectMany(d => Gates("weight_ih", d, inputs))],
            [.. directions.SelectMany(d => Gates("weight_hh", d, units))],
            [.. directions.SelectMany(d => Gates("bias_ih", d, 1).Concat(Gates("bias_hh", d, 1)))]);
    }

    /// <summary>Both directions as one, of twice the units and inputs, with zeros between them. It reads channels beside the same channels in reversed time, and
    /// so its second half of units is in reversed time, too.</summary>
    public RecurrentWeights Merged() => new(Type, 1, 2 * Units, 2 * Inputs, Diagonal(Input, Inputs), Diagonal(Recurrent, Units), Beside(Bias));

    // (2, blocks · units, columns) → (blocks · 2 units, 2 columns).
    private float[] Diagonal(float[] values, int columns)
    {
        var (merged, rows) = (new float[2 * values.Length], values.Length / 2 / columns);
        for (var direction = 0; direction < 2; direction++)
            for (var row = 0; row < rows; row++)
                values.AsSpan((direction * rows + row) * columns, columns).CopyTo(merged.AsSpan((Row(row, direction) * 2 + direction) * columns));
        return merged;
    }

    private float[] Beside(float[] values)
    {
        var (merged, rows) = (new float[values.Length], values.Length / 2);
        for (var direction = 0; direction < 2; direction++)
            for (var row = 0; row < rows; row++) merged[Row(row, direction)] = values[direction * rows + row];
        return merged;
    }

    private int Row(int row, int direction) => (row / Units * 2 + direction) * Units + row % Units;
}
