namespace LeanDeep.Training.Loop;

/// <summary>The learning rate of epoch e = 0, 1, … of E, from the first rate η₀; PyTorch's schedulers stepped once an epoch.</summary>
public enum LearningRateSchedule
{
    /// <summary>η₀.</summary>
    Constant,

    /// <summary>η₀ γᵉ.</summary>
    Exponential,

    /// <summary>η₁ + (η₀ − η₁)(1 − e/E)^p.</summary>
    Polynomial,

    /// <summary>η₁ + (η₀ − η₁)(1 + cos(π e/E))/2. Source: Loshchilov and Hutter (2017).</summary>
    Cosine,
}
