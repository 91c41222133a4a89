using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Baselines;

/// <summary>Linear regression of the label on the features standardised by the training rows, with a ridge.</summary>
/// <remarks>Minimises Σ(y − ȳ − z'β)² + λ n |β|², z the standardised features and n the rows. Source: Hoerl and Kennard (1970).</remarks>
public sealed class LinearBaseline : Baseline
{
    /// <param name="ridge">λ, 0 or more; 0 is least squares, which refuses features that depend on each other.</param>
    /// <exception cref="ArgumentException">The ridge is negative.</exception>
    public LinearBaseline(double ridge)
    {
        if (!(ridge >= 0) || double.IsInfinity(ridge))
            throw new ArgumentException($"expected 0 or more, found {ridge}", nameof(ridge));
        Ridge = ridge;
    }

    public double Ridge { get; }
    public override string Name => "linear";

    /// <summary>Learns from the training rows. A feature that is constant there gets the weight 0.</summary>
    /// <exception cref="ArgumentException">No rows, or features that depend on each other without a ridge.</exception>
    public LinearModel Fit(SupervisedDataset dataset, ReadOnlySpan<int> trainingRows)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var scaling = InputScaling.Of(dataset, trainingRows);
        var varying = Varying(dataset, trainingRows);
        var width = dataset.FeatureCount;
        var mean = 0.0;
        foreach (var row in trainingRows)
            mean += dataset.Labels[row];
        mean /= trainingRows.Length;

        var equations = new NormalEquations(varying.Length);
        var inputs = new double[varying.Length];
        foreach (var row in trainingRows)
        {
            var features = dataset.Features.AsSpan(row * width, width);
            for (var j = 0; j < varying.Length; j++)
                inputs[j] = ((double)features[varying[j]] - scaling.Mean[varying[j]]) / scaling.Scale[varying[j]];
            equations.Add(inputs, dataset.Labels[row] - mean);
        }
        var weights = new double[width];
        if (varying.Length > 0)
        {
            var penalty = new double[varying.Length];
            Array.Fill(penalty, Ridge * trainingRows.Length);
            var solution = equations.Solve(equations.Inverse([.. varying.Select(j => dataset.FeatureNames[j])], penalty));
            for (var j = 0; j < varying.Length; j++)
                weights[varying[j]] = solution[j];
        }
        return new LinearModel(dataset.FeatureNames, scaling, weights, mean);
    }

    public override float[] Predict(SupervisedDataset dataset, ReadOnlySpan<int> trainingRows, Range rows) => Fit(dataset, trainingRows).Predict(dataset, rows);

    private static int[] Varying(SupervisedDataset dataset, ReadOnlySpan<int> rows)
    {
        var width = dataset.FeatureCount;
        var varies = new bool[width];
        var first = dataset.Features.AsSpan(rows[0] * width, width);
        foreach (var row in rows)
        {
            var features = dataset.Features.AsSpan(row * width, width);
            for (var j = 0; j < width; j++)
                varies[j] |= features[j] != first[j];
        }
        return [.. Enumerable.Range(0, width).Where(j => varies[j])];
    }
}

/// <summary>A fitted linear model.</summary>
/// <param name="FeatureNames">(features).</param>
/// <param name="Scaling">Of the training rows.</param>
/// <param name="Weights">(features) of the standardised features, in units of the label.</param>
/// <param name="Intercept">Mean label of the training rows.</param>
public sealed record LinearModel(IReadOnlyList<string> FeatureNames, InputScaling Scaling, double[] Weights, double Intercept)
{
    /// <returns>One for each row.</returns>
    public float[] Predict(SupervisedDataset dataset, Range rows)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var (first, count) = rows.GetOffsetAndLength(dataset.RowCount);
        var predictions = new float[count];
        for (var i = 0; i < count; i++)
        {
            var features = dataset.Features.AsSpan((first + i) * Weights.Length, Weights.Length);
            var sum = Intercept;
            for (var j = 0; j < Weights.Length; j++)
                sum += Weights[j] * (((double)features[j] - Scaling.Mean[j]) / Scaling.Scale[j]);
            predictions[i] = (float)sum;
        }
        return predictions;
    }
}
