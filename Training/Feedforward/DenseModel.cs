using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Feedforward;

/// <summary>What distinguishes one training from others of its shape on the same dataset.</summary>
/// <param name="Rows">Indices of the training rows, at least one.</param>
/// <param name="Scaling">Standardisation of the inputs.</param>
/// <param name="Labels">Scaling of the output.</param>
/// <param name="Seed">Of initial weights, order of rows and dropout masks.</param>
public sealed record DenseModel(int[] Rows, InputScaling Scaling, LabelScaling Labels, long Seed)
{
    internal long WeightSeed => SeedSequence.Derive(Seed, 0);

    /// <summary>Of the order of rows in an epoch, counted from 0.</summary>
    internal long OrderSeed(int epoch) => SeedSequence.Derive(Seed, 1, epoch);

    /// <summary>Of the dropout masks of an epoch, counted from 0.</summary>
    internal long MaskSeed(int epoch) => SeedSequence.Derive(Seed, 2, epoch);

    /// <exception cref="ArgumentException">An option is out of range, a row does not exist, or the parts do not fit each other.</exception>
    internal static void Validate(SupervisedDataset dataset, IReadOnlyList<DenseModel> models, DenseNetworkOptions network, TrainerOptions trainer)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(trainer);
        network.Validate();
        trainer.Validate();
        if (models.Count == 0)
            throw new ArgumentException("expected models, found none", nameof(models));
        if (network.Outputs > 1 && trainer.Loss != TrainingLoss.CrossEntropy)
            throw new ArgumentException($"{nameof(network.Outputs)}: expected 1 with {trainer.Loss}, found {network.Outputs}", nameof(network));
        foreach (var model in models)
            model.Validate(dataset, network, trainer);
    }

    private void Validate(SupervisedDataset dataset, DenseNetworkOptions network, TrainerOptions trainer)
    {
        ArgumentNullException.ThrowIfNull(Rows);
        ArgumentNullException.ThrowIfNull(Scaling);
        ArgumentNullException.ThrowIfNull(Labels);
        if (Rows.Length == 0)
            throw new ArgumentException("rows: expected at least one, found none");
        foreach (var row in Rows)
            if ((uint)row >= (uint)dataset.RowCount)
                throw new ArgumentException($"rows: expected 0 to {dataset.RowCount - 1}, found {row}");
        if (Scaling.Mean.Length != dataset.FeatureCount || Scaling.Scale.Length != dataset.FeatureCount)
            throw new ArgumentException($"scaling: expected {dataset.FeatureCount} means and scales, found {Scaling.Mean.Length} and {Scaling.Scale.Length}");
        foreach (var scale in Scaling.Scale)
            if (!(scale > 0 && float.IsFinite(scale)))
                throw new ArgumentException($"scaling: expected positive scales, found {scale}");
        if (!(Labels.Scale > 0 && float.IsFinite(Labels.Scale) && float.IsFinite(Labels.Mean)))
            throw new ArgumentException($"labels: expected a mean and a positive scale, found {Labels}");
        if (trainer.Loss == TrainingLoss.CrossEntropy)
            ValidateClasses(dataset, network.Outputs);
    }

    private void ValidateClasses(SupervisedDataset dataset, int outputs)
    {
        if (Labels != LabelScaling.None)
            throw new ArgumentException($"labels: expected no scaling with {TrainingLoss.CrossEntropy}, found {Labels}");
        foreach (var row in Rows)
        {
            var label = dataset.Labels[row];
            if (outputs == 1 && !(label >= 0 && label <= 1))
                throw new ArgumentException($"label of row {row}: expected a probability, found {label}");
            if (outputs > 1 && !(label >= 0 && label < outputs && label == MathF.Floor(label)))
                throw new ArgumentException($"label of row {row}: expected a class from 0 to {outputs - 1}, found {label}");
        }
    }
}
