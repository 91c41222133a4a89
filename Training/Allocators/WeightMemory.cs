using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators;

/// <summary>The weights last chosen for each sample, so that a sample knows what the decision before it left: those weights, drifted over the sessions between.</summary>
/// <remarks>For networks that decide sample by sample: costs are those against weights of an earlier pass, without gradient. Source: the portfolio-vector
/// memory of Jiang, Xu and Liang (2017).</remarks>
public sealed class WeightMemory : IDisposable
{
    private readonly WindowDataset _dataset;
    private readonly ReturnConvention _convention;
    private readonly int _spacing;
    private readonly Tensor _weights; // (samples, assets), NaN where none was chosen yet

    /// <param name="dataset">Samples.</param>
    /// <param name="convention">Channel and kind of the outcomes.</param>
    /// <param name="spacing">Sessions between two decisions, from 1 to the horizon.</param>
    /// <param name="type">Of the weights. Default float32.</param>
    /// <exception cref="ArgumentException">The spacing exceeds the horizon, or there is a gap: the returns between two decisions would be unknown.</exception>
    public WeightMemory(WindowDataset dataset, ReturnConvention convention, int spacing, ScalarType type = ScalarType.Float32)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(convention);
        if (spacing < 1 || spacing > dataset.Options.Horizon || dataset.Options.Gap != 0)
            throw new ArgumentException($"expected a spacing within 1 … {dataset.Options.Horizon} and no gap, found {spacing} and {dataset.Options.Gap}", nameof(spacing));
        (_dataset, _convention, _spacing) = (dataset, convention, spacing);
        _weights = full([dataset.Count, dataset.Series.Names.Count], double.NaN, dtype: type).DetachFromDisposeScope();
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        using var still = no_grad();
        _weights.fill_(double.NaN);
    }

    /// <summary>Keeps the weights of some samples.</summary>
    /// <param name="batch">Whose samples and assets.</param>
    /// <param name="weights">(samples, assets).</param>
    public void Keep(WindowBatch batch, Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(weights);
        using var scope = NewDisposeScope();
        var rows = zeros([batch.Samples.Count, _weights.shape[1]], dtype: _weights.dtype);
        rows.index_copy_(1, Indices(batch.Assets), weights.detach().to(_weights.dtype).cpu());
        _weights.index_copy_(0, Indices(batch.Samples), rows);
    }

    /// <summary>What each sample held before its trade; equal weights where no decision before it is known.</summary>
    /// <param name="batch">Whose samples and assets.</param>
    /// <returns>(samples, assets).</returns>
    public Tensor Held(WindowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        int[] earlier = [.. batch.Samples.Select(sample => Math.Max(sample - _spacing, 0))];
        using var before = _dataset.Batch(earlier, batch.Assets, horizon: _spacing);
        var kept = _weights.index_select(0, Indices(earlier)).index_select(1, Indices(batch.Assets));
        var returns = before.Outcomes.select(1, _convention.Channel).to(_weights.dtype);
        var growth = _convention.Input == ReturnKind.Log ? returns.sum(1L).exp() : returns.add(1).prod(1L);
        var drifted = kept.mul(growth).div(kept.mul(growth.sub(1)).sum(1L, keepdim: true).add(1));
        var known = drifted.isfinite().all(1, keepdim: true).logical_and(tensor([.. batch.Samples.Select(sample => sample >= _spacing)]).unsqueeze(1));
        return where(known, drifted, full_like(drifted, 1.0 / batch.Assets.Count)).to(batch.Inputs.dtype).MoveToOuterDisposeScope();
    }

    public void Dispose() => _weights.Dispose();

    internal void Save(BinaryWriter writer)
    {
        using var scope = NewDisposeScope();
        foreach (var weight in _weights.to(ScalarType.Float64).data<double>())
            writer.Write(weight);
    }

    internal void Restore(BinaryReader reader)
    {
        using var scope = NewDisposeScope();
        var weights = new double[_weights.numel()];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = reader.ReadDouble();
        _weights.copy_(tensor(weights, _weights.shape, dtype: _weights.dtype));
    }

    private static Tensor Indices(IReadOnlyList<int> values) => tensor([.. values.Select(value => (long)value)]);
}
