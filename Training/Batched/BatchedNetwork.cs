using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Batched;

/// <summary>The parameters of all models, and their losses as libtorch differentiates them.</summary>
internal sealed class BatchedNetwork : IDisposable
{
    private readonly DenseNetworkOptions _options;
    private readonly TrainerOptions _trainer;
    private readonly DenseLayer[] _layers;
    private readonly Tensor _salts; // (units of all hidden layers)
    private readonly Tensor _thresholds, _scales; // (models, 1, 1) of the dropout masks

    /// <param name="initial">(models).</param>
    /// <param name="dropouts">(models) shares of units dropped.</param>
    /// <param name="trainer">Loss of all.</param>
    /// <param name="device">Where to compute.</param>
    public BatchedNetwork(DenseParameters[] initial, double[] dropouts, TrainerOptions trainer, Device device)
    {
        (_options, _trainer, _layers) = (initial[0].Options with { Dropout = dropouts.Max() }, trainer, [.. initial[0].Layers]);
        using var scope = NewDisposeScope();
        Values = from_array(initial.SelectMany(p => p.Flatten()).ToArray(), device).reshape(initial.Length, -1).DetachFromDisposeScope();
        _salts = from_array(Enumerable.Range(0, _options.HiddenLayers.Sum()).Select(unit => (long)DropoutMask.Salt(unit)).ToArray(), device).DetachFromDisposeScope();
        _thresholds = from_array(Array.ConvertAll(dropouts, share => (long)DropoutMask.Threshold(share)), device).view(-1, 1, 1).DetachFromDisposeScope();
        _scales = from_array(Array.ConvertAll(dropouts, share => (float)(1 / (1 - share))), device).view(-1, 1, 1).DetachFromDisposeScope();
    }

    /// <summary>(models, parameters) in the order of <see cref="DenseParameters.Flatten"/>.</summary>
    public Tensor Values { get; }

    /// <summary>The parameters of a step's models, as leaves of a new graph.</summary>
    public BatchedLeaves Leaves(BatchedStep step) => new(Values.narrow(0, step.First, step.Models), _layers, gradients: true);

    /// <summary>(models) mean losses over the rows of a step, penalties included.</summary>
    public Tensor Losses(BatchedLeaves leaves, BatchedStep step)
    {
        var sums = Forward(leaves, step.Inputs, step);
        var losses = RowLosses(sums, step.Labels).mul(1.0 / step.Rows).sum([1, 2]);
        foreach (var (weight, _) in leaves.Layers)
        {
            if (_options.L1 > 0)
                losses = losses.add(weight.abs().sum([1, 2]), _options.L1);
            if (_options.L2 > 0)
                losses = losses.add(weight.square().sum([1, 2]), _options.L2);
        }
        return losses;
    }

    /// <param name="model">Position of the model.</param>
    /// <param name="inputs">(1, rows, features) standardised.</param>
    /// <returns>(1, rows, outputs) last sums.</returns>
    public Tensor Evaluate(int model, Tensor inputs)
    {
        using var leaves = new BatchedLeaves(Values.narrow(0, model, 1), _layers, gradients: false);
        return Forward(leaves, inputs, masked: null);
    }

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[Values, _salts, _thresholds, _scales])
            tensor.Dispose();
    }

    private Tensor Forward(BatchedLeaves leaves, Tensor values, BatchedStep? masked)
    {
        var firstUnit = 0;
        foreach (var (i, (weight, bias)) in leaves.Layers.Index())
        {
            values = bias.unsqueeze(1).baddbmm(values, weight.transpose(1, 2));
            if (i == _options.HiddenLayers.Count)
                break;
            var units = _options.HiddenLayers[i];
            values = Activate(values, units);
            if (masked is not null && _options.DropsAfter(i))
                values = values.mul(Mask(masked, _salts.narrow(0, firstUnit, units)));
            firstUnit += units;
        }
        return values;
    }

    private Tensor Activate(Tensor sums, int units) => _options.Activation switch
    {
        Activation.Tanh => sums.tanh(),
        Activation.Relu => sums.relu(),
        Activation.LeakyRelu => nn.functional.leaky_relu(sums, _options.NegativeSlope),
        Activation.Sigmoid => sums.sigmoid(),
        Activation.Maxout => sums.view(sums.shape[0], sums.shape[1], units, _options.MaxoutPieces).amax([3]),
        var other => throw new InvalidOperationException($"activation {other}"),
    };

    /// <summary>The masks of <see cref="DropoutMask"/>, whose 32 bits are the low half of torch's 64.</summary>
    private Tensor Mask(BatchedStep step, Tensor salts)
    {
        const long low = uint.MaxValue;
        using var none = no_grad();
        var h = step.Keys.add(salts).bitwise_and(low);
        h = h.bitwise_xor(h.bitwise_right_shift(16)).mul((long)DropoutMask.First).bitwise_and(low);
        h = h.bitwise_xor(h.bitwise_right_shift(13)).mul((long)DropoutMask.Second).bitwise_and(low);
        h = h.bitwise_xor(h.bitwise_right_shift(16));
        return h.ge(_thresholds.narrow(0, step.First, step.Models)).to(ScalarType.Float32).mul(_scales.narrow(0, step.First, step.Models));
    }

    /// <summary>(models, rows, 1).</summary>
    private Tensor RowLosses(Tensor sums, Tensor labels)
    {
        switch (_trainer.Loss)
        {
            case TrainingLoss.MeanSquaredError:
                return sums.sub(labels).square();
            case TrainingLoss.Huber:
                return nn.functional.huber_loss(sums, labels, _trainer.HuberDelta, nn.Reduction.None);
            case TrainingLoss.CrossEntropy when _options.Outputs == 1:
                return nn.functional.binary_cross_entropy_with_logits(sums, labels, reduction: nn.Reduction.None);
            case TrainingLoss.CrossEntropy:
                return nn.functional.log_softmax(sums, 2).gather(2, labels.to(ScalarType.Int64)).neg();
            default:
                throw new InvalidOperationException($"loss {_trainer.Loss}");
        }
    }
}

/// <summary>The parameters of some models, layer by layer: views that a graph can begin with.</summary>
internal sealed class BatchedLeaves : IDisposable
{
    private readonly int _models;

    public BatchedLeaves(Tensor values, DenseLayer[] layers, bool gradients)
    {
        _models = (int)values.shape[0];
        Layers = new (Tensor, Tensor)[layers.Length];
        var at = 0L;
        foreach (var (i, layer) in layers.Index())
        {
            var weight = values.narrow(1, at, layer.Weights.Length).view(_models, layer.Outputs, layer.Inputs).detach();
            var bias = values.narrow(1, at + layer.Weights.Length, layer.Outputs).detach();
            Layers[i] = gradients ? (weight.requires_grad_(), bias.requires_grad_()) : (weight, bias);
            at += layer.Weights.Length + layer.Outputs;
        }
    }

    /// <summary>Weights (models, outputs, inputs) and biases (models, outputs).</summary>
    public (Tensor Weight, Tensor Bias)[] Layers { get; }

    /// <summary>(models, parameters).</summary>
    public Tensor Gradient() => cat([.. Layers.SelectMany(l => (Tensor[])[l.Weight.grad!.reshape(_models, -1), l.Bias.grad!])], 1);

    public void Dispose()
    {
        foreach (var (weight, bias) in Layers)
        {
            weight.Dispose();
            bias.Dispose();
        }
    }
}
