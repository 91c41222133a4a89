using System.Runtime.InteropServices;
using LeanDeep.Training.Fused;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Transforms;

/// <summary>One direction of one LSTM layer by the fused kernels: float32 on the processor. What libtorch's own operator gives, to rounding, in a fraction of its time.</summary>
/// <remarks>Arguments: (steps, rows, channels) inputs; weights of inputs and of states, their biases; then reversed, newest only, and whether there will be a backward pass.
/// Result: (steps, rows, units) states, or (rows, units) of the newest. Its own derivative has none.</remarks>
internal sealed unsafe class LstmFunction : autograd.SingleTensorFunction<LstmFunction>
{
    // Weights of more no longer stay in the caches from one block of rows to the next.
    private const int MostUnits = 256;

    public override string Name => nameof(LstmFunction);

    /// <summary>Whether the kernels can compute what the operator is asked for, and faster.</summary>
    public static bool Fits(Tensor steps, Tensor weights)
    {
        if (steps.dtype != ScalarType.Float32 || weights.dtype != ScalarType.Float32 || steps.device_type != TorchSharp.DeviceType.CPU || steps.numel() == 0) return false;
        var layout = Layout(steps, (int)(weights.shape[0] / 4));
        return layout.Units <= MostUnits && 4 * layout.Kept < int.MaxValue && steps.numel() < int.MaxValue / 4 && 4L * steps.shape[0] * steps.shape[1] * layout.Units < int.MaxValue;
    }

    /// <param name="steps">(steps, rows, channels).</param>
    /// <param name="parameters">Weights of inputs and of states, their biases.</param>
    /// <param name="reversed">Whether the last step comes first.</param>
    /// <param name="newest">Whether only the last computed states are wanted.</param>
    public static Tensor Apply(Tensor steps, IReadOnlyList<Tensor> parameters, bool reversed, bool newest)
    {
        var keep = is_grad_enabled() && (steps.requires_grad || parameters.Any(parameter => parameter.requires_grad));
        return apply(steps, parameters[0], parameters[1], parameters[2], parameters[3], reversed, newest, keep, keep && steps.requires_grad);
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (steps, input, state) = (((Tensor)vars[0]).contiguous(), (Tensor)vars[1], (Tensor)vars[2]);
        var (reversed, newest, keep) = ((bool)vars[5], (bool)vars[6], (bool)vars[7]);
        var layout = Layout(steps, (int)state.shape[1]);
        var states = newest ? empty(layout.Rows, layout.Units) : empty(layout.Steps, layout.Rows, layout.Units);
        var kept = keep ? empty(layout.Blocks, layout.Block) : null;
        fixed (float* x = Values(steps), h = Values(states), k = kept is null ? default : Values(kept))
            LstmPass.Of(layout).Forward(new LstmParameters(Values(input), Values(state), Values((Tensor)vars[3]), Values((Tensor)vars[4])), x, reversed, k, h, newest);
        if (kept is not null) ctx.save_for_backward([kept, input, state]);
        foreach (var (name, value) in ((string, object)[])[("layout", layout), ("reversed", reversed), ("newest", newest), ("inputs", vars[8])]) ctx.save_data(name, value);
        return states;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var layout = (LstmLayout)ctx.get_data("layout");
        var saved = ctx.get_saved_variables();
        var (kept, input, state) = (saved[0], saved[1], saved[2]);
        var given = grad_output.contiguous();
        var steps = (bool)ctx.get_data("inputs") ? empty(layout.Steps, layout.Rows, layout.Inputs) : null;
        var (ofInput, ofState) = (empty_like(input), empty_like(state));
        var (inputBias, stateBias) = (empty(4L * layout.Units), empty(4L * layout.Units));
        fixed (float* k = Values(kept), g = Values(given), x = steps is null ? default : Values(steps))
            LstmPass.Of(layout).Backward(
                new LstmParameters(Values(input), Values(state), default, default), k, (bool)ctx.get_data("reversed"), g, (bool)ctx.get_data("newest"), x,
                new LstmParameters(Values(ofInput), Values(ofState), Values(inputBias), Values(stateBias)));
        return [steps!, ofInput, ofState, inputBias, stateBias, null!, null!, null!, null!];
    }

    private static LstmLayout Layout(Tensor steps, int units) => LstmLayout.Of((int)steps.shape[0], (int)steps.shape[1], (int)steps.shape[2], units);

    private static Span<float> Values(Tensor values) => MemoryMarshal.Cast<byte, float>(values.bytes);
}
