namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>softmax(q·kᵀ/√d + mask)·v.</summary>
            /// <param name="query">(…, targets, d)</param>
            /// <param name="key">(…, sources, d)</param>
            /// <param name="value">(…, sources, features)</param>
            /// <param name="attn_mask">(…, targets, sources): false where attention is forbidden, or numbers that are added.</param>
            /// <param name="p">Probability with which weights are dropped.</param>
            /// <param name="is_casual">Each target sees the sources up to its own place only; excludes a mask.</param>
            public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false)
            {
                if (is_casual && attn_mask is not null)
                    throw new ArgumentException("Casual attention mask is incompatible with a given attention mask", nameof(attn_mask));
                using var scope = NewDisposeScope();
                if (is_casual)
                    attn_mask = ones(query.shape[^2], key.shape[^2], dtype: ScalarType.Bool, device: query.device).tril();
                var scores = query.div(Math.Sqrt(query.shape[^1])).matmul(key.transpose(-2, -1));
                if (attn_mask is not null)
                    scores = attn_mask.dtype == ScalarType.Bool
                        ? scores.masked_fill(attn_mask.logical_not(), double.NegativeInfinity)
                        : scores.add(attn_mask);
                var weights = softmax(scores, -1);
                if (p > 0)
                    weights = dropout(weights, p);
                return weights.matmul(value).MoveToOuterDisposeScope();
            }
        }
    }
}
