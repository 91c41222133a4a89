namespace LeanDeep.Training.Layers.Transforms;

/// <summary>What a recurrent layer does at each step.</summary>
public enum RecurrentCell
{
    /// <summary>tanh(W x + U h + b). Source: Elman (1990).</summary>
    Simple,

    /// <summary>Source: Hochreiter and Schmidhuber (1997).</summary>
    Lstm,

    /// <summary>Source: Cho et al. (2014).</summary>
    Gru,
}
