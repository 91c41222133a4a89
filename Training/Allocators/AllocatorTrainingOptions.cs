namespace LeanDeep.Training.Allocators;

/// <summary>How fast an allocator learns; the optimiser is Adam.</summary>
public sealed record AllocatorTrainingOptions
{
    /// <summary>η, positive. Default 0.01.</summary>
    public double LearningRate { get; init; } = 1e-2;

    /// <summary>λ of the penalty λ Σ|w| over all weights, biases and other vectors excepted; 0 or more. Default 0.</summary>
    public double L1 { get; init; }

    /// <summary>λ of the penalty λ Σw² over all weights, biases and other vectors excepted; 0 or more. Default 0.</summary>
    public double L2 { get; init; }

    /// <summary>Gradients whose norm over all parameters exceeds this are scaled down to it; positive, null for none. Default null.</summary>
    public double? ClipNorm { get; init; }

    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    public void Validate()
    {
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentException($"{nameof(LearningRate)}: expected a positive number, found {LearningRate}");
        if (!(L1 >= 0 && double.IsFinite(L1)))
            throw new ArgumentException($"{nameof(L1)}: expected 0 or more, found {L1}");
        if (!(L2 >= 0 && double.IsFinite(L2)))
            throw new ArgumentException($"{nameof(L2)}: expected 0 or more, found {L2}");
        if (ClipNorm is { } norm && !(norm > 0 && double.IsFinite(norm)))
            throw new ArgumentException($"{nameof(ClipNorm)}: expected a positive number, found {norm}");
    }
}
