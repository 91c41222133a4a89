using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Losses;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators;

/// <summary>What losses say of a rule on the samples of a loader, without gradients.</summary>
public static class AllocationEvaluation
{
    /// <param name="rule">A network or a benchmark.</param>
    /// <param name="losses">At least one.</param>
    /// <param name="loader">Samples, in the order of epoch 1.</param>
    /// <param name="memory">Weights held before each trade, for losses with costs and limits on turnover; null for none. It is cleared first, and knows what
    /// batches before the present one decided: so the loader should take one sample at a time, in order.</param>
    /// <returns>(losses) means over the samples.</returns>
    public static double[] Means(AllocationRule rule, IReadOnlyList<AllocationLoss> losses, WindowLoader loader, WeightMemory? memory = null)
    {
        ArgumentNullException.ThrowIfNull(losses);
        var sums = new double[losses.Count];
        foreach (var batch in Batches(rule, losses, loader, memory))
            for (var i = 0; i < sums.Length; i++)
                sums[i] += batch.Means[i] * batch.Samples;
        return Array.ConvertAll(sums, sum => sum / loader.Samples.Count);
    }

    /// <summary>Batch by batch: samples, lookback, and (losses) means over the batch.</summary>
    /// <inheritdoc cref="Means"/>
    public static IReadOnlyList<(int Samples, int Lookback, double[] Means)> Batches(
        AllocationRule rule, IReadOnlyList<AllocationLoss> losses, WindowLoader loader, WeightMemory? memory = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(losses);
        ArgumentNullException.ThrowIfNull(loader);
        var found = new List<(int, int, double[])>();
        memory?.Clear();
        using var still = no_grad();
        foreach (var batch in loader.Epoch(1))
            using (batch)
            {
                using var scope = NewDisposeScope();
                var held = memory?.Held(batch);
                var weights = rule.Allocate(batch, held);
                memory?.Keep(batch, weights);
                found.Add((batch.Samples.Count, batch.Lookback, [.. losses.Select(loss => loss.Mean(weights, batch.Outcomes, held).to_type(ScalarType.Float64).item<double>())]));
            }
        return found;
    }

    /// <summary>The validation of <see cref="Trainer"/>: one loss of one rule; the score is its negative.</summary>
    public static Func<ValidationScore> Validation(AllocationRule rule, AllocationLoss loss, WindowLoader loader, WeightMemory? memory = null) => () =>
    {
        var value = Means(rule, [loss], loader, memory)[0];
        return new ValidationScore(value, -value);
    };
}
