using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Attention in several subspaces at once, over (time, batch, features).</summary>
/// <remarks>Source: Vaswani et al. (2017).</remarks>
public sealed class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>
{
    private readonly long _features;
    private readonly long _heads;
    private readonly double _dropout;
    private readonly bool _addZeroAttention;

    [ComponentName(Name = "in_proj_weight")]
    private readonly Parameter? _inWeight;

    [ComponentName(Name = "q_proj_weight")]
    private readonly Parameter? _queryWeight;

    [ComponentName(Name = "k_proj_weight")]
    private readonly Parameter? _keyWeight;

    [ComponentName(Name = "v_proj_weight")]
    private readonly Parameter? _valueWeight;

    [ComponentName(Name = "in_proj_bias")]
    private readonly Parameter? _inBias;

    [ComponentName(Name = "bias_k")]
    private readonly Parameter? _keyBias;

    [ComponentName(Name = "bias_v")]
    private readonly Parameter? _valueBias;

    [ComponentName(Name = "out_proj")]
    private readonly Linear _outProjection;

    internal MultiheadAttention(long embedded_dim, long num_heads, double dropout, bool bias, bool add_bias_kv, bool add_zero_attn, long? kdim, long? vdim) : base(nameof(MultiheadAttention))
    {
        if (num_heads <= 0 || embedded_dim % num_heads != 0)
            throw new ArgumentException($"embedded_dim must be divisible by num_heads: {embedded_dim}, {num_heads}", nameof(num_heads));
        (_features, _heads, _dropout, _addZeroAttention) = (embedded_dim, num_heads, dropout, add_zero_attn);
        var (keys, values) = (kdim ?? embedded_dim, vdim ?? embedded_dim);
        if (keys == embedded_dim && values == embedded_dim)
        {
            _inWeight = NewParameter([3 * embedded_dim, embedded_dim], null, null);
        }
        else
        {
            _queryWeight = NewParameter([embedded_dim, embedded_dim], null, null);
            _keyWeight = NewParameter([embedded_dim, keys], null, null);
            _valueWeight = NewParameter([embedded_dim, values], null, null);
        }
        if (bias)
            _inBias = NewParameter([3 * embedded_dim], null, null);
        if (add_bias_kv)
        {
            _keyBias = NewParameter([1, 1, embedded_dim], null, null);
            _valueBias = NewParameter([1, 1, embedded_dim], null, null);
        }
        _outProjection = nn.Linear(embedded_dim, embedded_dim, bias);
        RegisterComponents();
        Draw();
    }

    /// <param name="query">(targets, batch, features)</param>
    /// <param name="key">(sources, batch, key features)</param>
    /// <param name="value">(sources, batch, value features)</param>
    /// <param name="key_padding_mask">(batch, sources): true for sources that are padding.</param>
    /// <param name="need_weights">Whether to return the weights too.</param>
    /// <param name="attn_mask">(targets, sources) or (batch · heads, targets, sources): true where attention is forbidden, or numbers to add.</param>
    /// <returns>(targets, batch, features), and the weights, averaged over the heads: (batch, targets, sources), or null.</returns>
    public override Tuple<Tensor, Tensor> forward(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask)
    {
        RequireShape(query, nameof(query));
        using var scope = NewDisposeScope();
        var (targets, batch) = (query.shape[0], query.shape[1]);
        var (q, k, v) = Project(query, key, value);
        if (_keyBias is not null)
        {
            k = cat([k, _keyBias.expand(1, batch, _features)]);
            v = cat([v, _valueBias!.expand(1, batch, _features)]);
        }
        (q, k, v) = (Heads(q, batch), Heads(k, batch), Heads(v, batch));
        if (_addZeroAttention)
        {
            k = cat([k, zeros_like(k.narrow(1, 0, 1))], 1);
            v = cat([v, zeros_like(v.narrow(1, 0, 1))], 1);
        }
        var sources = k.shape[1];
        var scores = q.mul(1.0 / Math.Sqrt(_features / _heads)).bmm(k.transpose(1, 2));
        if (attn_mask is not null)
            scores = Masked(scores, Widened(attn_mask, sources));
        if (key_padding_mask is not null)
            scores = Masked(scores.view(batch, _heads, targets, sources), Widened(key_padding_mask, sources).view(batch, 1, 1, sources))
                .view(batch * _heads, targets, sources);
        var weights = nn.functional.softmax(scores, -1);
        var used = _dropout > 0 && training ? nn.functional.dropout(weights, _dropout) : weights;
        var mixed = used.bmm(v).transpose(0, 1).reshape(targets, batch, _features);
        var output = _outProjection.call(mixed).MoveToOuterDisposeScope();
        var mean = need_weights ? weights.view(batch, _heads, targets, sources).mean([1]).MoveToOuterDisposeScope() : null;
        return Tuple.Create(output, mean!);
    }

    public new Tuple<Tensor, Tensor> call(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true, Tensor? attn_mask = null) =>
        base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

    private void Draw()
    {
        foreach (var weight in new[] { _inWeight, _queryWeight, _keyWeight, _valueWeight })
            if (weight is not null)
                nn.init.xavier_uniform_(weight);
        if (_inBias is not null)
        {
            nn.init.zeros_(_inBias);
            nn.init.zeros_(_outProjection.bias!);
        }
        foreach (var bias in new[] { _keyBias, _valueBias })
            if (bias is not null)
                nn.init.xavier_normal_(bias);
    }

    private (Tensor, Tensor, Tensor) Project(Tensor query, Tensor key, Tensor value)
    {
        if (_inWeight is not null && ReferenceEquals(query, key) && ReferenceEquals(key, value))
        {
            var all = nn.functional.linear(query, _inWeight, _inBias).chunk(3, -1);
            return (all[0], all[1], all[2]);
        }
        var weights = _inWeight?.chunk(3) ?? [_queryWeight!, _keyWeight!, _valueWeight!];
        var biases = _inBias?.chunk(3) ?? new Tensor?[3];
        return (nn.functional.linear(query, weights[0], biases[0]), nn.functional.linear(key, weights[1], biases[1]),
            nn.functional.linear(value, weights[2], biases[2]));
    }

    /// <summary>(time, batch, features) as (batch · heads, time, features of a head).</summary>
    private Tensor Heads(Tensor x, long batch) => x.contiguous().view(x.shape[0], batch * _heads, _features / _heads).transpose(0, 1);

    private static Tensor Masked(Tensor scores, Tensor mask) =>
        mask.dtype == ScalarType.Bool ? scores.masked_fill(mask, double.NegativeInfinity) : scores.add(mask);

    /// <summary>A mask that leaves the added sources free.</summary>
    private static Tensor Widened(Tensor mask, long sources) =>
        mask.shape[^1] == sources ? mask : nn.functional.pad(mask, [0, sources - mask.shape[^1]]);

    private void RequireShape(Tensor x, string name)
    {
        if (x.Dimensions != 3 || x.shape[2] != _features)
            throw new ArgumentException($"{name}: expected (time, batch, {_features}), got ({string.Join(", ", x.shape)})", name);
    }
}
