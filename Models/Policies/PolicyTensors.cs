using LeanDeep.Models.Inference;

namespace LeanDeep.Models.Policies;

/// <summary>Names and shapes of a policy's inputs and outputs, all float64.</summary>
public static class PolicyTensors
{
    public const string Inputs = "inputs";
    public const string Value = "value";
    public const string Slope = "slope";
    public const string Policy = "policy";
    public const string Myopic = "myopic";
    public const string Consumption = "consumption";

    /// <summary>(batch, columns): states, parameters and time to go in the order of the description.</summary>
    public static IReadOnlyList<TensorSpecification> InputsOf(PolicyDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return [new(Inputs, [-1, description.Inputs.Count], TensorType.Float64)];
    }

    /// <summary>(batch) l = ln J; (batch, states) ∇l; (batch, outputs) the policy; (batch, outputs) its part that does not hedge; (batch) consumption over
    /// wealth a year, 0 where wealth is consumed at a horizon.</summary>
    public static IReadOnlyList<TensorSpecification> OutputsOf(PolicyDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return
        [
            new(Value, [-1], TensorType.Float64), new(Slope, [-1, description.States()], TensorType.Float64),
            new(Policy, [-1, description.Outputs], TensorType.Float64), new(Myopic, [-1, description.Outputs], TensorType.Float64),
            new(Consumption, [-1], TensorType.Float64),
        ];
    }
}
