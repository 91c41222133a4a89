using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Base of the convolutions.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))]
    protected Parameter? _weight;

    [ComponentName(Name = nameof(bias))]
    protected Parameter? _bias;

    /// <summary>The padding before and after, the last dimension first, as <c>pad</c> takes it.</summary>
    protected long[] _reversed_padding_repeated_twice = [];

    protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device = null, ScalarType? dtype = null) : base(name)
    {
        if (transposed && padding_mode != PaddingModes.Zeros)
            throw new ArgumentException("Only PaddingModes.Zeros is supported for ConvTransposeND", nameof(padding_mode));
        if (groups <= 0)
            throw new ArgumentException($"groups must be a positive integer, got {groups}", nameof(groups));
        if (in_channels % groups != 0)
            throw new ArgumentException($"in_channels must be divisible by groups: {in_channels}, {groups}", nameof(in_channels));
        if (out_channels % groups != 0)
            throw new ArgumentException($"out_channels must be divisible by groups: {out_channels}, {groups}", nameof(out_channels));
        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.dilation = dilation;
        this.transposed = transposed;
        this.output_padding = output_padding;
        this.groups = groups;
        this.padding_mode = padding_mode;
        if (padding_type is { } type)
            SetPadding(type);
        else
            SetPadding(padding ?? new long[kernel_size.Length]);
        long[] channels = transposed ? [in_channels, out_channels / groups] : [out_channels, in_channels / groups];
        weight = NewParameter([.. channels, .. kernel_size], device, dtype);
        if (bias)
            this.bias = NewParameter([out_channels], device, dtype);
        reset_parameters();
    }

    public long in_channels { get; }

    public long out_channels { get; }

    public bool transposed { get; }

    public Padding? padding_type { get; private set; }

    public long[]? padding { get; private set; }

    public PaddingModes padding_mode { get; set; }

    public long groups { get; set; }

    public long[] kernel_size { get; set; }

    public long[] stride { get; set; }

    public long[] dilation { get; set; }

    public long[] output_padding { get; set; }

    /// <summary>(out, in / groups, kernel…); transposed: (in, out / groups, kernel…).</summary>
    public Parameter weight
    {
        get => _weight!;
        set => Assign(ref _weight, nameof(weight), value);
    }

    /// <summary>(out), or null.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => Assign(ref _bias, nameof(bias), value);
    }

    public void reset_parameters() => FanInitialization.Apply(_weight!, _bias);

    public void SetPadding(long[] padding)
    {
        padding_type = null;
        this.padding = padding;
        _reversed_padding_repeated_twice = [.. padding.Reverse().SelectMany(width => new[] { width, width })];
    }

    public void SetPadding(Padding padding)
    {
        if (transposed)
            throw new ArgumentException("Cannot set padding type on ConvTransposeND", nameof(padding));
        if (padding == Padding.Same && stride.Any(step => step != 1))
            throw new ArgumentException("padding='same' is not supported for strided convolutions", nameof(padding));
        this.padding = null;
        padding_type = padding;
        var width = new long[2 * kernel_size.Length];
        if (padding == Padding.Same)
        {
            for (var i = 0; i < kernel_size.Length; i++)
            {
                var total = dilation[i] * (kernel_size[i] - 1);
                var place = 2 * (kernel_size.Length - 1 - i);
                (width[place], width[place + 1]) = (total / 2, total - total / 2);
            }
        }
        _reversed_padding_repeated_twice = width;
    }

    /// <summary>Whether the input has the channels of this layer, with or without a batch dimension.</summary>
    protected bool ValidateShape(Tensor input, long dimensions)
    {
        var shape = input.shape;
        return (shape.Length == dimensions + 2 && shape[1] == in_channels) || (shape.Length == dimensions + 1 && shape[0] == in_channels);
    }

    private protected void RequireShape(Tensor input, int dimensions)
    {
        if (!ValidateShape(input, dimensions))
            throw new ArgumentException(
                $"Expected {dimensions + 1}D (unbatched) or {dimensions + 2}D (batched) input with {in_channels} channels to {GetName()}," +
                $" got shape ({string.Join(", ", input.shape)}).", nameof(input));
    }

    /// <summary>The input extended as the padding mode asks, where the operator itself cannot do it.</summary>
    private protected Tensor Padded(Tensor input) => nn.functional.pad(input, _reversed_padding_repeated_twice, padding_mode);
}
