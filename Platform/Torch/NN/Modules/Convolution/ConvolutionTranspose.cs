using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Base of the transposed convolutions: the gradient of a convolution with respect to its input.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    protected ConvolutionTranspose(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device = null, ScalarType? dtype = null)
        : base(name, in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, transposed, output_padding, groups, bias, padding_mode, device, dtype) { }

    public override Tensor forward(Tensor input) => forward(input, null);

    /// <param name="output_size">The size wanted, with or without batch and channels, where several are possible.</param>
    public abstract Tensor forward(Tensor input, long[]? output_size);

    /// <summary>What has to be added at the end of each dimension for the size wanted.</summary>
    protected long[] _output_padding(Tensor input, long[]? output_size, long[] kernel_size, long[] stride, long[] padding, long[] dilation, long num_spatial_dims)
    {
        if (output_size is null)
            return output_padding;
        var leading = (int)(input.Dimensions - num_spatial_dims);
        var wanted = output_size.Length == input.Dimensions ? output_size[leading..] : output_size;
        if (wanted.Length != num_spatial_dims)
            throw new ArgumentException($"{GetName()}: for {input.Dimensions}D input, output_size must have {num_spatial_dims} or {input.Dimensions} elements (got {output_size.Length})", nameof(output_size));
        var result = new long[wanted.Length];
        for (var d = 0; d < result.Length; d++)
        {
            var least = (input.shape[leading + d] - 1) * stride[d] - 2 * padding[d] + dilation[d] * (kernel_size[d] - 1) + 1;
            var most = least + stride[d] - 1;
            if (wanted[d] < least || wanted[d] > most)
                throw new ArgumentException($"requested an output size of {wanted[d]}, but valid sizes range from {least} to {most}", nameof(output_size));
            result[d] = wanted[d] - least;
        }
        return result;
    }
}
