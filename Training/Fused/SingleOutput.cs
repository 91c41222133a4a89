using System.Runtime.CompilerServices;

namespace LeanDeep.Training.Fused;

/// <summary>The way back through a layer of one unit, whose sums fill one lane of a register: here the lanes are its inputs. Terms are added in the
/// order of <see cref="Products{TLanes, TVector}"/>, to the same bits.</summary>
internal static unsafe class SingleOutput<TLanes, TVector> where TLanes : struct, ILanes<TVector> where TVector : struct
{
    /// <summary>Gradient of the weights.</summary>
    /// <param name="layer">A layer of one sum.</param>
    /// <param name="weights">(inputs) in steps of the layer's stride; set.</param>
    /// <param name="rows">Rows that count.</param>
    /// <param name="add">To what is there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weights(FusedLayer layer, float* weights, int rows, bool add)
    {
        nint stride = layer.SumStride, inputStride = layer.InputStride;
        var sums = stackalloc float[2 * TLanes.Width];
        for (nint column = 0; column < layer.Inputs; column += 2 * TLanes.Width)
        {
            var count = Math.Min(layer.Inputs - column, 2 * TLanes.Width);
            TVector left = default, right = default;
            if (add)
            {
                for (nint i = 0; i < count; i++)
                    sums[i] = weights[(column + i) * stride];
                (left, right) = (TLanes.Load(sums), TLanes.Load(sums + TLanes.Width));
            }
            float* input = layer.Input + column, delta = layer.Deltas;
            if (count > TLanes.Width)
                for (var row = 0; row < rows; row++, input += inputStride, delta += stride)
                {
                    var d = TLanes.Create(*delta);
                    left = TLanes.FusedMultiplyAdd(TLanes.Load(input), d, left);
                    right = TLanes.FusedMultiplyAdd(TLanes.Load(input + TLanes.Width), d, right);
                }
            else
                for (var row = 0; row < rows; row++, input += inputStride, delta += stride)
                    left = TLanes.FusedMultiplyAdd(TLanes.Load(input), TLanes.Create(*delta), left);
            TLanes.Store(left, sums);
            TLanes.Store(right, sums + TLanes.Width);
            for (nint i = 0; i < count; i++)
                weights[(column + i) * stride] = sums[i];
        }
    }

    /// <summary>Deltas of the layer below: δ w times the derivatives.</summary>
    /// <param name="layer">A layer of one sum.</param>
    /// <param name="factor">(rows, units below) derivatives.</param>
    /// <param name="deltas">(rows, units below) set.</param>
    /// <param name="stride">Step from row to row of both.</param>
    /// <param name="columns">Units below, whole registers.</param>
    /// <param name="rows">Rows of the chunk.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Descend(FusedLayer layer, float* factor, float* deltas, nint stride, nint columns, int rows)
    {
        nint deltaStride = layer.SumStride;
        TVector zero = default;
        for (nint column = 0; column < columns; column += TLanes.Width)
        {
            var w = TLanes.Load(layer.Transposed + column);
            float* delta = layer.Deltas, f = factor + column, to = deltas + column;
            for (var row = 0; row < rows; row++, delta += deltaStride, f += stride, to += stride)
                TLanes.Store(TLanes.Multiply(TLanes.FusedMultiplyAdd(TLanes.Create(*delta), w, zero), TLanes.Load(f)), to);
        }
    }
}
