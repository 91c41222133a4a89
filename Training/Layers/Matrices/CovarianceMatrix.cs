using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Matrices;

/// <summary>Covariance of a window's returns, δS + (1 − δ)F with S the sample covariance (divisor lookback − 1): (samples, lookback, assets) →
/// (samples, assets, assets). Optionally its symmetric square root.</summary>
/// <remarks>δ multiplies the sample covariance, as DeepDow has it: 1 is no shrinkage. With δ &lt; 1 the matrix is positive definite however short the
/// window, as long as F is.</remarks>
/// <param name="target">F. Default <see cref="ShrinkageTarget.Diagonal"/>.</param>
/// <param name="coefficient">δ, within [0, 1]. Default 0.5.</param>
/// <param name="root">Whether the square root is wanted. Default false.</param>
/// <exception cref="ArgumentException">δ lies outside [0, 1].</exception>
public sealed class CovarianceMatrix(ShrinkageTarget target = ShrinkageTarget.Diagonal, double coefficient = 0.5, bool root = false)
    : nn.Module<Tensor, Tensor>(nameof(CovarianceMatrix))
{
    private readonly double _coefficient = coefficient is >= 0 and <= 1 ? coefficient : throw new ArgumentException($"expected within [0, 1], found {coefficient}", nameof(coefficient));

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Shrunk(input, full(1, _coefficient, dtype: input.dtype, device: input.device)).MoveToOuterDisposeScope();
    }

    /// <param name="input">(samples, lookback, assets).</param>
    /// <param name="coefficients">(samples) δ of each sample.</param>
    public Tensor call(Tensor input, Tensor coefficients)
    {
        Shapes.Require(coefficients, 1, "samples", nameof(coefficients));
        using var scope = NewDisposeScope();
        return Shrunk(input, coefficients).MoveToOuterDisposeScope();
    }

    private Tensor Shrunk(Tensor returns, Tensor coefficients)
    {
        Shapes.Require(returns, 3, "samples, lookback, assets", nameof(returns));
        if (returns.shape[1] < 2)
            throw new ArgumentException($"expected a lookback of at least 2 steps, found {returns.shape[1]}", nameof(returns));
        var centred = returns.sub(returns.mean([1], keepdim: true));
        var covariance = centred.transpose(1, 2).matmul(centred).div(returns.shape[1] - 1);
        if (target != ShrinkageTarget.None)
        {
            var weight = coefficients.view(-1, 1, 1);
            covariance = covariance.mul(weight).add(Target(covariance).mul(weight.neg().add(1)));
        }
        return root ? SymmetricRoot.Of(covariance) : covariance;
    }

    private Tensor Target(Tensor covariance)
    {
        var diagonal = covariance.diagonal(0, 1, 2);
        var identity = eye(covariance.shape[1], dtype: covariance.dtype, device: covariance.device);
        return target switch
        {
            ShrinkageTarget.Diagonal => diagonal.diag_embed(),
            ShrinkageTarget.Identity => identity,
            ShrinkageTarget.ScaledIdentity => identity.mul(diagonal.mean([1]).view(-1, 1, 1)),
            var other => throw new InvalidOperationException($"target {other}"),
        };
    }
}
