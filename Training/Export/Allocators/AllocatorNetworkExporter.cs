using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Layers.Matrices;
using LeanDeep.Training.Networks.Allocators;

namespace LeanDeep.Training.Export.Allocators;

/// <summary>Writes allocator networks as ONNX models in evaluation mode: what they give in closed form as weights with a residual, what needs a solver as the
/// problem, which the host finishes.</summary>
/// <remarks>Input <c>window</c> (batch, channels, lookback, assets) float32, outputs as in <see cref="AllocatorTensors"/>. Layers compute in float32 and answer what the
/// network answers but for the order in which sums are rounded; weights and problems are made of their scores in float64.</remarks>
public static class AllocatorNetworkExporter
{
    /// <summary>The model's inputs as a manifest states them.</summary>
    /// <param name="network">What is written.</param>
    /// <param name="channels">Channels of its windows.</param>
    /// <param name="lookback">Steps of its windows.</param>
    /// <param name="assets">Assets.</param>
    /// <param name="solved">Whether the graph solves the problem that the network poses.</param>
    public static IReadOnlyList<TensorSpecification> Inputs(AllocatorNetwork network, int channels, int lookback, int assets, bool solved = false) =>
        solved && network is ProblemNetwork ? [.. AllocatorTensors.Inputs(channels, lookback, assets), .. AllocatorTensors.TradeInputs(assets)] : AllocatorTensors.Inputs(channels, lookback, assets);

    /// <summary>The model's outputs as a manifest states them.</summary>
    /// <inheritdoc cref="Inputs"/>
    public static IReadOnlyList<TensorSpecification> Outputs(AllocatorNetwork network, int lookback, int assets, bool solved = false)
    {
        var factors = network switch { BachelierNetwork or ConstrainedNetwork => lookback, FactorNetwork own => own.Factors, ThorpNetwork => assets, _ => 0 };
        if (factors == 0) return AllocatorTensors.OutputsOfWeights(assets);
        return solved ? AllocatorTensors.OutputsOfSolution(assets, factors) : AllocatorTensors.OutputsOfProblem(assets, factors);
    }

