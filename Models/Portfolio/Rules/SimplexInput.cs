namespace LeanDeep.Models.Portfolio;

/// <summary>What the maps onto the capped simplex ask of their input.</summary>
internal static class SimplexInput
{
    public static int RequireLengths(ReadOnlySpan<double> x, Span<double> weights) =>
        x.Length == 0 ? throw new ArgumentException("expected at least one value, found none", nameof(x))
        : weights.Length != x.Length ? throw new ArgumentException($"expected {x.Length} weights, found {weights.Length}", nameof(weights))
        : x.Length;

    /// <summary>Writes weights for input that has no answer, or one answer only.</summary>
    public static bool Rejects(ReadOnlySpan<double> x, double cap, Span<double> weights, out AllocationStatus status)
    {
        status = AllocationStatus.Optimal;
        foreach (var value in x) if (!double.IsFinite(value)) status = AllocationStatus.InvalidInput;
        if (!(cap > 0)) status = AllocationStatus.InvalidInput;
        if (status == AllocationStatus.InvalidInput) weights.Fill(1.0 / x.Length);
        else if (x.Length * cap <= 1 + 1e-15)
        {
            status = x.Length * cap < 1 - 1e-12 ? AllocationStatus.Infeasible : AllocationStatus.Optimal;
            weights.Fill(cap);
        }
        else return false;
        return true;
    }
}
