using System.Globalization;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Losses;

namespace LeanDeep.Training.Allocators;

/// <summary>Measures the network after each epoch, and the benchmarks once before the first, by every metric on every loader.</summary>
/// <param name="network">Measured after each epoch.</param>
/// <param name="metrics">By name.</param>
/// <param name="loaders">By name, for example "training" and "validation".</param>
/// <param name="benchmarks">Measured once.</param>
/// <param name="memory">Weights held before each trade, for metrics with costs; see <see cref="AllocationEvaluation.Means"/>. The loaders must be of its dataset.</param>
/// <param name="time">Clock of the timestamps; null for the system's.</param>
public sealed class AllocatorHistory(
    AllocationRule network, IReadOnlyDictionary<string, AllocationLoss> metrics, IReadOnlyDictionary<string, WindowLoader> loaders,
    IReadOnlyList<AllocationRule>? benchmarks = null, WeightMemory? memory = null, TimeProvider? time = null) : TrainingCallback
{
    private readonly List<HistoryEntry> _entries = [];
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    public IReadOnlyList<HistoryEntry> Entries => _entries;

    /// <inheritdoc/>
    public override void OnStart(TrainingRun run)
    {
        _entries.Clear();
        foreach (var benchmark in benchmarks ?? [])
            Measure(benchmark, 0);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
    {
        if (double.IsFinite(epoch.Loss))
            Measure(network, epoch.Epoch);
    }

    /// <summary>Mean over a loader's samples after an epoch; 0 for benchmarks, which are measured before the first.</summary>
    /// <returns>NaN where nothing was measured.</returns>
    public double Mean(string model, string metric, string loader, int epoch)
    {
        var (sum, samples) = (0.0, 0);
        foreach (var entry in _entries)
            if (entry.Model == model && entry.Metric == metric && entry.Loader == loader && entry.Epoch == epoch)
                (sum, samples) = (sum + entry.Value * entry.Samples, samples + entry.Samples);
        return sum / samples;
    }

    /// <summary>Writes all entries as CSV, one a line, under a temporary name that is renamed.</summary>
    public void Write(string path) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write("model,metric,value,batch,samples,epoch,loader,lookback,timestamp\n");
        foreach (var entry in _entries)
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{Quoted(entry.Model)},{Quoted(entry.Metric)},{entry.Value:R},{entry.Batch},{entry.Samples},{entry.Epoch},{Quoted(entry.Loader)},{entry.Lookback},{entry.Timestamp:yyyy-MM-ddTHH:mm:ssZ}\n"));
    });

    private void Measure(AllocationRule rule, int epoch)
    {
        AllocationLoss[] losses = [.. metrics.Values];
        foreach (var (name, loader) in loaders)
            foreach (var (number, batch) in AllocationEvaluation.Batches(rule, losses, loader, memory).Index())
                foreach (var (metric, value) in metrics.Keys.Zip(batch.Means))
                    _entries.Add(new HistoryEntry(rule.Name, metric, value, number + 1, batch.Samples, epoch, name, batch.Lookback, _time.GetUtcNow()));
    }

    private static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
