using LeanDeep.Models.Inference;
using LeanDeep.Training.Layers.Matrices;

namespace LeanDeep.Training.Export.Allocators;

/// <summary>The parts of max μᵀw − γ wᵀΣw − α‖w‖², Σ = FFᵀ + diag(d), as values of a graph in float64.</summary>
/// <param name="Returns">(batch, assets) μ.</param>
/// <param name="Factor">(batch, assets, factors) F.</param>
/// <param name="Diagonal">(batch, assets) d.</param>
/// <param name="RiskAversion">(batch) γ.</param>
/// <param name="Ridge">(batch) α.</param>
internal sealed record ProblemValues(string Returns, string Factor, string Diagonal, string RiskAversion, string Ridge)
{
    /// <summary>Names of the values in the order of <see cref="AllocatorTensors.OutputsOfProblem"/>.</summary>
    public IReadOnlyList<string> InOrder => [Returns, Factor, Diagonal, RiskAversion, Ridge];
}

/// <summary>Writes the parts of problems.</summary>
/// <param name="layers">Receives nodes and constants.</param>
/// <param name="window">The graph's input, for the size of the batch.</param>
/// <param name="lookback">Steps of the window.</param>
/// <param name="assets">Assets.</param>
internal sealed class ProblemGraph(LayerGraph layers, string window, int lookback, int assets)
{
    /// <summary>δS + (1 − δ)F of returns, as <see cref="CovarianceMatrix"/>: √(δ/(L−1)) times the centred returns, and what the target adds to the diagonal.</summary>
    /// <param name="returns">(batch, lookback, assets).</param>
    /// <param name="target">F.</param>
    /// <param name="coefficient">δ.</param>
    public (string Factor, string Diagonal) Covariance(string returns, ShrinkageTarget target, double coefficient = 0.5)
    {
        if (target == ShrinkageTarget.None) coefficient = 1;
        var values = layers.Double(returns);
        var centred = Op("Sub", [values, Op("ReduceMean", [values], OnnxAttribute.List("axes", 1))]);
        var factor = Op("Mul", [layers.Transpose(centred, 0, 2, 1), Scalar(Math.Sqrt(coefficient / (lookback - 1)))]);
        var variances = Op("Mul", [layers.Mean(Op("Mul", [centred, centred]), 1), Scalar((1 - coefficient) * lookback / (lookback - 1))]);
        return (factor, target switch
        {
            ShrinkageTarget.Diagonal => variances,
            ShrinkageTarget.Identity => Add(variances, 0, 1 - coefficient),
            ShrinkageTarget.ScaledIdentity => Op("Add", [Op("Mul", [variances, Scalar(0)]), Op("ReduceMean", [variances], OnnxAttribute.List("axes", 1))]),
            ShrinkageTarget.None => Add(variances, 0, 0),
            var other => throw new InvalidOperationException($"target {other}"),
        });
    }

    /// <summary>A number over a covariance's mean variance, (batch); as it is where that is 0.</summary>
    public string OverMeanVariance(double value, (string Factor, string Diagonal) covariance)
    {
        var common = Op("ReduceSum", [Op("Mul", [covariance.Factor, covariance.Factor]), layers.Constant([2L], 1)], OnnxAttribute.Of("keepdims", 0));
        return Op("Div", [Scalar(value), PositiveOrOne(layers.Mean(Op("Add", [common, covariance.Diagonal]), 1))]);
    }

    /// <summary>The factor by which instance normalisation scales variances, (batch): weight²/(variance + ε).</summary>
    /// <param name="returns">(batch, lookback, assets) before.</param>
    /// <param name="weight">Of the channel.</param>
    /// <param name="epsilon">ε.</param>
    public string NormalisationScale(string returns, double weight, double epsilon)
    {
        var values = layers.Double(returns);
        var centred = Op("Sub", [values, Op("ReduceMean", [values], OnnxAttribute.List("axes", 1, 2))]);
        return PositiveOrOne(Op("Div", [Scalar(weight * weight), Op("Add", [layers.Mean(Op("Mul", [centred, centred]), 1, 2), Scalar(epsilon)])]));
    }

    /// <summary>A covariance over a scale, (batch).</summary>
    public (string Factor, string Diagonal) Over(string scale, (string Factor, string Diagonal) covariance)
    {
        string Along(string value, params long[] axes) => Op("Unsqueeze", [value, layers.Constant(axes, axes.Length)]);
        return (Op("Div", [covariance.Factor, Along(Op("Sqrt", [scale]), 1, 2)]), Op("Div", [covariance.Diagonal, Along(scale, 1)]));
    }

    /// <summary>The same values for every sample: (batch, …).</summary>
    /// <param name="shape">Without the batch.</param>
    public string ForAll(double[] values, params long[] shape)
    {
        var batch = Op("Slice", [Op("Shape", [window]), layers.Constant([0L], 1), layers.Constant([1L], 1)]);
        var size = shape.Length == 0 ? batch : Op("Concat", [batch, layers.Constant(shape, shape.Length)], OnnxAttribute.Of("axis", 0));
        return Op("Expand", [layers.Constant(values, [1, .. shape]), size]);
    }

    /// <summary>No specific variances.</summary>
    public string NoDiagonal() => ForAll(new double[assets], assets);

    private string PositiveOrOne(string values) => Op("Where", [Op("Greater", [values, Scalar(0)]), values, Scalar(1)]);

    private string Add(string values, double factor, double term) => Op("Add", [Op("Mul", [values, Scalar(factor)]), Scalar(term)]);

    private string Op(string type, ReadOnlySpan<string> inputs, params OnnxAttribute[] attributes) => layers.Node(type, inputs, attributes);

    private string Scalar(double value) => layers.Constant([value]);
}
