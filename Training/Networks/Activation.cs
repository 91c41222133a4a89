namespace LeanDeep.Training.Networks;

/// <summary>What a hidden layer does to its weighted sums.</summary>
public enum Activation
{
    /// <summary>tanh z.</summary>
    Tanh,

    /// <summary>max(z, 0).</summary>
    Relu,

    /// <summary>z for z > 0, otherwise slope · z.</summary>
    LeakyRelu,

    /// <summary>1/(1 + e^(−z)).</summary>
    Sigmoid,

    /// <summary>Largest of k weighted sums per unit. Source: Goodfellow et al. (2013).</summary>
    Maxout,
}
