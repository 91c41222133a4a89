using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Fused;

/// <summary>The memory of one network in training: parameters, gradients, moments, and the values of a chunk of rows in every layer.</summary>
internal sealed unsafe class FusedNetwork
{
    /// <summary>Rows that pass through the layers together, so that their values stay in the first cache.</summary>
    public const int ChunkRows = 64;

    private readonly AlignedFloats _memory;

    /// <param name="options">Shape.</param>
    /// <param name="features">Inputs.</param>
    /// <param name="moments">Of the optimiser.</param>
    /// <param name="width">Lanes of a register.</param>
    public FusedNetwork(DenseNetworkOptions options, int features, int moments, int width)
    {
        var shape = options.Shape(features).ToArray();
        var multiple = Math.Max(width, 8);
        int Stride(int units) => FusedLayer.RoundUp(units, multiple);
        WeightCount = shape.Sum(s => FusedLayer.RoundUp(s.Inputs, 8) * s.Pieces * Stride(s.Units));
        ParameterCount = WeightCount + shape.Sum(s => s.Pieces * Stride(s.Units));
        var total = ParameterCount * (2 + moments) + ChunkRows * Stride(features) + shape.Sum(s =>
            ChunkRows * Stride(s.Units) * (3 * s.Pieces + 1) + s.Pieces * Stride(s.Units) * Stride(s.Inputs) + Stride(s.Units));
        _memory = new AlignedFloats(total + 16 * (6 * shape.Length + 8));
        var next = _memory.Pointer;
        float* Take(int count)
        {
            var taken = next;
            next += FusedLayer.RoundUp(count, 16);
            return taken;
        }

        Parameters = Take(ParameterCount);
        Gradients = Take(ParameterCount);
        Moments = [.. Enumerable.Range(0, moments).Select(_ => (nint)Take(ParameterCount))];
        Inputs = Take(ChunkRows * Stride(features));
        var (input, stride, weights, biases, firstUnit) = ((nint)Inputs, Stride(features), 0, WeightCount, 0);
        var layers = new FusedLayer[shape.Length];
        for (var i = 0; i < shape.Length; i++)
        {
            var (inputs, units, pieces) = shape[i];
            var sumStride = pieces * Stride(units);
            var sums = Take(ChunkRows * sumStride);
            layers[i] = new FusedLayer
            {
                Input = (float*)input, Inputs = inputs, InputStride = stride, Units = units, Pieces = pieces, Stride = Stride(units),
                Drops = i < options.HiddenLayers.Count && options.DropsAfter(i), Salts = Salts(Take(Stride(units)), Stride(units), firstUnit),
                Weights = weights, Biases = biases, Sums = sums, Activations = pieces == 1 ? sums : Take(ChunkRows * Stride(units)),
                Derivatives = Take(ChunkRows * sumStride), Deltas = Take(ChunkRows * sumStride), Transposed = i == 0 ? null : Take(sumStride * stride),
            };
            (input, stride) = ((nint)layers[i].Activations, Stride(units));
            weights += layers[i].WeightRows * sumStride;
            biases += sumStride;
            firstUnit += units;
        }
        Layers = layers;
    }

    public FusedLayer[] Layers { get; }

    /// <summary>All weights, then all biases, zeros between them included.</summary>
    public int ParameterCount { get; }

    /// <summary>The weights alone.</summary>
    public int WeightCount { get; }

    public float* Parameters { get; }
    public float* Gradients { get; }

    /// <summary>Addresses of the optimiser's running values.</summary>
    public nint[] Moments { get; }

    /// <summary>(chunk rows, features) standardised, rows filled up with zeros.</summary>
    public float* Inputs { get; }

    /// <summary>Lays values in the order of <see cref="DenseParameters.Flatten"/> out for the kernels.</summary>
    public void Pack(ReadOnlySpan<float> values, float* packed)
    {
        var at = 0;
        foreach (var layer in Layers)
        {
            for (var sum = 0; sum < layer.Units * layer.Pieces; sum++)
                for (var i = 0; i < layer.Inputs; i++)
                    packed[layer.Weights + i * layer.SumStride + Column(layer, sum)] = values[at++];
            for (var sum = 0; sum < layer.Units * layer.Pieces; sum++)
                packed[layer.Biases + Column(layer, sum)] = values[at++];
        }
    }

    /// <summary>The reverse of <see cref="Pack"/>.</summary>
    public float[] Unpack(float* packed)
    {
        var values = new List<float>();
        foreach (var layer in Layers)
        {
            for (var sum = 0; sum < layer.Units * layer.Pieces; sum++)
                for (var i = 0; i < layer.Inputs; i++)
                    values.Add(packed[layer.Weights + i * layer.SumStride + Column(layer, sum)]);
            for (var sum = 0; sum < layer.Units * layer.Pieces; sum++)
                values.Add(packed[layer.Biases + Column(layer, sum)]);
        }
        return [.. values];
    }

    private static int Column(FusedLayer layer, int sum) => sum % layer.Pieces * layer.Stride + sum / layer.Pieces;

    private static uint* Salts(float* memory, int count, int firstUnit)
    {
        var salts = (uint*)memory;
        for (var unit = 0; unit < count; unit++)
            salts[unit] = DropoutMask.Salt(firstUnit + unit);
        return salts;
    }
}
