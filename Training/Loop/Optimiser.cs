namespace LeanDeep.Training.Loop;

/// <summary>How a gradient g changes the parameters θ, with PyTorch's semantics; η is the learning rate of the epoch.</summary>
public enum Optimiser
{
    /// <summary>θ −= η g.</summary>
    Sgd,

    /// <summary>m = μ m + g, θ −= η m.</summary>
    Momentum,

    /// <summary>m = μ m + g, θ −= η (g + μ m). Source: Sutskever et al. (2013).</summary>
    Nesterov,

    /// <summary>v = α v + (1 − α) g², θ −= η g/(√v + ε). Source: Tieleman and Hinton (2012).</summary>
    RmsProp,

    /// <summary>v += g², θ −= η g/(√v + ε). Source: Duchi, Hazan and Singer (2011).</summary>
    AdaGrad,

    /// <summary>m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g², θ −= η/(1 − β₁ᵗ) · m/(√(v/(1 − β₂ᵗ)) + ε). Source: Kingma and Ba (2015).</summary>
    Adam,

    /// <summary>θ −= η λ θ for weights and biases alike, then as Adam. Source: Loshchilov and Hutter (2019).</summary>
    AdamW,
}
