using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A table of vectors looked up by index.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private static readonly Op _lookUp = new("embedding");
    private static readonly Op _renormalize = new("embedding_renorm_");
    private readonly long _paddingIndex;
    private readonly double? _maxNorm;
    private readonly double _normType;
    private readonly bool _scaleGradByFreq;
    private readonly bool _sparse;

    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    internal Embedding(long entries, long features, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse, Device? device, ScalarType? dtype)
        : this(entries, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse)
    {
        weight = NewParameter([entries, features], device, dtype);
        nn.init.normal_(_weight!);
        if (_paddingIndex < 0)
            return;
        using var noGrad = no_grad();
        using var row = _weight!.select(0, _paddingIndex);
        row.fill_(0);
    }

    internal Embedding(Tensor embeddings, bool freeze, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse, Device? device, ScalarType? dtype)
        : this(Rows(embeddings), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse)
    {
        using var noGrad = no_grad();
        var copy = embeddings.detach().to(dtype ?? embeddings.dtype, device ?? embeddings.device, copy: true);
        weight = new Parameter(copy, !freeze);
    }

    private Embedding(long entries, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse) : base(nameof(Embedding))
    {
        var padding = padding_idx ?? -1;
        if (padding_idx is not null && (padding < -entries || padding >= entries))
            throw new ArgumentException($"padding_idx must be within num_embeddings: {padding} of {entries}", nameof(padding_idx));
        _paddingIndex = padding_idx < 0 ? entries + padding : padding;
        (_maxNorm, _normType, _scaleGradByFreq, _sparse) = (max_norm, norm_type, scale_grad_by_freq, sparse);
    }

    /// <summary>(entries, features)</summary>
    public Parameter? weight
    {
        get => _weight;
        set => Assign(ref _weight, nameof(weight), value);
    }

    /// <param name="input">Indices of any shape; the result has the features as one more dimension.</param>
    public override Tensor forward(Tensor input)
    {
        if (_maxNorm is { } largest)
        {
            using var noGrad = no_grad();
            using var indices = input.contiguous();
            _renormalize.Do(_weight, indices, largest, _normType);
        }
        return _lookUp.Call(_weight, input, _paddingIndex, _scaleGradByFreq, _sparse);
    }

    private static long Rows(Tensor embeddings) => embeddings.Dimensions == 2
        ? embeddings.shape[0]
        : throw new ArgumentException($"Embeddings parameter is expected to be 2-dimensional, got {embeddings.Dimensions} dimensions", nameof(embeddings));
}
