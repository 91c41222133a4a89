using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Transforms;

/// <summary>A recurrent network over time, the same for every asset: (samples, channels, lookback, assets) → (samples, hidden, lookback, assets).</summary>
/// <remarks>The state starts at zero in each window. In both directions each has half of the hidden units, and a step sees later ones.</remarks>
public sealed class RecurrentTransform : nn.Module<Tensor, Tensor>
{
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
        var (samples, channels, lookback, assets) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        var steps = input.permute(2, 0, 3, 1).reshape(lookback, samples * assets, channels);
        var states = _cell switch
        {
            LSTM lstm => lstm.call(steps).Item1,
            GRU gru => gru.call(steps).Item1,
            var other => ((RNN)other).call(steps).Item1,
        };
        return states.view(lookback, samples, assets, _hidden).permute(1, 3, 0, 2).MoveToOuterDisposeScope();
    }
}
