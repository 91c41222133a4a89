using LeanDeep.Models.Policies;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>A policy that can be written as an ONNX graph, and evaluated here, which the graph must agree with.</summary>
public abstract class SolvedPolicy
{
    /// <summary>What a manifest says of it.</summary>
    public abstract PolicyDescription Description { get; }

    /// <summary>Evaluates without the graph.</summary>
    /// <param name="inputs">(columns) within the domain.</param>
    /// <param name="slope">(states) receives ∇l.</param>
    /// <param name="policy">(outputs) receives the policy.</param>
    /// <returns>l.</returns>
    public abstract double Evaluate(ReadOnlySpan<double> inputs, Span<double> slope, Span<double> policy);

    /// <summary>The bytes of an .onnx file of the tensors that <see cref="PolicyTensors"/> names.</summary>
    public byte[] Export() => Write(new PolicyGraph(Description), [new("kind", "policy"), new("problem", Description.Problem)]);

    private protected abstract byte[] Write(PolicyGraph graph, IEnumerable<KeyValuePair<string, string>> metadata);
}
