using System.Runtime.CompilerServices;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Fused;

/// <summary>From a hidden layer's sums to its activations and their derivatives, dropout included.</summary>
internal static unsafe class HiddenUnits<TLanes, TVector> where TLanes : struct, ILanes<TVector> where TVector : struct
{
    /// <param name="layer">Its sums become activations and derivatives.</param>
    /// <param name="options">Which activation, and its dropout.</param>
    /// <param name="rows">Rows of the chunk.</param>
    /// <param name="keys">(rows) of the dropout masks; null in evaluation.</param>
    /// <param name="threshold">Of the masks.</param>
    public static void Activate(FusedLayer layer, DenseNetworkOptions options, int rows, uint* keys, uint threshold)
    {
        if (!layer.Drops)
            keys = null;
        var scale = (float)(1 / (1 - options.Dropout));
        var slope = (float)options.NegativeSlope;
        switch (options.Activation)
        {
            case Activation.Tanh:
                Each<TanhActivation<TLanes, TVector>>(layer, rows, slope, keys, threshold, scale);
                break;
            case Activation.Relu:
                Each<ReluActivation<TLanes, TVector>>(layer, rows, slope, keys, threshold, scale);
                break;
            case Activation.LeakyRelu:
                Each<LeakyReluActivation<TLanes, TVector>>(layer, rows, slope, keys, threshold, scale);
                break;
            case Activation.Sigmoid:
                Each<SigmoidActivation<TLanes, TVector>>(layer, rows, slope, keys, threshold, scale);
                break;
            case Activation.Maxout:
                Largest(layer, rows, keys, threshold, scale);
                break;
            default:
                throw new InvalidOperationException($"activation {options.Activation}");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Each<TActivation>(FusedLayer layer, int rows, float slope, uint* keys, uint threshold, float scale)
        where TActivation : struct, IActivation<TLanes, TVector>
    {
        float* sums = layer.Sums, derivatives = layer.Derivatives;
        var salts = layer.Salts;
        var stride = layer.Stride;
        var (slopes, scales) = (TLanes.Create(slope), TLanes.Create(scale));
        for (nint row = 0; row < rows; row++, sums += stride, derivatives += stride)
            for (nint unit = 0; unit < stride; unit += TLanes.Width)
            {
                var value = TActivation.Apply(TLanes.Load(sums + unit), slopes, out var derivative);
                if (keys != null)
                {
                    var keep = TLanes.Keep(keys[row], salts + unit, threshold, scales);
                    value = TLanes.Multiply(value, keep);
                    derivative = TLanes.Multiply(derivative, keep);
                }
                TLanes.Store(value, sums + unit);
                TLanes.Store(derivative, derivatives + unit);
            }
    }

    /// <summary>Where several sums are the largest they share the derivative, as in libtorch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Largest(FusedLayer layer, int rows, uint* keys, uint threshold, float scale)
    {
        float* sums = layer.Sums, derivatives = layer.Derivatives, activations = layer.Activations;
        var stride = layer.Stride;
        var (zero, one, scales) = (TLanes.Create(0), TLanes.Create(1), TLanes.Create(scale));
        for (nint row = 0; row < rows; row++, sums += layer.SumStride, derivatives += layer.SumStride, activations += stride)
            for (nint unit = 0; unit < stride; unit += TLanes.Width)
            {
                var largest = TLanes.Load(sums + unit);
                for (nint at = unit + stride; at < layer.SumStride; at += stride)
                    largest = TLanes.Maximum(largest, TLanes.Load(sums + at));
                var count = zero;
                for (var at = unit; at < layer.SumStride; at += stride)
                    count = TLanes.Add(count, TLanes.SelectEqual(TLanes.Load(sums + at), largest, one, zero));
                var keep = keys == null ? one : TLanes.Keep(keys[row], layer.Salts + unit, threshold, scales);
                var share = TLanes.Divide(keep, count);
                for (var at = unit; at < layer.SumStride; at += stride)
                    TLanes.Store(TLanes.SelectEqual(TLanes.Load(sums + at), largest, share, zero), derivatives + at);
                TLanes.Store(TLanes.Multiply(largest, keep), activations + unit);
            }
    }
}
