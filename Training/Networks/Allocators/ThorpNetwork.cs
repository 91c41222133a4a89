using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Layers;
using LeanDeep.Training.Layers.Allocators;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

/// <summary>The Markowitz portfolio of learned expected returns, covariance root, risk aversion and ridge, whatever the inputs: assets² + assets + 2 parameters.</summary>
/// <remarks>The learned matrix M gives the covariance's root as M Mᵀ, or as M itself, as in DeepDow; any M gives a positive semidefinite covariance.</remarks>
public sealed class ThorpNetwork : ProblemNetwork
{
    private readonly bool _symmetric;

    [ComponentName(Name = "matrix")]
    private readonly Parameter _matrix;

    [ComponentName(Name = "exp_returns")]
    private readonly Parameter _returns;

    [ComponentName(Name = "gamma_sqrt")]
    private readonly Parameter _riskAversionRoot;

    [ComponentName(Name = "alpha")]
    private readonly Parameter _ridge;

    /// <param name="assets">Assets.</param>
    /// <param name="cap">Largest weight, within (0, 1]. Default 1.</param>
    /// <param name="symmetric">Whether the root is M Mᵀ, otherwise M. Default true.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public ThorpNetwork(int assets, double cap = 1, bool symmetric = true) : this(Caps.Limits(assets, cap), symmetric)
    {
    }

    /// <param name="limits">The constraints in the order of the assets.</param>
    /// <param name="symmetric">Whether the root is M Mᵀ, otherwise M. Default true.</param>
    public ThorpNetwork(AllocationLimits limits, bool symmetric = true) : base(nameof(ThorpNetwork), limits)
    {
        var assets = limits.Names.Count;
        _symmetric = symmetric;
        _matrix = ParameterDraws.Parameter(eye(assets));
        _returns = ParameterDraws.Parameter(zeros(assets));
        _riskAversionRoot = ParameterDraws.Parameter(ones(1));
        _ridge = ParameterDraws.Parameter(ones(1));
        RegisterComponents();
    }

    internal bool IsSymmetric => _symmetric;

    private protected override PosedProblem Problem(Tensor input)
    {
        var samples = input.shape[0];
        var root = _symmetric ? _matrix.matmul(_matrix.t()) : _matrix;
        return new PosedProblem(
            _returns.repeat(samples, 1), root.t().matmul(root).repeat(samples, 1, 1), _riskAversionRoot.square().repeat(samples), _ridge.abs().repeat(samples));
    }
}
