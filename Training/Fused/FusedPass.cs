using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Fused;

/// <summary>What a training asks of the kernels, whatever their width.</summary>
internal abstract unsafe class FusedPass(FusedNetwork network, DenseNetworkOptions options, float[] mean, float[] inverseScale)
{
    protected FusedNetwork Network { get; } = network;
    protected DenseNetworkOptions Options { get; } = options;
    protected float[] Mean { get; } = mean;
    protected float[] InverseScale { get; } = inverseScale;

    /// <summary>Asks for rows at each layer of <see cref="Forward"/> and of <see cref="Backward"/>.</summary>
    public RowPrefetch Ahead { get; } = new(mean.Length, 2 * network.Layers.Length);

    /// <summary>Standardises rows of the dataset into the network's inputs.</summary>
    /// <param name="features">All rows.</param>
    /// <param name="rows">Rows to take.</param>
    /// <param name="count">How many.</param>
    public abstract void Gather(float* features, int* rows, int count);

    /// <summary>From inputs to last sums.</summary>
    /// <param name="rows">Of the chunk, whole blocks.</param>
    /// <param name="keys">(rows) of the dropout masks; null in evaluation.</param>
    /// <param name="threshold">Of the masks.</param>
    public abstract void Forward(int rows, uint* keys, uint threshold);

    /// <summary>From the output layer's deltas to the gradients.</summary>
    /// <param name="count">Rows that count.</param>
    /// <param name="rows">Of the chunk, whole blocks.</param>
    /// <param name="add">To the gradients that are there.</param>
    public abstract void Backward(int count, int rows, bool add);

    /// <summary>Penalties, clipping, the optimiser's step.</summary>
    /// <returns>Value of the penalties before the step.</returns>
    public abstract double Update(Loop.TrainerOptions trainer, double rate, long step);