    /// <param name="network">What to write.</param>
    /// <param name="channels">Channels of its inputs.</param>
    /// <param name="lookback">Steps of its inputs.</param>
    /// <param name="assets">Assets of its inputs.</param>
    /// <param name="metadata">Written into the file as metadata_props, in this order; null for none.</param>
    /// <param name="limits">Where the network poses a problem: the constraints within which the graph shall solve it, too, by an interior point; null to leave that to the host.</param>
    /// <returns>The bytes of an .onnx file.</returns>
    /// <exception cref="ArgumentException">A count is below 1, or the network is of a kind that has no exporter.</exception>
    public static byte[] Export(
        AllocatorNetwork network, int channels, int lookback, int assets, IEnumerable<KeyValuePair<string, string>>? metadata = null, AllocationLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(lookback, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(assets, 1);
        var graph = new OnnxGraphBuilder(network.GetName());
        string[] inputs = [.. Inputs(network, channels, lookback, assets, limits is not null).Select(graph.Input)];
        var window = inputs[0];
        var state = new NetworkState(network);
        var layers = new LayerGraph(graph, state, lookback, assets);
        var (weights, problems) = (new WeightGraph(layers, assets), new ProblemGraph(layers, window, lookback, assets));
        var values = network switch
        {
            LinearNetwork => Pair(weights.Softmax(Linear(layers, state, window))),
            KeynesNetwork keynes => Pair(weights.Softmax(Tempered(layers, Scores(layers, state, "", window, keynes)))),
            RecurrentAllocator recurrent => Pair(Sided(weights, recurrent.Side, layers.Double(Scores(layers, state, "", window, recurrent)))),
            ConvolutionalAllocator convolutional => Pair(Sided(weights, convolutional.Side, layers.Double(Scores(layers, state, "", window, convolutional)))),
            MinimalNetwork => Pair(Minimal(weights, problems, state, assets)),
            DummyNetwork => Pair(weights.OnSimplex(Dummy(layers, state, window))),
            BachelierNetwork bachelier => Solved(Bachelier(layers, problems, state, window, bachelier)),
            ConstrainedNetwork constrained => Solved(Constrained(layers, problems, state, window, constrained)),
            FactorNetwork factors => Solved(Factors(layers, problems, state, window, factors.Factors)),
            ThorpNetwork thorp => Solved(Thorp(problems, state, thorp, assets)),
            _ => throw new ArgumentException($"expected a network that can be exported, found {network.GetType().Name}", nameof(network)),
        };
        foreach (var (tensor, value) in Outputs(network, lookback, assets, limits is not null).Zip(values)) graph.Output(tensor, value);
        return graph.Build(metadata ?? []);

        IReadOnlyList<string> Solved(ProblemValues problem) => limits is null ? problem.InOrder : [.. Solution(layers, problem, limits, inputs), .. problem.InOrder];
    }

    /// <summary>Weights and their residual.</summary>
    private static IReadOnlyList<string> Solution(LayerGraph layers, ProblemValues problem, AllocationLimits limits, string[] inputs)
    {
        GraphValue Value(string name) => new(layers, name);
        GraphValue Each(string name) => Value(layers.Reshape(name, -1, 1));
        var graph = new InteriorPointGraph(layers, limits);
        var factor = Value(problem.Factor);
        var covariance = factor.MatMul(factor.Transposed()) + Value(problem.Diagonal).Column() * graph.Identity;
        var trade = new TradeValues(Value(inputs[1]), Value(inputs[2]), Each(inputs[3]));
        var (weights, residual) = graph.Solve(Value(problem.Returns), covariance, Each(problem.RiskAversion), Each(problem.Ridge), trade);
        return [weights.Name, layers.Reshape(residual.Name, -1)];
    }

    /// <summary>Writes a policy that sees what it holds. Its inputs are window, held, universe and invested, as in <see cref="AllocatorTensors.TradeInputs"/>; its outputs weights and
    /// the residual of the target that it moves to.</summary>
    /// <remarks>Where nothing is held yet it moves from equal weights of the universe, as in training.</remarks>
    /// <inheritdoc cref="Export(AllocatorNetwork, int, int, int, IEnumerable{KeyValuePair{string, string}}, AllocationLimits)"/>
    /// <exception cref="ArgumentException">A count is below 1, or the lookback below the policy's field.</exception>
    public static byte[] Export(SequentialAllocator network, int channels, int lookback, int assets, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(assets, 1);
        if (lookback < network.Field) throw new ArgumentException($"expected at least the {network.Field} steps that the policy sees, found {lookback}", nameof(lookback));
        var graph = new OnnxGraphBuilder(network.GetName());
        string[] inputs = [.. SequentialInputs(channels, lookback, assets).Select(graph.Input)];
        var layers = new LayerGraph(graph, new NetworkState(network), network.Field, assets);
        var values = new SequentialGraph(layers, assets).Decide(inputs, lookback, network);
        foreach (var (tensor, value) in AllocatorTensors.OutputsOfWeights(assets).Zip(Pair(values))) graph.Output(tensor, value);
        return graph.Build(metadata ?? []);
    }

    /// <summary>Inputs of a policy's model as a manifest states them.</summary>
    public static IReadOnlyList<TensorSpecification> SequentialInputs(int channels, int lookback, int assets) =>
        [.. AllocatorTensors.Inputs(channels, lookback, assets), .. AllocatorTensors.TradeInputs(assets)];

    private static IReadOnlyList<string> Pair((string Weights, string Residual) values) => [values.Weights, values.Residual];

    private static (string, string) Sided(WeightGraph weights, PositionSide side, string scores) =>
        side == PositionSide.LongShort ? weights.NormalisedTanh(scores) : weights.Softmax(scores);

    private static string Tempered(LayerGraph layers, string scores) => layers.Double(layers.Node("Div", [scores, layers.Parameter("temperature")]));

    private static string Linear(LayerGraph layers, NetworkState state, string window)
    {
        // In float64, as one layer sums all inputs. Batch normalisation with running statistics is one affine map.
        var (mean, variance) = (state.Doubles("norm_layer.running_mean"), state.Doubles("norm_layer.running_var"));
        var (weight, bias) = (state.Doubles("norm_layer.weight"), state.Doubles("norm_layer.bias"));
        double[] slope = [.. weight.Select((value, i) => value / Math.Sqrt(variance[i] + 1e-5))];
        double[] shift = [.. bias.Select((value, i) => value - slope[i] * mean[i])];
        var row = layers.Reshape(layers.Double(window), 0, mean.Length);
        var normalised = layers.Node("Add", [layers.Node("Mul", [row, layers.Constant(slope, slope.Length)]), layers.Constant(shift, shift.Length)]);
        var product = layers.Node("MatMul", [normalised, layers.Transpose(layers.Constant(state.Doubles("linear.weight"), state.Shape("linear.weight")), 1, 0)]);
        var sums = layers.Node("Add", [product, layers.Constant(state.Doubles("linear.bias"), state.Shape("linear.bias"))]);
        return layers.Node("Div", [sums, layers.Constant(state.Doubles("temperature"), state.Shape("temperature"))]);
    }

    /// <summary>(batch, assets) float32, before any temperature.</summary>
    /// <param name="prefix">Of its parameters' names.</param>
    private static string Scores(LayerGraph layers, NetworkState state, string prefix, string window, ScoreNetwork network) => network switch
    {
        KeynesNetwork keynes => Keynes(layers, state, prefix, window, keynes.Groups),
        RecurrentAllocator => layers.ScoreEach(new RecurrentGraph(layers, state).Newest(layers.Standardise(window, $"{prefix}standardisation"), $"{prefix}recurrent.cell"), $"{prefix}score"),
        ConvolutionalAllocator => Convolution(layers, state, prefix, window),
        _ => throw new ArgumentException($"expected a network that can be exported, found {network.GetType().Name}", nameof(network)),
    };

    private static string Keynes(LayerGraph layers, NetworkState state, string prefix, string window, int groups)
    {
        var values = layers.InstanceNormalise(window, $"{prefix}norm_layer_1");
        var kernel = $"{prefix}transform_layer.conv.weight";
        values = state.Has(kernel)
            ? layers.Convolve(values, $"{prefix}transform_layer.conv", (int)(state.Shape(kernel)[2] - 1) / 2)
            : new RecurrentGraph(layers, state).Steps(values, $"{prefix}transform_layer.cell");
        values = layers.Node("Relu", [layers.GroupNormalise(values, $"{prefix}norm_layer_2", groups)]);
        var hidden = state.Shape($"{prefix}norm_layer_2.weight")[0];
        return layers.Mean(layers.Reshape(values, 0, hidden * layers.Lookback, layers.Assets), 1);
    }

    private static string Convolution(LayerGraph layers, NetworkState state, string prefix, string window)
    {
        var before = (int)state.Shape($"{prefix}convolution.conv.weight")[2] - 1;
        var values = layers.Node("Relu", [layers.Convolve(layers.Standardise(window, $"{prefix}standardisation"), $"{prefix}convolution.conv", before)]);
        var channels = state.Shape($"{prefix}channels.constant")[0];
        return layers.Mean(layers.Node("Mul", [layers.Newest(values), layers.Parameter($"{prefix}channels.constant", 1, channels, 1)]), 1);
    }

    private static (string, string) Minimal(WeightGraph weights, ProblemGraph problems, NetworkState state, int assets)
    {
        var scores = state.Doubles("allocate_layer.asset_weights").Select(value => Math.Max(value, 0)).ToArray();
        var sum = scores.Sum();
        return weights.OnSimplex(problems.ForAll([.. scores.Select(value => sum > 0 ? value / sum : 1.0 / assets)], assets));
    }

    private static string Dummy(LayerGraph layers, NetworkState state, string window)
    {
        var channels = state.Shape("mbc.constant")[0];
        var sizes = layers.Mean(layers.Double(layers.Node("Abs", [layers.Node("Mul", [window, layers.Parameter("mbc.constant", 1, channels, 1, 1)])])), 1, 2);
        var positive = layers.Node("Add", [sizes, layers.Constant([1e-6])]);
        return layers.Node("Div", [positive, layers.Node("ReduceSum", [positive, layers.Constant([1L], 1)])]);
    }

    private static ProblemValues Bachelier(LayerGraph layers, ProblemGraph problems, NetworkState state, string window, BachelierNetwork network)
    {
        var values = layers.InstanceNormalise(window, "norm_layer");
        string First(string channels) => layers.Node("Gather", [channels, layers.Constant([0L])], OnnxAttribute.Of("axis", 1)); // (batch, lookback, assets)
        var scale = problems.NormalisationScale(First(window), state.Doubles("norm_layer.weight")[0], BachelierNetwork.NormalisationEpsilon);
        var (factor, diagonal) = problems.Over(scale, problems.Covariance(First(values), network.Shrinkage));
        var returns = new RecurrentGraph(layers, state).Attend(values, "transform_layer.cell", "time_collapse_layer");
        var posed = Charged(problems, state, layers.Double(returns), factor, diagonal);
        return posed with { RiskAversion = layers.Node("Mul", [posed.RiskAversion, scale]) };
    }

    private static ProblemValues Constrained(LayerGraph layers, ProblemGraph problems, NetworkState state, string window, ConstrainedNetwork network)
    {
        var returns = layers.Node("Gather", [window, layers.Constant([(long)network.Channel])], OnnxAttribute.Of("axis", 1)); // (batch, lookback, assets)
        var covariance = problems.Covariance(returns, ShrinkageTarget.Diagonal);
        var scores = layers.Double(Scores(layers, state, "scores.", window, network.Inner));
        return new ProblemValues(
            scores, covariance.Factor, covariance.Diagonal, problems.OverMeanVariance(Math.Exp(state.Doubles("log_risk_aversion")[0]), covariance),
            problems.ForAll([Math.Exp(state.Doubles("log_ridge")[0])]));
    }

    private static ProblemValues Factors(LayerGraph layers, ProblemGraph problems, NetworkState state, string window, int factors)
    {
        var states = new RecurrentGraph(layers, state).Newest(layers.Standardise(window, "standardisation"), "recurrent.cell");
        var head = layers.Double(layers.Reshape(layers.Linear(states, "head"), -1, layers.Assets, factors + 2L));
        string Part(long from, long to) => layers.Node("Slice", [head, layers.Constant([from], 1), layers.Constant([to], 1), layers.Constant([2L], 1)]);
        string Column(long at) => layers.Node("Gather", [head, layers.Constant([at])], OnnxAttribute.Of("axis", 2));
        var softplus = layers.Node("Log", [layers.Node("Add", [layers.Node("Exp", [Column(factors + 1)]), layers.Constant([1.0])])]);
        var variances = layers.Node("Add", [softplus, layers.Constant([1e-3])]);
        return new ProblemValues(Column(0), Part(1, factors + 1), variances, problems.ForAll([1.0]), problems.ForAll([0.0]));
    }

    private static ProblemValues Thorp(ProblemGraph problems, NetworkState state, ThorpNetwork network, int assets)
    {
        var matrix = state.Doubles("matrix");
        var factor = new double[assets * assets];
        for (var i = 0; i < assets; i++)
            for (var j = 0; j < assets; j++)
                for (var k = 0; k < assets; k++)
                    if (network.IsSymmetric) factor[i * assets + j] += matrix[i * assets + k] * matrix[j * assets + k];
                    else factor[i * assets + j] = matrix[j * assets + i]; // Σ = RᵀR
        return Charged(problems, state, problems.ForAll(state.Doubles("exp_returns"), assets), problems.ForAll(factor, assets, assets), problems.NoDiagonal());
    }

    private static ProblemValues Charged(ProblemGraph problems, NetworkState state, string returns, string factor, string diagonal)
    {
        var (root, ridge) = (state.Doubles("gamma_sqrt")[0], state.Doubles("alpha")[0]);
        return new ProblemValues(returns, factor, diagonal, problems.ForAll([root * root]), problems.ForAll([Math.Abs(ridge)]));
    }
}
