using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Layers;
using LeanDeep.Training.Layers.Allocators;
using LeanDeep.Training.Layers.Transforms;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

/// <summary>A policy that knows what it holds: two causal convolutions read each asset's window, a score sees their newest output and the asset's weight held,
/// scores become target weights, and the portfolio moves a learned part of the way from held to target.</summary>
/// <remarks>(samples, channels, lookback, assets) and (samples, assets) held → (samples, assets). <see cref="Unroll"/> carries the weights through time,
/// drift and costs included, so that the gradient of a path's loss reaches every earlier trade: the policy learns when a trade is worth its cost. Convolutions see
/// <see cref="Field"/> steps and no more, so one pass over a long series gives what a window at a time gives.
/// Source: partial adjustment toward a target, Gârleanu and Pedersen (2013); held weights as inputs, Jiang, Xu and Liang (2017).</remarks>
public sealed class SequentialAllocator : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _side;

    [ComponentName(Name = "standardisation")]
    private readonly ChannelStandardisation _standardisation;

    [ComponentName(Name = "first")]
    private readonly TimeConvolution _first;

    [ComponentName(Name = "second")]
    private readonly TimeConvolution _second;

    [ComponentName(Name = "score")]
    private readonly Linear _score;

    [ComponentName(Name = "pace")]
    private readonly Linear _pace;

    /// <param name="channels">Channels of the inputs.</param>
    /// <param name="kernel">Steps that each convolution sees.</param>
    /// <param name="seed">Of the first weights.</param>
    /// <param name="hidden">Channels of the convolutions. Default 16.</param>
    /// <param name="side">Default <see cref="PositionSide.LongOnly"/>.</param>
    /// <param name="scaling">Of the inputs; null for none.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public SequentialAllocator(int channels, int kernel, long seed, int hidden = 16, PositionSide side = PositionSide.LongOnly, ChannelScaling? scaling = null)
        : base(nameof(SequentialAllocator))
    {
        using var generator = new Generator((ulong)seed);
        Side = side;
        _side = side.Layer();
        _standardisation = ChannelStandardisation.Of(scaling, channels);
        _first = new TimeConvolution(channels, hidden, kernel, generator);
        _second = new TimeConvolution(hidden, hidden, kernel, generator);
        _score = ParameterDraws.ByFanIn(nn.Linear(hidden + 1, 1), hidden + 1, generator);
        _pace = ParameterDraws.ByFanIn(nn.Linear(hidden, 1), hidden, generator);
        Field = 2 * kernel - 1;
        RegisterComponents();
    }

    public PositionSide Side { get; }

    /// <summary>Steps of its window that a decision sees; the least lookback.</summary>
    public int Field { get; }

    /// <param name="input">(samples, channels, lookback, assets) a lookback of at least <see cref="Field"/>.</param>
    /// <param name="held">(samples, assets) weights before the trade.</param>
    public override Tensor forward(Tensor input, Tensor held)
    {
        Require(input, 1);
        using var scope = NewDisposeScope();
        return Decide(Read(input.narrow(2, input.shape[2] - Field, Field)).select(2, -1), held, null).MoveToOuterDisposeScope();
    }

    /// <summary>Decides, trades, and lets the weights drift, step after step.</summary>
    /// <param name="input">(samples, channels, lookback + steps − 1, assets): the window of the first decision and what each later one adds.</param>
    /// <param name="returns">(samples, steps, assets) simple returns after each decision.</param>
    /// <param name="held">(samples, assets) weights before the first trade.</param>
    /// <param name="costRate">One-way cost per unit traded; 0.0005 is 5 bp.</param>
    /// <param name="universe">(samples, steps, assets) bool: the others are sold; null for all.</param>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public SequencePath Unroll(Tensor input, Tensor returns, Tensor held, double costRate, Tensor? universe = null)
    {
        Shapes.Require(returns, 3, "samples, steps, assets", nameof(returns));
        var steps = returns.shape[1];
        Require(input, steps);
        using var scope = NewDisposeScope();
        var states = Read(input.narrow(2, input.shape[2] - steps - Field + 1, steps + Field - 1)); // (samples, hidden, time, assets)
        var (weights, turnover, net) = (new Tensor[steps], new Tensor[steps], new Tensor[steps]);
        for (var step = 0; step < steps; step++)
        {
            weights[step] = Decide(states.select(2, step + Field - 1), held, universe?.select(1, step));
            turnover[step] = weights[step].sub(held).abs().sum(1L);
            var came = returns.select(1, step);
            var gross = weights[step].mul(came).sum(1L);
            net[step] = gross.add(1).mul(turnover[step].mul(-costRate).add(1)).sub(1);
            held = weights[step].mul(came.add(1)).div(gross.add(1).unsqueeze(1));
        }
        return new SequencePath(stack(weights, 1).MoveToOuterDisposeScope(), stack(turnover, 1).MoveToOuterDisposeScope(), stack(net, 1).MoveToOuterDisposeScope());
    }

    private Tensor Read(Tensor input) => _second.call(_first.call(_standardisation.call(input)).relu()).relu();

    // state (samples, hidden, assets), held (samples, assets).
    private Tensor Decide(Tensor state, Tensor held, Tensor? universe)
    {
        // Weights are measured in those of an equal portfolio, whatever the number of assets.
        var seen = cat([state, held.mul(held.shape[1]).unsqueeze(1)], 1).transpose(1, 2);
        var target = _side.call(_score.call(seen).squeeze(2));
        if (universe is not null)
            target = Universe.Restrict(target, universe);
        var pace = _pace.call(state.mean([2])).sigmoid();
        return held.add(target.sub(held).mul(pace));
    }

    private void Require(Tensor input, long steps)
    {
        Shapes.Require(input, 4, "samples, channels, lookback, assets", nameof(input));
        if (input.shape[2] < Field + steps - 1)
            throw new ArgumentException($"expected at least {Field + steps - 1} steps, found {input.shape[2]}", nameof(input));
    }
}