    /// <summary>Brings the transposed weights up to date after the parameters changed.</summary>
    public void Transpose()
    {
        foreach (var layer in Network.Layers)
            if (layer.Transposed != null)
                Transpose(Network.Parameters + layer.Weights, layer.SumStride, layer.Transposed, layer.InputStride, layer.WeightRows, FusedLayer.RoundUp(layer.Depth, 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* source, nint sourceRow, float* target, nint targetRow, int rows, int columns)
    {
        for (nint row = 0; row < rows; row += 4)
            for (nint column = 0; column < columns; column += 4)
            {
                var from = source + row * sourceRow + column;
                var (a, b) = (Vector128.Load(from), Vector128.Load(from + sourceRow));
                var (c, d) = (Vector128.Load(from + 2 * sourceRow), Vector128.Load(from + 3 * sourceRow));
                var (ac, bd) = (Interleave(a, c, high: false), Interleave(b, d, high: false));
                var (acHigh, bdHigh) = (Interleave(a, c, high: true), Interleave(b, d, high: true));
                var to = target + column * targetRow + row;
                Interleave(ac, bd, high: false).Store(to);
                Interleave(ac, bd, high: true).Store(to + targetRow);
                Interleave(acHigh, bdHigh, high: false).Store(to + 2 * targetRow);
                Interleave(acHigh, bdHigh, high: true).Store(to + 3 * targetRow);
            }
    }

    /// <summary>a₀ b₀ a₁ b₁, or a₂ b₂ a₃ b₃.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Interleave(Vector128<float> a, Vector128<float> b, bool high)
    {
        if (Sse.IsSupported)
            return high ? Sse.UnpackHigh(a, b) : Sse.UnpackLow(a, b);
        var i = high ? 2 : 0;
        return Vector128.Create(a[i], b[i], a[i + 1], b[i + 1]);
    }
}

/// <summary>The kernels at one width, put together.</summary>
internal sealed unsafe class FusedPass<TLanes, TVector>(FusedNetwork network, DenseNetworkOptions options, float[] mean, float[] inverseScale)
    : FusedPass(network, options, mean, inverseScale) where TLanes : struct, ILanes<TVector> where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Gather(float* features, int* rows, int count)
    {
        nint width = Mean.Length;
        float* target = Network.Inputs;
        var stride = Network.Layers[0].InputStride;
        fixed (float* mean = Mean, inverse = InverseScale)
            for (var i = 0; i < count; i++, target += stride)
            {
                var row = features + rows[i] * width;
                nint j = 0;
                for (; j + TLanes.Width <= width; j += TLanes.Width)
                    TLanes.Store(Standardise(row, mean, inverse, j), target + j);
                if (j < width && width >= TLanes.Width) // the last register reaches back
                    TLanes.Store(Standardise(row, mean, inverse, width - TLanes.Width), target + width - TLanes.Width);
                else
                    for (; j < width; j++)
                        target[j] = (row[j] - mean[j]) * inverse[j];
            }
    }

    public override void Forward(int rows, uint* keys, uint threshold)
    {
        foreach (var layer in Network.Layers)
        {
            Products<TLanes, TVector>.Compute(
                layer.Input, layer.InputStride, 1, Network.Parameters + layer.Weights, layer.SumStride, Network.Parameters + layer.Biases, 0, null,
                layer.Sums, layer.SumStride, rows, layer.SumStride, layer.Inputs);
            Ahead.Ask();
            if (layer != Network.Layers[^1])
                HiddenUnits<TLanes, TVector>.Activate(layer, Options, rows, keys, threshold);
        }
    }

    public override void Backward(int count, int rows, bool add)
    {
        for (var i = Network.Layers.Length - 1; i >= 0; i--)
        {
            var layer = Network.Layers[i];
            float* weights = Network.Gradients + layer.Weights, biases = Network.Gradients + layer.Biases;
            if (layer.Depth == 1)
                SingleOutput<TLanes, TVector>.Weights(layer, weights, count, add);
            else
                Products<TLanes, TVector>.Compute(
                    layer.Input, 1, layer.InputStride, layer.Deltas, layer.SumStride, add ? weights : null, layer.SumStride, null,
                    weights, layer.SumStride, layer.WeightRows, layer.SumStride, count);
            Ahead.Ask();
            // Inputs that only fill a block up may be 1/2 after a sigmoid.
            new Span<float>(weights + layer.Inputs * layer.SumStride, (layer.WeightRows - layer.Inputs) * layer.SumStride).Clear();
            AddColumns(layer.Deltas, layer.SumStride, count, biases, add);
            if (i > 0)
                Descend(layer, Network.Layers[i - 1], rows);
        }
    }

    public override double Update(Loop.TrainerOptions trainer, double rate, long step)
    {
        var penalty = Options.L1 > 0 || Options.L2 > 0 ? OptimiserKernel<TLanes, TVector>.Penalise(Network, Options.L1, Options.L2) : 0;
        OptimiserKernel<TLanes, TVector>.Clip(Network, trainer.ClipValue, trainer.ClipNorm);
        OptimiserKernel<TLanes, TVector>.Step(Network, trainer, rate, step);
        Transpose();
        return penalty;
    }

    /// <summary>Deltas of the layer below: (Δ Wᵀ) times the derivatives, once for each piece of a maxout layer.</summary>
    private static void Descend(FusedLayer layer, FusedLayer below, int rows)
    {
        for (nint piece = 0; piece < below.SumStride; piece += below.Stride)
            if (layer.Depth == 1)
                SingleOutput<TLanes, TVector>.Descend(layer, below.Derivatives + piece, below.Deltas + piece, below.SumStride, below.Stride, rows);
            else
                Products<TLanes, TVector>.Compute(
                    layer.Deltas, layer.SumStride, 1, layer.Transposed, layer.InputStride, null, 0, below.Derivatives + piece,
                    below.Deltas + piece, below.SumStride, rows, below.Stride, layer.Depth);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddColumns(float* values, nint stride, int rows, float* sums, bool add)
    {
        for (nint column = 0; column < stride; column += TLanes.Width)
        {
            TVector even = add ? TLanes.Load(sums + column) : default, odd = default;
            var value = values + column;
            var row = 0;
            for (; row + 2 <= rows; row += 2, value += 2 * stride)
                (even, odd) = (TLanes.Add(even, TLanes.Load(value)), TLanes.Add(odd, TLanes.Load(value + stride)));
            if (row < rows)
                even = TLanes.Add(even, TLanes.Load(value));
            TLanes.Store(TLanes.Add(even, odd), sums + column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Standardise(float* row, float* mean, float* inverse, nint j) =>
        TLanes.Multiply(TLanes.Subtract(TLanes.Load(row + j), TLanes.Load(mean + j)), TLanes.Load(inverse + j));
}
