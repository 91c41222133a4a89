using LeanDeep.Training.Data;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Samples;

/// <summary>The smallest case of the dense trainer: points on two circles around one centre, which no line divides, told apart by a network of
/// 17 parameters.</summary>
/// <remarks>Two inputs, three sigmoid units, a softmax of two outputs: (2 · 3 + 3) + (3 · 2 + 2) = 17. Cross-entropy, momentum. Source: Jansen, Machine
/// Learning for Algorithmic Trading (2020), chapter 17.</remarks>
public static class TwoCircles
{
    private const int TrainingPoints = 2000, TestPoints = 2000;

    /// <summary>Noise of a coordinate; the outer circle's radius is 1, the inner one's half of it.</summary>
    private const double Noise = 0.05;

    public static DenseNetworkOptions Network { get; } = new() { HiddenLayers = [3], Outputs = 2, Activation = Activation.Sigmoid, Dropout = 0 };

    public static TrainerOptions Trainer { get; } = new()
    {
        Epochs = 100, BatchSize = 50, Loss = TrainingLoss.CrossEntropy, Optimiser = Optimiser.Momentum, LearningRate = 0.3,
    };

    /// <summary>Trains on some points and scores on others.</summary>
    /// <param name="backend">What computes.</param>
    /// <param name="seed">Of points and weights.</param>
    /// <param name="progress">Told of every epoch; null for none.</param>
    public static TwoCirclesResult Run(TrainingBackend backend, long seed, IProgress<EpochRecord>? progress = null)
    {
        var points = Points(TrainingPoints + TestPoints, seed);
        using var training = Create(backend, points, TrainingPoints, Trainer, seed);
        var result = new Trainer().Fit(training, Trainer.Epochs, callbacks: progress == null ? null : [new ProgressReport(progress)]);

        var logits = new float[2 * TestPoints];
        training.Predict(TrainingPoints.., logits);
        var right = Enumerable.Range(0, TestPoints).Count(i => (logits[2 * i + 1] > logits[2 * i] ? 1 : 0) == (int)points.Labels[TrainingPoints + i]);
        return new TwoCirclesResult(training.Parameters, GradientError(backend, seed), result.History[^1].Loss, (double)right / TestPoints);
    }

    /// <summary>Largest difference between the gradient of a fresh network and what finite differences of the loss say in double.</summary>
    /// <remarks>One step of plain descent at rate 1 on all points moves the parameters by the negative gradient. Central differences of step 1e-5 are off by
    /// about 1e-10, the float32 parameters by 1e-7.</remarks>
    public static double GradientError(TrainingBackend backend, long seed)
    {
        const int count = 100;
        const double h = 1e-5;
        var points = Points(count, seed);
        using var training = Create(backend, points, count, Trainer with { BatchSize = count, Optimiser = Optimiser.Sgd, LearningRate = 1 }, seed);
        var before = training.Parameters.Flatten();
        training.RunEpoch(default);
        var after = training.Parameters.Flatten();
        var values = Array.ConvertAll(before, v => (double)v);
        var largest = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            values[i] = value + h;
            var up = Loss(values, points);
            values[i] = value - h;
            var down = Loss(values, points);
            values[i] = value;
            largest = Math.Max(largest, Math.Abs((up - down) / (2 * h) - ((double)before[i] - after[i])));
        }
        return largest;
    }

    /// <summary>Points in turn of the outer circle (class 0) and the inner one (class 1).</summary>
    internal static SupervisedDataset Points(int count, long seed)
    {
        var generator = new SeededGenerator((ulong)seed, stream: 0);
        var (features, labels) = (new float[2 * count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            var (angle, radius) = (generator.Uniform(0, 2 * Math.PI), i % 2 == 0 ? 1 : 0.5);
            features[2 * i] = (float)(radius * Math.Cos(angle) + Noise * generator.Normal());
            features[2 * i + 1] = (float)(radius * Math.Sin(angle) + Noise * generator.Normal());
            labels[i] = i % 2;
        }
        // Rows of a dataset have names and sessions, which points have not: one name, a session each.
        var day = new DateOnly(2000, 1, 1);
        return new SupervisedDataset(
            ["x", "y"], ["point"], [.. Enumerable.Range(0, count + 1).Select(day.AddDays)], horizon: 1, new RowCounts(count, 0, 0, 0, 0, count), features, labels,
            [.. Enumerable.Range(0, count)], new int[count], [.. Enumerable.Range(1, count)]);
    }

    internal static IDenseTraining Create(TrainingBackend backend, SupervisedDataset points, int count, TrainerOptions trainer, long seed) => DenseTraining.Create(
        backend, points, [.. Enumerable.Range(0, count)], Network, trainer, InputScaling.None(2), LabelScaling.None, seed);

    /// <summary>Mean cross-entropy by its definition: p = softmax(V σ(W x + b) + c).</summary>
    /// <param name="w">(17) W (3 × 2), b (3), V (2 × 3), c (2).</param>
    /// <param name="points">All of them.</param>
    private static double Loss(double[] w, SupervisedDataset points)
    {
        var sum = 0.0;
        for (var i = 0; i < points.RowCount; i++)
        {
            double z0 = w[15], z1 = w[16];
            for (var unit = 0; unit < 3; unit++)
            {
                var hidden = 1 / (1 + Math.Exp(-(w[2 * unit] * points.Features[2 * i] + w[2 * unit + 1] * points.Features[2 * i + 1] + w[6 + unit])));
                z0 += w[9 + unit] * hidden;
                z1 += w[12 + unit] * hidden;
            }
            sum += Math.Log(Math.Exp(z0) + Math.Exp(z1)) - (points.Labels[i] == 0 ? z0 : z1);
        }
        return sum / points.RowCount;
    }
}

/// <summary>What became of the two circles.</summary>
/// <param name="Network">Trained.</param>
/// <param name="GradientError">Of <see cref="TwoCircles.GradientError"/>.</param>
/// <param name="Loss">Mean cross-entropy of the last epoch.</param>
/// <param name="Accuracy">Share of unseen points told right.</param>
public sealed record TwoCirclesResult(DenseParameters Network, double GradientError, double Loss, double Accuracy);
