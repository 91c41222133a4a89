using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Encoder layers one after the other.</summary>
public sealed class TransformerEncoder : nn.Module<Tensor, Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor>
{
    private readonly ModuleList<TransformerEncoderLayer> layers = new();
    private readonly LayerNorm? norm;

    internal TransformerEncoder(TransformerEncoderLayer encoder_layer, long num_layers, LayerNorm? norm = null) : base(nameof(TransformerEncoder))
    {
        for (var i = 0L; i < num_layers; i++)
            layers.Add(encoder_layer.Copy());
        this.norm = norm;
        RegisterComponents();
    }

    public enum Activations
    {
        ReLU = 0,
        GELU = 1,
    }

    /// <param name="src">(time, batch, features)</param>
    /// <param name="src_mask">(time, time): true where attention is forbidden, or numbers to add; may be null.</param>
    /// <param name="src_key_padding_mask">(batch, time): true for padding; may be null.</param>
    public override Tensor forward(Tensor src, Tensor src_mask, Tensor src_key_padding_mask)
    {
        using var scope = NewDisposeScope();
        var result = src.alias();
        foreach (var layer in layers)
            result = layer.call(result, src_mask, src_key_padding_mask);
        return (norm?.call(result) ?? result).MoveToOuterDisposeScope();
    }

    public Tensor call(Tensor src, Tensor src_mask) => base.call(src, src_mask, null!);

    public Tensor call(Tensor src) => base.call(src, null!, null!);
}
