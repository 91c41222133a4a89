using LeanDeep.Training.Data.Loading;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Networks;

/// <summary>A feedforward network: inputs are standardised, pass through hidden layers, and leave through one linear unit whose
/// sum is brought to the labels' mean and scale.</summary>
/// <remarks>Input (rows, features), output (rows, 1), both float32. Both scalings are part of the network (buffers
/// <c>mean</c>, <c>scale</c>, <c>label_mean</c>, <c>label_scale</c>), so that what is trained is what is exported. Initial weights and dropout masks come
/// from the seed alone: the same seed and inputs give the same bits on the CPU, whatever else runs.</remarks>
public sealed class DenseNetwork : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "mean")]
    private readonly Tensor _mean;

    [ComponentName(Name = "scale")]
    private readonly Tensor _scale;

    [ComponentName(Name = "label_mean")]
    private readonly Tensor _labelMean;

    [ComponentName(Name = "label_scale")]
    private readonly Tensor _labelScale;

    [ComponentName(Name = "hidden")]
    private readonly ModuleList<Linear> _hidden;

    [ComponentName(Name = "output")]
    private readonly Linear _output;

    private readonly Generator _generator;

    /// <param name="options">Shape and penalties.</param>
    /// <param name="scaling">Standardisation of the inputs; its length is the number of features.</param>
    /// <param name="seed">Of the initial weights and the dropout masks.</param>
    /// <param name="labels">Scaling of the output; null for <see cref="LabelScaling.None"/>.</param>
    /// <exception cref="ArgumentException">An option is out of range, or mean and scale do not fit.</exception>
    public DenseNetwork(DenseNetworkOptions options, InputScaling scaling, long seed, LabelScaling? labels = null)
        : base(nameof(DenseNetwork))
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(scaling);
        options.Validate();
        if (scaling.Mean.Length == 0 || scaling.Scale.Length != scaling.Mean.Length)
            throw new ArgumentException($"expected as many scales as means, found {scaling.Scale.Length} and {scaling.Mean.Length}", nameof(scaling));
        foreach (var scale in scaling.Scale)
            if (!(scale > 0 && float.IsFinite(scale)))
                throw new ArgumentException($"expected positive scales, found {scale}", nameof(scaling));
        labels ??= LabelScaling.None;
        if (!(labels.Scale > 0 && float.IsFinite(labels.Scale) && float.IsFinite(labels.Mean)))
            throw new ArgumentException($"expected a positive scale, found {labels}", nameof(labels));
        Options = options;
        Scaling = scaling;
        Labels = labels;
        _generator = new Generator((ulong)seed);
        _mean = tensor(scaling.Mean).DetachFromDisposeScope();
        _scale = tensor(scaling.Scale).DetachFromDisposeScope();
        _labelMean = tensor(labels.Mean).DetachFromDisposeScope();
        _labelScale = tensor(labels.Scale).DetachFromDisposeScope();

        var pieces = options.Activation == Activation.Maxout ? options.MaxoutPieces : 1;
        var inputs = scaling.Mean.Length;
        var hidden = new List<Linear>();
        foreach (var units in options.HiddenLayers)
        {
            hidden.Add(Initialise(nn.Linear(inputs, units * pieces), inputs, units));
            inputs = units;
        }
        _hidden = new ModuleList<Linear>([.. hidden]);
        _output = Initialise(nn.Linear(inputs, 1), inputs, 1);
        RegisterComponents();
    }

    public DenseNetworkOptions Options { get; }
    public InputScaling Scaling { get; }
    public LabelScaling Labels { get; }
    public int FeatureCount => Scaling.Mean.Length;

    /// <summary>The hidden layers, first to last; a maxout layer has k rows of weights for each unit, unit after unit.</summary>
    internal IEnumerable<Linear> Hidden => _hidden;

    internal Linear Output => _output;

    internal Tensor Mean => _mean;

    internal Tensor Scale => _scale;

    internal Tensor LabelMean => _labelMean;

    internal Tensor LabelScale => _labelScale;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var values = input.sub(_mean).div(_scale);
        for (var i = 0; i < _hidden.Count; i++)
        {
            values = Activate(_hidden[i].call(values), Options.HiddenLayers[i]);
            if (training && Options.Dropout > 0 && (i == _hidden.Count - 1 || Options.DropoutPlacement == DropoutPlacement.AfterEachHidden))
                values = Drop(values);
        }
        return _output.call(values).mul(_labelScale).add(_labelMean).MoveToOuterDisposeScope();
    }

    /// <summary>What the penalties add to the loss, a scalar; null when there are none.</summary>
    public Tensor? Penalty()
    {
        if (Options.L1 == 0 && Options.L2 == 0)
            return null;
        using var scope = NewDisposeScope();
        var sum = zeros(1, device: _mean.device).squeeze();
        foreach (var layer in _hidden.Append(_output))
        {
            if (Options.L1 > 0)
                sum = sum.add(layer.weight.abs().sum(), Options.L1);
            if (Options.L2 > 0)
                sum = sum.add(layer.weight.square().sum(), Options.L2);
        }
        return sum.MoveToOuterDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _generator.Dispose();
        base.Dispose(disposing);
    }

    private Tensor Activate(Tensor sums, int units) => Options.Activation switch
    {
        Activation.Tanh => sums.tanh(),
        Activation.Relu => sums.relu(),
        Activation.LeakyRelu => nn.functional.leaky_relu(sums, Options.NegativeSlope),
        Activation.Sigmoid => sums.sigmoid(),
        Activation.Maxout => sums.view(-1, units, Options.MaxoutPieces).amax([2]),
        var other => throw new InvalidOperationException($"activation {other}"),
    };

    // torch's own dropout draws from the generator that all threads share; this one is the network's alone.
    private Tensor Drop(Tensor values)
    {
        var keep = 1 - Options.Dropout;
        var mask = empty_like(values).bernoulli_(keep, _generator).div_(keep);
        return values.mul(mask);
    }

    private Linear Initialise(Linear layer, int inputs, int outputs)
    {
        var bound = Options.Initialisation switch
        {
            WeightInitialisation.GlorotUniform => Math.Sqrt(6.0 / (inputs + outputs)),
            WeightInitialisation.HeUniform => Math.Sqrt(6.0 / inputs),
            var other => throw new ArgumentException($"{nameof(Options.Initialisation)}: expected a known one, found {other}"),
        };
        using (no_grad())
        {
            layer.weight.uniform_(-bound, bound, _generator);
            layer.bias!.zero_();
        }
        return layer;
    }
}
