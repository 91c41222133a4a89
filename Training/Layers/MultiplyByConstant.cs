using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers;

/// <summary>Multiplies each slice of one dimension by its own learned number, 1 at first; the shape stays.</summary>
public sealed class MultiplyByConstant : nn.Module<Tensor, Tensor>
{
    private readonly int _dimension;

    [ComponentName(Name = "constant")]
    private readonly Parameter _constant;

    /// <param name="size">Length of the dimension.</param>
    /// <param name="dimension">1 channels, 2 time, 3 assets. Default 1.</param>
    /// <exception cref="ArgumentException">The size is below 1.</exception>
    public MultiplyByConstant(int size, int dimension = 1) : base(nameof(MultiplyByConstant))
    {
        _constant = ParameterDraws.Parameter(ones(Shapes.RequirePositive(size, nameof(size))));
        _dimension = dimension;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() <= _dimension || input.shape[_dimension] != _constant.shape[0])
            throw new ArgumentException($"expected {_constant.shape[0]} along dimension {_dimension}, found {Shapes.Text(input)}", nameof(input));
        using var scope = NewDisposeScope();
        var shape = new long[input.dim()];
        Array.Fill(shape, 1);
        shape[_dimension] = -1;
        return input.mul(_constant.view(shape)).MoveToOuterDisposeScope();
    }
}
