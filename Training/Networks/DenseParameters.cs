using LeanDeep.Training.Data.Loading;

namespace LeanDeep.Training.Networks;

/// <summary>A dense network as numbers: inputs are standardised, pass through hidden layers, and leave through a linear layer whose sums
/// are brought to the labels' mean and scale.</summary>
/// <param name="Options">Shape and penalties.</param>
/// <param name="Scaling">Standardisation of the inputs; its length is the number of features.</param>
/// <param name="Labels">Scaling of the outputs.</param>
/// <param name="Layers">The hidden layers, first to last, and the output layer.</param>
public sealed record DenseParameters(DenseNetworkOptions Options, InputScaling Scaling, LabelScaling Labels, IReadOnlyList<DenseLayer> Layers)
{
    public int FeatureCount => Scaling.Mean.Length;

    /// <summary>Weights and biases together.</summary>
    public int Count => Layers.Sum(layer => layer.Weights.Length + layer.Biases.Length);

    /// <summary>A network before training: weights from the seed alone, biases 0.</summary>
    public static DenseParameters Initial(DenseNetworkOptions options, InputScaling scaling, LabelScaling labels, long seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(scaling);
        ArgumentNullException.ThrowIfNull(labels);
        var generator = new Data.SeededGenerator((ulong)seed, stream: 0);
        var layers = new List<DenseLayer>();
        foreach (var (inputs, units, pieces) in options.Shape(scaling.Mean.Length))
        {
            var bound = options.Initialisation switch
            {
                WeightInitialisation.GlorotUniform => Math.Sqrt(6.0 / (inputs + units)),
                WeightInitialisation.HeUniform => Math.Sqrt(6.0 / inputs),
                var other => throw new ArgumentException($"{nameof(options.Initialisation)}: expected a known one, found {other}"),
            };
            var weights = new float[units * pieces * inputs];
            for (var i = 0; i < weights.Length; i++)
                weights[i] = (float)generator.Uniform(-bound, bound);
            layers.Add(new DenseLayer(inputs, units * pieces, weights, new float[units * pieces]));
        }
        return new DenseParameters(options, scaling, labels, layers);
    }

    /// <summary>All weights and biases in one array, layer after layer, weights first.</summary>
    internal float[] Flatten() => [.. Layers.SelectMany(layer => layer.Weights.Concat(layer.Biases))];

    /// <summary>The same network with other numbers, in the order of <see cref="Flatten"/>.</summary>
    internal DenseParameters With(ReadOnlySpan<float> values)
    {
        var layers = new List<DenseLayer>();
        foreach (var layer in Layers)
        {
            layers.Add(layer with { Weights = values[..layer.Weights.Length].ToArray(), Biases = values.Slice(layer.Weights.Length, layer.Outputs).ToArray() });
            values = values[(layer.Weights.Length + layer.Outputs)..];
        }
        return this with { Layers = layers };
    }
}

/// <summary>One layer's sums: W x + b.</summary>
/// <param name="Inputs">Length of x.</param>
/// <param name="Outputs">Number of sums; a maxout layer has k for each unit, unit after unit.</param>
/// <param name="Weights">(outputs · inputs) output after output.</param>
/// <param name="Biases">(outputs).</param>
public sealed record DenseLayer(int Inputs, int Outputs, float[] Weights, float[] Biases);
