namespace LeanDeep.Training.Networks.Allocators;

/// <summary>How scores become weights.</summary>
public enum PositionSide
{
    /// <summary>Softmax: positive weights that sum to 1.</summary>
    LongOnly,

    /// <summary>Normalised tanh: weights of either sign with gross exposure 1.</summary>
    LongShort,
}
