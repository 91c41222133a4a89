namespace LeanDeep.Training.Hjb;

/// <summary>A state of a problem and its domain.</summary>
public sealed record StateVariable
{
    /// <param name="name">For tables.</param>
    /// <param name="lower">Where the domain begins, finite.</param>
    /// <param name="upper">Where it ends, finite and above <paramref name="lower"/>.</param>
    /// <param name="lowerBoundary">What holds at the lower end.</param>
    /// <param name="upperBoundary">What holds at the upper end.</param>
    /// <exception cref="ArgumentException">The domain is empty or not finite.</exception>
    public StateVariable(string name, double lower, double upper, BoundaryKind lowerBoundary, BoundaryKind upperBoundary)
    {
        if (!double.IsFinite(lower) || !double.IsFinite(upper) || lower >= upper)
            throw new ArgumentException($"domain of {name}: expected lower < upper, both finite, found {lower} and {upper}", nameof(upper));
        (Name, Lower, Upper, LowerBoundary, UpperBoundary) = (name, lower, upper, lowerBoundary, upperBoundary);
    }

    public string Name { get; }
    public double Lower { get; }
    public double Upper { get; }
    public BoundaryKind LowerBoundary { get; }
    public BoundaryKind UpperBoundary { get; }

    /// <summary>The state scaled to [−1, 1], the input of a network.</summary>
    public double Scale(double value) => (2 * value - Lower - Upper) / (Upper - Lower);

    /// <summary>The state of a scaled one.</summary>
    public double Unscale(double scaled) => 0.5 * (Lower + Upper + scaled * (Upper - Lower));

    /// <summary>Whether the domain holds the value.</summary>
    public bool Contains(double value) => value >= Lower && value <= Upper;
}
