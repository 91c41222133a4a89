using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Layers;
using LeanDeep.Training.Layers.Allocators;
using LeanDeep.Training.Layers.Collapses;
using LeanDeep.Training.Layers.Dense;
using LeanDeep.Training.Layers.Matrices;
using LeanDeep.Training.Layers.Transforms;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

/// <summary>Instance normalisation, then two branches: the shrunk covariance of the first channel; and LSTM in both directions → dropout → attention over
/// time → mean over channels, which gives expected returns. Both go into the Markowitz portfolio, with learned risk aversion and ridge.</summary>
/// <remarks>DeepDow hands the covariance where its root belongs, so its risk is w′Σ²w; here it is w′Σw. Normalisation scales the returns by √k: the problem has their own covariance, Σ/k, in
/// which a limit on volatility is in the unit of the returns, and k times the risk aversion.</remarks>
public sealed class BachelierNetwork : ProblemNetwork
{
    /// <summary>Of torch's normalisation.</summary>
    internal const double NormalisationEpsilon = 1e-5;

    private readonly CovarianceMatrix _covariance;
    private readonly Generator _generator;
    private readonly SeededDropout _dropout;

    [ComponentName(Name = "norm_layer")]
    private readonly InstanceNorm2d _normalisation;

    [ComponentName(Name = "transform_layer")]
    private readonly RecurrentTransform _recurrent;

    [ComponentName(Name = "time_collapse_layer")]
    private readonly AttentionCollapse _attention;

    [ComponentName(Name = "gamma_sqrt")]
    private readonly Parameter _riskAversionRoot;

    [ComponentName(Name = "alpha")]
    private readonly Parameter _ridge;

    /// <param name="channels">Channels of the inputs; the first holds returns.</param>
    /// <param name="assets">Assets.</param>
    /// <param name="seed">Of first weights and dropout.</param>
    /// <param name="hidden">Units of both directions together, even. Default 32.</param>
    /// <param name="cap">Largest weight, within (0, 1]. Default 1.</param>
    /// <param name="shrinkage">Target of the covariance's shrinkage by one half. Default <see cref="ShrinkageTarget.Diagonal"/>.</param>
    /// <param name="dropout">Share set to zero while training, in [0, 1). Default 0.5.</param>
    /// <param name="limits">Constraints in place of the cap, in the order of the assets; null for none.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public BachelierNetwork(
        int channels, int assets, long seed, int hidden = 32, double cap = 1, ShrinkageTarget shrinkage = ShrinkageTarget.Diagonal, double dropout = 0.5,
        AllocationLimits? limits = null)
        : base(nameof(BachelierNetwork), limits ?? Caps.Limits(assets, cap))
    {
        _generator = new Generator((ulong)seed);
        _dropout = new SeededDropout(dropout, _generator);
        _covariance = new CovarianceMatrix(shrinkage);
        _normalisation = nn.InstanceNorm2d(channels, affine: true);
        _recurrent = new RecurrentTransform(channels, hidden, RecurrentCell.Lstm, _generator, bidirectional: true);
        _attention = new AttentionCollapse(hidden, _generator);
        _riskAversionRoot = ParameterDraws.Parameter(ones(1));
        _ridge = ParameterDraws.Parameter(ones(1));
        Shrinkage = shrinkage;
        RegisterComponents();
    }

    internal ShrinkageTarget Shrinkage { get; }

    internal override bool MeasuresVolatility => true;

    internal override void Reseed(long seed) => _generator.manual_seed(seed);

    private protected override PosedProblem Problem(Tensor input)
    {
        var values = _normalisation.call(input);
        var returns = _attention.call(_dropout.call(_recurrent.call(values))).mean([1]);
        var scale = _normalisation.weight!.narrow(0, 0, 1).square().div(input.select(1, 0).var([1, 2], unbiased: false).add(NormalisationEpsilon));
        scale = where(scale.gt(0), scale, ones_like(scale));
        return new PosedProblem(returns, _covariance.call(values.select(1, 0)).div(scale.view(-1, 1, 1)), _riskAversionRoot.square().mul(scale), _ridge.abs().repeat(input.shape[0]));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _generator.Dispose();
        base.Dispose(disposing);
    }
}
