namespace LeanDeep.Models.Inference;

/// <summary>Element type of a model's input or output. In JSON: <c>float32</c>, <c>float64</c>, <c>int64</c>, <c>bool</c>.</summary>
public enum TensorType
{
    Float32,
    Float64,
    Int64,
    Bool,
}

/// <summary>One input or output of a model.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Shape">Dimensions; −1 where the size is free.</param>
/// <param name="Type">Type of its elements.</param>
public sealed record TensorSpecification(string Name, IReadOnlyList<int> Shape, TensorType Type)
{
    public bool Equals(TensorSpecification? other) =>
        other != null && Name == other.Name && Type == other.Type && Shape.SequenceEqual(other.Shape);

    public override int GetHashCode() => HashCode.Combine(Name, Type, Shape.Count);

    /// <summary>For example <c>features: float32[-1,31]</c>.</summary>
    public override string ToString() => $"{Name}: {Type.ToString().ToLowerInvariant()}[{string.Join(",", Shape)}]";
}
