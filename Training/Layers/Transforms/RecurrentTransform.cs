using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Transforms;

/// <summary>A recurrent network over time, the same for every asset: (samples, channels, lookback, assets) → (samples, hidden, lookback, assets).</summary>
/// <remarks>The state starts at zero in each window. In both directions each has half of the hidden units, and a step sees later ones. LSTMs in float32 on the processor take
/// <see cref="LstmFunction"/>, all else libtorch's operators.</remarks>
public sealed class RecurrentTransform : nn.Module<Tensor, Tensor>
{
    private static readonly string[] Parameters = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];
    private readonly int _hidden;

    [ComponentName(Name = "cell")]
    private readonly nn.Module _cell;

    /// <param name="channels">Channels in.</param>
    /// <param name="hidden">Channels out; even where bidirectional.</param>
    /// <param name="cell">Kind of cell.</param>
    /// <param name="generator">Of the first weights, uniform on ±1/√units as PyTorch has them.</param>
    /// <param name="bidirectional">Whether a second network reads the window backwards. Default false.</param>
    /// <param name="layers">Networks on top of each other. Default 1.</param>
    /// <exception cref="ArgumentException">A count is below 1, or an odd one must be halved.</exception>
    public RecurrentTransform(int channels, int hidden, RecurrentCell cell, Generator generator, bool bidirectional = false, int layers = 1)
        : base(nameof(RecurrentTransform))
    {
        Shapes.RequirePositive(channels, nameof(channels));
        Shapes.RequirePositive(layers, nameof(layers));
        _hidden = Shapes.RequirePositive(hidden, nameof(hidden));
        if (bidirectional && hidden % 2 != 0)
            throw new ArgumentException($"expected an even number for two directions, found {hidden}", nameof(hidden));
        var units = bidirectional ? hidden / 2 : hidden;
        nn.Module made = cell switch
        {
            RecurrentCell.Simple => nn.RNN(channels, units, layers, bidirectional: bidirectional),
            RecurrentCell.Lstm => nn.LSTM(channels, units, layers, bidirectional: bidirectional),
            RecurrentCell.Gru => nn.GRU(channels, units, layers, bidirectional: bidirectional),
            _ => throw new ArgumentException($"expected a known cell, found {cell}", nameof(cell)),
        };
        (Cell, Layers, IsBidirectional) = (cell, layers, bidirectional);
        _cell = ParameterDraws.Uniform(made, 1 / Math.Sqrt(units), generator);
        RegisterComponents();
    }

    public RecurrentCell Cell { get; }
    public int Layers { get; }
    public bool IsBidirectional { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Shapes.Require(input, 4, "samples, channels, lookback, assets", nameof(input));
        using var scope = NewDisposeScope();
        return States(Steps(input)).view(input.shape[2], input.shape[0], input.shape[3], _hidden).permute(1, 3, 0, 2).MoveToOuterDisposeScope();
    }

    /// <summary>The states at the newest step: (samples, channels, lookback, assets) → (samples, assets, hidden).</summary>
    public Tensor Newest(Tensor input)
    {
        Shapes.Require(input, 4, "samples, channels, lookback, assets", nameof(input));
        using var scope = NewDisposeScope();
        var steps = Steps(input);
        var states = !IsBidirectional && Fused(steps) ? States(steps, newest: true) : States(steps).select(0, -1);
        return states.view(input.shape[0], input.shape[3], _hidden).MoveToOuterDisposeScope();
    }

    // (lookback, samples · assets, channels).
    private static Tensor Steps(Tensor input) => input.permute(2, 0, 3, 1).reshape(input.shape[2], input.shape[0] * input.shape[3], input.shape[1]);

    private bool Fused(Tensor steps) => Cell == RecurrentCell.Lstm && LstmFunction.Fits(steps, _cell.get_parameter("weight_ih_l0")!);

    // (lookback, rows, hidden), or (rows, hidden) of the newest step.
    private Tensor States(Tensor steps, bool newest = false)
    {
        if (!Fused(steps))
            return _cell switch
            {
                LSTM lstm => lstm.call(steps).Item1,
                GRU gru => gru.call(steps).Item1,
                var other => ((RNN)other).call(steps).Item1,
            };
        for (var layer = 0; layer < Layers; layer++)
        {
            Tensor Direction(string suffix, bool reversed) => LstmFunction.Apply(
                steps, [.. Parameters.Select(kind => _cell.get_parameter($"{kind}_l{layer}{suffix}")!)], reversed, newest && layer == Layers - 1);
            var states = Direction("", false);
            steps = IsBidirectional ? cat([states, Direction("_reverse", true)], 2) : states;
        }
        return steps;
    }
}
