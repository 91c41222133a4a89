using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LeanDeep.Models.Inference;

/// <summary>Where a model computes.</summary>
public enum ComputeDevice
{
    /// <summary>The processor, one thread: the same bits on every run.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU; needs ONNX Runtime's CUDA provider.</summary>
    Cuda,
}

/// <summary>Opens ONNX files and says what they take and give.</summary>
public static class OnnxModel
{
    private const string CudaProvider = "CUDAExecutionProvider";

    /// <summary>Names of the execution providers that this ONNX Runtime was built with.</summary>
    public static IReadOnlyList<string> Providers => OrtEnv.Instance().GetAvailableProviders();

    /// <summary>Opens a session: one thread, no spinning, all graph optimisations.</summary>
    /// <param name="model">ONNX file.</param>
    /// <param name="path">Where it was found, for the message.</param>
    /// <param name="device">Where to compute.</param>
    /// <exception cref="InvalidDataException">Not an ONNX model, or one that this ONNX Runtime cannot run.</exception>
    /// <exception cref="NotSupportedException">CUDA is asked for, but this ONNX Runtime has no provider for it.</exception>
    public static InferenceSession Open(byte[] model, string path, ComputeDevice device = ComputeDevice.Cpu)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        if (device == ComputeDevice.Cuda)
        {
            if (!Providers.Contains(CudaProvider))
                throw new NotSupportedException($"{path}: expected an ONNX Runtime with {CudaProvider}, found {string.Join(", ", Providers)}");
            options.AppendExecutionProvider_CUDA();
        }
        try
        {
            return new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new InvalidDataException($"{path}: expected an ONNX model, found {model.Length} bytes that ONNX Runtime refuses: {error.Message.Split('\n')[0]}", error);
        }
    }

    /// <summary>The inputs of an open model, in the graph's order.</summary>
    public static IReadOnlyList<TensorSpecification> Inputs(InferenceSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return [.. session.InputNames.Select(name => Specification(name, session.InputMetadata[name]))];
    }

    /// <summary>The outputs of an open model, in the graph's order.</summary>
    public static IReadOnlyList<TensorSpecification> Outputs(InferenceSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return [.. session.OutputNames.Select(name => Specification(name, session.OutputMetadata[name]))];
    }

    private static TensorSpecification Specification(string name, NodeMetadata metadata) => new(name, metadata.Dimensions, metadata.ElementDataType switch
    {
        TensorElementType.Float => TensorType.Float32,
        TensorElementType.Double => TensorType.Float64,
        TensorElementType.Int64 => TensorType.Int64,
        TensorElementType.Bool => TensorType.Bool,
        var other => throw new InvalidDataException($"{name}: expected a tensor of float32, float64, int64 or bool, found {other}"),
    });
}
