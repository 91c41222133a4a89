using LeanDeep.Models.Features;
using LeanDeep.Training.Data.Loading;

namespace LeanDeep.Tests.Training;

/// <summary>Datasets whose labels are a known function of their features plus noise.</summary>
internal static class Rows
{
    /// <param name="seed">Of features and noise.</param>
    /// <param name="sessions">Days.</param>
    /// <param name="names">Names a day, all of which trade on all days.</param>
    /// <param name="features">Independent standard normal features.</param>
    /// <param name="signal">Features of a row → expected label.</param>
    /// <param name="noise">Standard deviation of what is added.</param>
    public static SupervisedDataset Of(int seed, int sessions, int names, int features, Func<double[], double> signal, double noise)
    {
        var random = new Random(seed);
        var count = sessions * names;
        var columns = new double[features][];
        for (var j = 0; j < features; j++)
            columns[j] = [.. Enumerable.Range(0, count).Select(_ => Normal(random))];
        var labels = new double[count];
        for (var row = 0; row < count; row++)
            labels[row] = signal([.. columns.Select(c => c[row])]) + noise * Normal(random);

        var ones = Enumerable.Range(0, names).Select(_ => Enumerable.Repeat(1.0, sessions + 1).ToArray()).ToArray();
        var first = new DateOnly(2015, 1, 1);
        var panel = new Panel(
            [.. Enumerable.Range(0, names).Select(i => $"N{i}")], [.. Enumerable.Range(0, sessions + 1).Select(first.AddDays)],
            new int[names], ones, ones, ones, ones, ones);
        int[] rowSessions = [.. Enumerable.Range(0, count).Select(row => row / names)];
        var table = new FeatureTable(
            panel, [.. Enumerable.Range(0, features).Select(j => $"x{j}")], [.. Enumerable.Range(0, count).Select(row => row % names)], rowSessions, columns);
        return SupervisedDataset.Build(table, new ForwardReturns(1, labels, [.. rowSessions.Select(t => t + 1)]));
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
