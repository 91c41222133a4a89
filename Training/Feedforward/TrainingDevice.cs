using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Feedforward;

/// <summary>Where libtorch computes.</summary>
public enum TrainingDevice
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>The first CUDA device.</summary>
    Cuda,
}

internal static class TrainingDevices
{
    /// <exception cref="InvalidOperationException">This machine, or this build of libtorch, has no such device.</exception>
    public static Device Open(TrainingDevice device) => device switch
    {
        TrainingDevice.Cuda when !cuda.is_available() => throw new InvalidOperationException("device cuda: expected a CUDA device that libtorch can use, found none"),
        TrainingDevice.Cuda => new Device("cuda"),
        _ => CPU,
    };
}
