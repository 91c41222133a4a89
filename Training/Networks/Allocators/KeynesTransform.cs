namespace LeanDeep.Training.Networks.Allocators;

/// <summary>How a Keynes network reads each asset's window.</summary>
public enum KeynesTransform
{
    Lstm,

    /// <summary>Convolution over three steps.</summary>
    Convolution,
}
