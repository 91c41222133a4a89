using System.Globalization;
using System.Text.Json;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Experiments;

/// <summary>One point of the grid.</summary>
/// <param name="Name">All that distinguishes it, for people and file names, for example <c>32-16-dropout0.1-batch64</c>.</param>
/// <param name="Network">Shape and penalties.</param>
/// <param name="Trainer">Loss, optimiser and pace.</param>
public sealed record ModelConfiguration(string Name, DenseNetworkOptions Network, TrainerOptions Trainer)
{
    /// <summary>Every combination, in the order of the lists. What does not vary is left out of names.</summary>
    public static IReadOnlyList<ModelConfiguration> Grid(ModelGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return [..
            from layers in grid.HiddenLayers
            from dropout in grid.Dropout
            from batch in grid.BatchSize
            from activation in grid.Activation
            from optimiser in grid.Optimiser
            from rate in grid.LearningRate
            from l2 in grid.L2
            select new ModelConfiguration(
                string.Join('-', [
                    layers.Count == 0 ? "linear" : string.Join('-', layers), Text("dropout", dropout), Text("batch", batch),
                    .. Varying(grid.Activation, activation.ToString()), .. Varying(grid.Optimiser, optimiser.ToString()),
                    .. Varying(grid.LearningRate, Text("rate", rate)), .. Varying(grid.L2, Text("l2", l2))]).ToLowerInvariant(),
                new DenseNetworkOptions { HiddenLayers = layers, Dropout = dropout, DropoutPlacement = grid.DropoutPlacement, Activation = activation, L2 = l2 },
                new TrainerOptions { Epochs = grid.Epochs, BatchSize = batch, Optimiser = optimiser, LearningRate = rate, Schedule = grid.Schedule })];
    }

    /// <summary>Everything that changes what a training computes, as text.</summary>
    internal string Canonical => JsonSerializer.Serialize(Network) + JsonSerializer.Serialize(Trainer);

    private static IEnumerable<string> Varying<T>(IReadOnlyList<T> values, string text) => values.Count > 1 ? [text] : [];

    private static string Text(string name, double value) => name + value.ToString("0.##########", CultureInfo.InvariantCulture);
}
