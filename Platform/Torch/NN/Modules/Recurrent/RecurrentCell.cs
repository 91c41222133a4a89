using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The checks of the recurrent cells.</summary>
internal static class RecurrentCell
{
    public static void RequireInput(Tensor input, long features)
    {
        if (input.Dimensions != 2)
            throw new ArgumentException($"input must have 2 dimensions, got {input.Dimensions}", nameof(input));
        if (input.shape[1] != features)
            throw new ArgumentException($"input has inconsistent input_size: got {input.shape[1]}, expected {features}", nameof(input));
    }

    /// <summary>The state before: the caller's after a check, else zeros.</summary>
    public static Tensor State(Tensor? given, Tensor input, long hidden)
    {
        var batch = input.shape[0];
        if (given is null)
            return zeros([batch, hidden], dtype: input.dtype, device: input.device);
        if (given.Dimensions != 2 || given.shape[0] != batch || given.shape[1] != hidden)
            throw new ArgumentException($"hidden state: expected ({batch}, {hidden}), got ({string.Join(", ", given.shape)})");
        return given;
    }
}
