using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Dense;

/// <summary>The largest of k weighted sums for each unit: (…, inputs) → (…, units).</summary>
/// <remarks>Source: Goodfellow et al. (2013).</remarks>
public sealed class Maxout : nn.Module<Tensor, Tensor>
{
    private readonly int _units, _pieces;

    [ComponentName(Name = "linear")]
    private readonly Linear _linear;

    /// <param name="inputs">Inputs.</param>
    /// <param name="units">Outputs.</param>
    /// <param name="generator">Of the first weights.</param>
    /// <param name="pieces">k. Default 2.</param>
    /// <exception cref="ArgumentException">A count is below 1.</exception>
    public Maxout(int inputs, int units, Generator generator, int pieces = 2) : base(nameof(Maxout))
    {
        Shapes.RequirePositive(inputs, nameof(inputs));
        _units = Shapes.RequirePositive(units, nameof(units));
        _pieces = Shapes.RequirePositive(pieces, nameof(pieces));
        _linear = ParameterDraws.ByFanIn(nn.Linear(inputs, units * pieces), inputs, generator);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        return _linear.call(input).unflatten(-1, _units, _pieces).amax([-1]).MoveToOuterDisposeScope();
    }
}
