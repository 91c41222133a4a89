namespace LeanDeep.Training.Allocators;

/// <summary>How fast an allocator learns; the optimiser is Adam.</summary>
public sealed record AllocatorTrainingOptions
{
    /// <summary>η, positive. Default 0.01.</summary>
    public double LearningRate { get; init; } = 1e-2;

    /// <summary>λ of the penalty λ/2 Σθ², 0 or more. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Gradients whose norm over all parameters exceeds this are scaled down to it; positive, null for none. Default null.</summary>
    public double? ClipNorm { get; init; }

    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    public void Validate()
    {
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentException($"{nameof(LearningRate)}: expected a positive number, found {LearningRate}");
        if (!(WeightDecay >= 0 && double.IsFinite(WeightDecay)))
            throw new ArgumentException($"{nameof(WeightDecay)}: expected 0 or more, found {WeightDecay}");
        if (ClipNorm is { } norm && !(norm > 0 && double.IsFinite(norm)))
            throw new ArgumentException($"{nameof(ClipNorm)}: expected a positive number, found {norm}");
    }
}
