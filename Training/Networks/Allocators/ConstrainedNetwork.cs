using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Layers;
using LeanDeep.Training.Layers.Matrices;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

/// <summary>Another network's scores as expected returns, the shrunk covariance of the lookback, learned risk aversion and ridge → the best weights within a
/// constraint set: net, gross, caps, groups, turnover and costs against the weights held.</summary>
/// <remarks>Risk is γ wᵀΣw/v, v the mean variance, so that scores, risk and ridge are of one size whatever the market's volatility: the problem has Σ as it is, in which a limit on volatility is
/// in the unit of the returns, and the risk aversion γ/v.</remarks>
public sealed class ConstrainedNetwork : ProblemNetwork
{
    private readonly CovarianceMatrix _covariance = new();
    private readonly int _channel;

    [ComponentName(Name = "scores")]
    private readonly ScoreNetwork _scores;

    [ComponentName(Name = "log_risk_aversion")]
    private readonly Parameter _logRiskAversion;

    [ComponentName(Name = "log_ridge")]
    private readonly Parameter _logRidge;

    /// <param name="scores">Gives expected returns; owned by this.</param>
    /// <param name="limits">The constraints in the order of the assets.</param>
    /// <param name="channel">Channel of the returns. Default 0.</param>
    /// <param name="riskAversion">γ at first, positive. Default 1.</param>
    /// <param name="ridge">α at first, positive. Default 0.1.</param>
    /// <exception cref="ArgumentException">γ or α is not positive.</exception>
    public ConstrainedNetwork(ScoreNetwork scores, AllocationLimits limits, int channel = 0, double riskAversion = 1, double ridge = 0.1)
        : base(nameof(ConstrainedNetwork), limits)
    {
        ArgumentNullException.ThrowIfNull(scores);
        (_scores, _channel) = (scores, channel);
        _logRiskAversion = ParameterDraws.Parameter(full(1, Math.Log(Shapes.RequirePositive(riskAversion, nameof(riskAversion)))));
        _logRidge = ParameterDraws.Parameter(full(1, Math.Log(Shapes.RequirePositive(ridge, nameof(ridge)))));
        RegisterComponents();
    }

    internal ScoreNetwork Inner => _scores;

    internal int Channel => _channel;

    internal override bool MeasuresVolatility => true;

    internal override void Reseed(long seed) => _scores.Reseed(seed);

    private protected override PosedProblem Problem(Tensor input)
    {
        var covariance = _covariance.call(input.select(1, _channel));
        var size = covariance.diagonal(0, 1, 2).mean([1]);
        var riskAversion = _logRiskAversion.exp().div(where(size.gt(0), size, ones_like(size)));
        return new PosedProblem(_scores.Scores(input), covariance, riskAversion, _logRidge.exp().repeat(input.shape[0]));
    }
}
