using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises each channel of each sample over its positions.</summary>
/// <remarks>Source: Ulyanov, Vedaldi and Lempitsky (2016).</remarks>
public abstract class InstanceNorm : NormBase
{
    public InstanceNorm(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum ?? 0.1, affine, track_running_stats, device, dtype, name) { }

    /// <summary>The dimensions of a sample: its channels and positions.</summary>
    protected abstract long GetNumberOfBatchDimensions();

    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        var channel = (int)(input.ndim - GetNumberOfBatchDimensions());
        if (input.shape[channel] != num_features)
            throw new ArgumentException($"expected input's size at dim={channel} to match num_features ({num_features}), but got: {input.shape[channel]}.", nameof(input));
        if (channel > 0)
            return Normalized(input);
        using var batch = input.unsqueeze(0);
        using var result = Normalized(batch);
        return result.squeeze(0);
    }

    private Tensor Normalized(Tensor input) =>
        nn.functional.instance_norm(input, running_mean, running_var, weight, bias, training || !track_running_stats, momentum ?? 0.1, eps);
}
