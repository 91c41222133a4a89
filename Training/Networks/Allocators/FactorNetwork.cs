using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Layers;
using LeanDeep.Training.Layers.Matrices;
using LeanDeep.Training.Layers.Transforms;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

/// <summary>Standardisation → recurrent network over time, the same for every asset → at the newest step each asset's expected return, loadings on a few
/// factors and own variance, all learned → the best weights within a constraint set.</summary>
/// <remarks>The covariance is learned with the rest instead of being estimated from the window, so it has full rank for any lookback and any number of assets.
/// Its scale is that of the scores; the objective's risk aversion is 1.</remarks>
public sealed class FactorNetwork : ProblemNetwork
{
    private const double LeastVariance = 1e-3;
    private readonly FactorCovariance _covariance = new();
    private readonly int _factors;

    [ComponentName(Name = "standardisation")]
    private readonly ChannelStandardisation _standardisation;

    [ComponentName(Name = "recurrent")]
    private readonly RecurrentTransform _recurrent;

    [ComponentName(Name = "head")]
    private readonly Linear _head;

    /// <param name="channels">Channels of the inputs.</param>
    /// <param name="factors">Factors of the covariance, at least 1.</param>
    /// <param name="limits">The constraints in the order of the assets.</param>
    /// <param name="seed">Of the first weights.</param>
    /// <param name="cell">Simple, LSTM or GRU. Default LSTM.</param>
    /// <param name="hidden">Units of the cell. Default 32.</param>
    /// <param name="scaling">Of the inputs; null for none.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public FactorNetwork(
        int channels, int factors, AllocationLimits limits, long seed, RecurrentCell cell = RecurrentCell.Lstm, int hidden = 32, ChannelScaling? scaling = null)
        : base(nameof(FactorNetwork), limits)
    {
        using var generator = new Generator((ulong)seed);
        _factors = Shapes.RequirePositive(factors, nameof(factors));
        _standardisation = ChannelStandardisation.Of(scaling, channels);
        _recurrent = new RecurrentTransform(channels, hidden, cell, generator);
        _head = ParameterDraws.ByFanIn(nn.Linear(hidden, factors + 2), hidden, generator);
        RegisterComponents();
    }

    internal int Factors => _factors;

    private protected override PosedProblem Problem(Tensor input)
    {
        var samples = input.shape[0];
        var head = _head.call(_recurrent.Newest(_standardisation.call(input))); // (samples, assets, factors + 2)
        var variances = nn.functional.softplus(head.select(2, _factors + 1)).add(LeastVariance);
        return new PosedProblem(
            head.select(2, 0), _covariance.call(head.narrow(2, 1, _factors), variances),
            ones(samples, dtype: input.dtype, device: input.device), zeros(samples, dtype: input.dtype, device: input.device));
    }
}
