using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Self-attention and two linear layers, each added to its input and normalised; over (time, batch, features).</summary>
/// <remarks>Source: Vaswani et al. (2017).</remarks>
public sealed class TransformerEncoderLayer : nn.Module<Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor, Tensor>
{
    private readonly Func<TransformerEncoderLayer> _another;
    private readonly nn.Activations _activation;

    private readonly MultiheadAttention self_attn;
    private readonly Linear linear1;
    private readonly Dropout dropout;
    private readonly Linear linear2;
    private readonly LayerNorm norm1;
    private readonly LayerNorm norm2;
    private readonly Dropout dropout1;
    private readonly Dropout dropout2;

    internal TransformerEncoderLayer(long d_model, long nhead, long dim_feedforward, double dropout, nn.Activations activation) : base(nameof(TransformerEncoderLayer))
    {
        _another = () => new TransformerEncoderLayer(d_model, nhead, dim_feedforward, dropout, activation);
        _activation = activation;
        self_attn = nn.MultiheadAttention(d_model, nhead, dropout);
        linear1 = nn.Linear(d_model, dim_feedforward);
        this.dropout = nn.Dropout(dropout);
        linear2 = nn.Linear(dim_feedforward, d_model);
        norm1 = nn.LayerNorm(d_model);
        norm2 = nn.LayerNorm(d_model);
        dropout1 = nn.Dropout(dropout);
        dropout2 = nn.Dropout(dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor src) => call(src, null!, null!);

    public Tensor call(Tensor src, Tensor src_mask) => call(src, src_mask, null!);

    /// <param name="src">(time, batch, features)</param>
    /// <param name="src_mask">(time, time): true where attention is forbidden, or numbers to add; may be null.</param>
    /// <param name="src_key_padding_mask">(batch, time): true for padding; may be null.</param>
    public Tensor call(Tensor src, Tensor src_mask, Tensor src_key_padding_mask)
    {
        using var scope = NewDisposeScope();
        var (attended, _) = self_attn.call(src, src, src, src_key_padding_mask, false, src_mask);
        var middle = norm1.call(src.add(dropout1.call(attended)));
        var hidden = _activation == nn.Activations.GELU ? linear1.call(middle).gelu() : linear1.call(middle).relu();
        var fed = linear2.call(dropout.call(hidden));
        return norm2.call(middle.add(dropout2.call(fed))).MoveToOuterDisposeScope();
    }

    /// <summary>A layer of the same shape and values.</summary>
    internal TransformerEncoderLayer Copy() => TransformerCopy.Of(this, _another);
}
