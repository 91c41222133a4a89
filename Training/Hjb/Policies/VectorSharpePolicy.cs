using LeanDeep.Models.Policies;
using LeanDeep.Training.Hjb.Problems;
using MathNet.Numerics.LinearAlgebra;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>Several Sharpe ratios that move together, with fixed parameters: l = X'CX/2 + B'X + A from the Riccati equations.</summary>
/// <remarks>Exposures (X + M'∇l)/γ. The states are the only inputs; parameters estimated anew need another solution. Source: Liu (2007).</remarks>
public sealed class VectorSharpePolicy : SolvedPolicy
{
    private readonly SharpeMarket _market;
    private readonly QuadraticForm _form;
    private readonly double _riskAversion, _consumption;

    /// <param name="problem">Solved.</param>
    /// <param name="riskAversion">The problem's γ.</param>
    /// <param name="timePreference">β where the problem is for ever: also consumption over wealth.</param>
    public VectorSharpePolicy(VectorSharpe problem, double riskAversion, double timePreference = 0)
    {
        ArgumentNullException.ThrowIfNull(problem);
        (_market, _form, _riskAversion) = (problem.Market, problem.Solution, riskAversion);
        _consumption = problem.Horizon is null ? timePreference : 0;
        if (!double.IsFinite(_form.A)) throw new ArgumentException($"{problem.Name}: no solution at this horizon", nameof(problem));
        Description = new()
        {
            Problem = problem.Name, Method = SolutionMethod.ClosedForm, Outputs = _market.Dimension, Unit = PolicyUnit.Exposures,
            Inputs = [.. problem.States.Select(state => new PolicyInput(state.Name, PolicyQuantity.SharpeRatio, state.Lower, state.Upper))],
            RiskAversion = riskAversion, Horizon = problem.Horizon, Parameters = Matrices(),
            Substitution = problem.Horizon is null ? 1 : null, TimePreference = problem.Horizon is null ? timePreference : null,
        };
    }

    public override PolicyDescription Description { get; }

    public override double Evaluate(ReadOnlySpan<double> inputs, Span<double> slope, Span<double> policy)
    {
        var x = Vector<double>.Build.DenseOfArray(inputs.ToArray());
        var gradient = _form.Slope(x);
        gradient.ToArray().CopyTo(slope);
        ((x + _market.Loading.TransposeThisAndMultiply(gradient)) / _riskAversion).ToArray().CopyTo(policy);
        return _form.At(x);
    }

    private protected override byte[] Write(PolicyGraph graph, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var (x, d) = (graph.States, _market.Dimension);
        var linear = graph.Matrix(_form.B.ToArray(), 1, d);
        var curved = x.Times(Matrix(graph, _form.C));
        var slope = curved + linear;
        var value = (curved / 2 + linear).Sum(x) + _form.A;
        var hedge = slope.Times(Matrix(graph, _market.Loading));
        return graph.Build(value, slope, (x + hedge) / _riskAversion, x / _riskAversion, value * 0 + _consumption, metadata);
    }

    private static GraphTerm Matrix(PolicyGraph graph, Matrix<double> matrix) => graph.Matrix(matrix.ToRowMajorArray(), matrix.RowCount, matrix.ColumnCount);

    private Dictionary<string, double> Matrices()
    {
        var all = new Dictionary<string, double> { ["rate"] = _market.Rate };
        for (var i = 0; i < _market.Dimension; i++) all[$"mean{i + 1}"] = _market.Mean[i];
        foreach (var (name, matrix) in new[] { ("reversion", _market.Reversion), ("deviation", _market.Deviation), ("correlation", _market.Correlation), ("returns", _market.Returns) })
            foreach (var (i, j, entry) in matrix.EnumerateIndexed(Zeros.AllowSkip))
                if (entry != 0) all[$"{name}{i + 1}_{j + 1}"] = entry;
        return all;
    }
}
