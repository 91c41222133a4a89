namespace LeanDeep.Training.Feedforward;

/// <summary>What computes the steps of a dense network's training.</summary>
public enum TrainingBackend
{
    /// <summary>Fused kernels of the CPU's widest registers: for small networks many times faster than libtorch.</summary>
    Fused,

    /// <summary>libtorch.</summary>
    Torch,
}
