using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>An encoder and a decoder, each normalised at its end, over (time, batch, features).</summary>
/// <remarks>Source: Vaswani et al. (2017).</remarks>
public sealed class Transformer : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly TransformerEncoder encoder;
    private readonly TransformerDecoder decoder;

    internal Transformer(long d_model, long nhead, long num_encoder_layers, long num_decoder_layers, long dim_feedforward, double dropout, nn.Activations activation) : base(nameof(Transformer))
    {
        using var encoderLayer = new TransformerEncoderLayer(d_model, nhead, dim_feedforward, dropout, activation);
        encoder = new TransformerEncoder(encoderLayer, num_encoder_layers, nn.LayerNorm(d_model));
        using var decoderLayer = new TransformerDecoderLayer(d_model, nhead, dim_feedforward, dropout, activation);
        decoder = new TransformerDecoder(decoderLayer, num_decoder_layers, nn.LayerNorm(d_model));
        RegisterComponents();
        foreach (var parameter in parameters())
            if (parameter.Dimensions > 1)
                nn.init.xavier_uniform_(parameter);
    }

    /// <param name="src">(sources, batch, features)</param>
    /// <param name="tgt">(targets, batch, features)</param>
    public override Tensor forward(Tensor src, Tensor tgt) => call(src, tgt, null!);

    /// <summary>The same with masks, each of which may be null: true where attention is forbidden, or numbers to add.</summary>
    public Tensor call(Tensor src, Tensor tgt, Tensor src_mask, Tensor? tgt_mask = null, Tensor? memory_mask = null, Tensor? src_key_padding_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null)
    {
        using var memory = encoder.call(src, src_mask, src_key_padding_mask!);
        return decoder.call(tgt, memory, tgt_mask!, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);
    }
}
