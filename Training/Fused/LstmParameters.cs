namespace LeanDeep.Training.Fused;

/// <summary>Parameters of one direction of one LSTM layer, or their gradients, as torch has them: gates i, f, g, o one below the other.</summary>
/// <param name="Input">(4 units, inputs).</param>
/// <param name="State">(4 units, units).</param>
/// <param name="InputBias">(4 units).</param>
/// <param name="StateBias">(4 units).</param>
internal readonly ref struct LstmParameters(Span<float> input, Span<float> state, Span<float> inputBias, Span<float> stateBias)
{
    public Span<float> Input { get; } = input;
    public Span<float> State { get; } = state;
    public Span<float> InputBias { get; } = inputBias;
    public Span<float> StateBias { get; } = stateBias;
}
