using LeanDeep.Models.Policies;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>A closed range.</summary>
/// <param name="Lower">Least value.</param>
/// <param name="Upper">Greatest, above <paramref name="Lower"/>.</param>
public readonly record struct DomainRange(double Lower, double Upper)
{
    /// <summary>The range as an input of a policy.</summary>
    public PolicyInput As(string name, PolicyQuantity quantity) => new(name, quantity, Lower, Upper);
}
