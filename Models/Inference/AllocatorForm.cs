namespace LeanDeep.Models.Inference;

/// <summary>What an allocator's graph gives; a manifest tells it by its outputs.</summary>
public enum AllocatorForm
{
    /// <summary>Weights in closed form, and their residual: softmax, the capped simplex, normalised tanh.</summary>
    Weights,

    /// <summary>The problem: expected returns, a factor of the covariance, risk aversion, ridge. The host solves it.</summary>
    Problem,

    /// <summary>The problem, and its solution by an interior point in the graph with the solution's residual: for hosts without the solver.</summary>
    Solution,
}

/// <summary>Names and shapes of an allocator's inputs and outputs.</summary>
public static class AllocatorTensors
{
    public const string Window = "window";
    public const string Weights = "weights";
    public const string Residual = "residual";
    public const string Returns = "returns";
    public const string Factor = "factor";
    public const string Diagonal = "diagonal";
    public const string RiskAversion = "risk_aversion";
    public const string Ridge = "ridge";
    public const string Held = "held";
    public const string Universe = "universe";
    public const string Invested = "invested";

    /// <summary>One input: (batch, channels, lookback, names) returns.</summary>
    /// <param name="type">float32 or float64.</param>
    public static IReadOnlyList<TensorSpecification> Inputs(int channels, int lookback, int names, TensorType type = TensorType.Float32) =>
        [new TensorSpecification(Window, [-1, channels, lookback, names], type)];

    /// <summary>Outputs of a graph that gives weights: (batch, names) w and (batch) the greatest violation of its closed form's conditions; float64.</summary>
    public static IReadOnlyList<TensorSpecification> OutputsOfWeights(int names) =>
        [new TensorSpecification(Weights, [-1, names], TensorType.Float64), new TensorSpecification(Residual, [-1], TensorType.Float64)];

    /// <summary>Outputs of a graph that gives the problem max μᵀw − γ wᵀΣw − α‖w‖², Σ = FFᵀ + diag(d): (batch, names) μ, (batch, names, factors) F,
    /// (batch, names) d, (batch) γ, (batch) α; float64.</summary>
    public static IReadOnlyList<TensorSpecification> OutputsOfProblem(int names, int factors) =>
    [
        new TensorSpecification(Returns, [-1, names], TensorType.Float64), new TensorSpecification(Factor, [-1, names, factors], TensorType.Float64),
        new TensorSpecification(Diagonal, [-1, names], TensorType.Float64), new TensorSpecification(RiskAversion, [-1], TensorType.Float64),
        new TensorSpecification(Ridge, [-1], TensorType.Float64),
    ];

    /// <summary>Outputs of a graph that gives the problem and its solution: those of weights, whose residual is the largest violation of a KKT condition, then the problem's.</summary>
    public static IReadOnlyList<TensorSpecification> OutputsOfSolution(int names, int factors) => [.. OutputsOfWeights(names), .. OutputsOfProblem(names, factors)];

    /// <summary>What a graph reads of the portfolio beside the window, float64: (batch, names) weights held before, 0 where nothing is; (batch, names) 1 for names that
    /// may be bought and 0 for the others; (batch) 1 where anything is held yet and 0 where nothing is: turnover is then neither limited nor charged.</summary>
    public static IReadOnlyList<TensorSpecification> TradeInputs(int names) =>
    [
        new TensorSpecification(Held, [-1, names], TensorType.Float64), new TensorSpecification(Universe, [-1, names], TensorType.Float64),
        new TensorSpecification(Invested, [-1], TensorType.Float64),
    ];

    /// <summary>The form that outputs have.</summary>
    /// <exception cref="InvalidDataException">They have none.</exception>
    internal static (AllocatorForm Form, int Factors) FormOf(IReadOnlyList<TensorSpecification> outputs, int names, string path)
    {
        if (outputs.SequenceEqual(OutputsOfWeights(names))) return (AllocatorForm.Weights, 0);
        var solved = outputs.Count > 2 && outputs[0].Name == Weights;
        var factors = outputs.FirstOrDefault(output => output.Name == Factor)?.Shape is [_, _, > 0 and var k] ? k : names;
        var expected = solved ? OutputsOfSolution(names, factors) : OutputsOfProblem(names, factors);
        return outputs.SequenceEqual(expected)
            ? (solved ? AllocatorForm.Solution : AllocatorForm.Problem, factors)
            : throw new InvalidDataException($"{path}: outputs: expected {BundleRules.Join(OutputsOfWeights(names))} or {BundleRules.Join(expected)}, found {BundleRules.Join(outputs)}");
    }
}
