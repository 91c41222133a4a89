using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Self-attention, attention to the encoder's output, and two linear layers; over (time, batch, features).</summary>
/// <remarks>Source: Vaswani et al. (2017).</remarks>
public sealed class TransformerDecoderLayer : nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
{
    private readonly Func<TransformerDecoderLayer> _another;
    private readonly nn.Activations _activation;

    private readonly MultiheadAttention self_attn;
    private readonly MultiheadAttention multihead_attn;
    private readonly Linear linear1;
    private readonly Dropout dropout;
    private readonly Linear linear2;
    private readonly LayerNorm norm1;
    private readonly LayerNorm norm2;
    private readonly LayerNorm norm3;
    private readonly Dropout dropout1;
    private readonly Dropout dropout2;
    private readonly Dropout dropout3;

    internal TransformerDecoderLayer(long d_model, long nhead, long dim_feedforward, double dropout, nn.Activations activation) : base(nameof(TransformerDecoderLayer))
    {
        _another = () => new TransformerDecoderLayer(d_model, nhead, dim_feedforward, dropout, activation);
        _activation = activation;
        self_attn = nn.MultiheadAttention(d_model, nhead, dropout);
        multihead_attn = nn.MultiheadAttention(d_model, nhead, dropout);
        linear1 = nn.Linear(d_model, dim_feedforward);
        this.dropout = nn.Dropout(dropout);
        linear2 = nn.Linear(dim_feedforward, d_model);
        norm1 = nn.LayerNorm(d_model);
        norm2 = nn.LayerNorm(d_model);
        norm3 = nn.LayerNorm(d_model);
        dropout1 = nn.Dropout(dropout);
        dropout2 = nn.Dropout(dropout);
        dropout3 = nn.Dropout(dropout);
        RegisterComponents();
    }

    /// <param name="tgt">(targets, batch, features)</param>
    /// <param name="memory">The encoder's output, (sources, batch, features).</param>
    /// <param name="tgt_mask">(targets, targets): true where attention is forbidden, or numbers to add; may be null.</param>
    /// <param name="memory_mask">(targets, sources), likewise.</param>
    /// <param name="tgt_key_padding_mask">(batch, targets): true for padding; may be null.</param>
    /// <param name="memory_key_padding_mask">(batch, sources), likewise.</param>
    public override Tensor forward(Tensor tgt, Tensor memory, Tensor tgt_mask, Tensor memory_mask, Tensor tgt_key_padding_mask, Tensor memory_key_padding_mask)
    {
        using var scope = NewDisposeScope();
        var (own, _) = self_attn.call(tgt, tgt, tgt, tgt_key_padding_mask, false, tgt_mask);
        var first = norm1.call(tgt.add(dropout1.call(own)));
        var (crossed, _) = multihead_attn.call(first, memory, memory, memory_key_padding_mask, false, memory_mask);
        var second = norm2.call(first.add(dropout2.call(crossed)));
        var hidden = _activation == nn.Activations.GELU ? linear1.call(second).gelu() : linear1.call(second).relu();
        var fed = linear2.call(dropout.call(hidden));
        return norm3.call(second.add(dropout3.call(fed))).MoveToOuterDisposeScope();
    }

    public new Tensor call(Tensor tgt, Tensor memory, Tensor tgt_mask, Tensor? memory_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null) =>
        base.call(tgt, memory, tgt_mask, memory_mask!, tgt_key_padding_mask!, memory_key_padding_mask!);

    public Tensor call(Tensor tgt, Tensor memory) => call(tgt, memory, null!);

    /// <summary>A layer of the same shape and values.</summary>
    internal TransformerDecoderLayer Copy() => TransformerCopy.Of(this, _another);
}
