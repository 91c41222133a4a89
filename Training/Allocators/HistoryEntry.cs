namespace LeanDeep.Training.Allocators;

/// <summary>One figure of a training run.</summary>
/// <param name="Model">Name of the network or benchmark.</param>
/// <param name="Metric">Name of the loss.</param>
/// <param name="Value">Mean over the batch's samples; lower is better.</param>
/// <param name="Batch">Number, from 1.</param>
/// <param name="Samples">In the batch.</param>
/// <param name="Epoch">Number, from 1; 0 for benchmarks, which do not learn.</param>
/// <param name="Loader">Name of the samples.</param>
/// <param name="Lookback">Of the batch.</param>
/// <param name="Timestamp">When it was measured.</param>
public sealed record HistoryEntry(string Model, string Metric, double Value, int Batch, int Samples, int Epoch, string Loader, int Lookback, DateTimeOffset Timestamp);
