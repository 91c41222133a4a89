using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Dense;

/// <summary>While training, sets a share of the elements to zero and divides the others by what is left; the shape stays.</summary>
/// <remarks>torch's own draws from a generator that all threads share. Source: Srivastava et al. (2014).</remarks>
/// <param name="share">Share to set to zero, in [0, 1).</param>
/// <param name="generator">Of the masks; the caller's to dispose.</param>
/// <exception cref="ArgumentException">The share lies outside [0, 1).</exception>
public sealed class SeededDropout(double share, Generator generator) : nn.Module<Tensor, Tensor>(nameof(SeededDropout))
{
    private readonly double _keep = share is >= 0 and < 1 ? 1 - share : throw new ArgumentException($"expected within [0, 1), found {share}", nameof(share));
    private readonly Generator _generator = generator ?? throw new ArgumentNullException(nameof(generator));

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!training || _keep == 1)
            return input.alias();
        using var scope = NewDisposeScope();
        return input.mul(empty_like(input).bernoulli_(_keep, _generator).div_(_keep)).MoveToOuterDisposeScope();
    }
}
