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

    /// <summary>How far below the domain the solution changes without bound, or how fast it changes at the lower end: a network sees ln(x − lower + this).
    /// Null, the default: it sees the state itself.</summary>
    public double? LowerScale { get; init; }

    /// <summary>The same at the upper end: −ln(upper − x + this); with both, their sum.</summary>
    public double? UpperScale { get; init; }

    /// <summary>Whether a network sees the state itself.</summary>
    public bool IsLinear => LowerScale is null && UpperScale is null;

    /// <summary>What a network sees: increasing, the state itself without scales.</summary>
    public double Coordinate(double value) => IsLinear ? value
        : (LowerScale is { } below ? Math.Log(value - Lower + below) : 0) - (UpperScale is { } above ? Math.Log(Upper - value + above) : 0);

    /// <summary>The state of a coordinate.</summary>
    public double FromCoordinate(double coordinate)
    {
        var e = Math.Exp(coordinate);
        return (LowerScale, UpperScale) switch
        {
            (null, null) => coordinate,
            ({ } below, null) => e - below + Lower,
            (null, { } above) => Upper + above - 1 / e,
            ({ } below, { } above) => (e * (Upper + above) + Lower - below) / (1 + e),
        };
    }

    /// <summary>First and second derivative of <see cref="Coordinate"/>.</summary>
    public (double First, double Second) CoordinateSlopes(double value)
    {
        if (IsLinear) return (1, 0);
        var below = LowerScale is { } lower ? 1 / (value - Lower + lower) : 0;
        var above = UpperScale is { } upper ? 1 / (Upper - value + upper) : 0;
        return (below + above, above * above - below * below);
    }

    /// <summary>The coordinate as a state of its own.</summary>
    public StateVariable AsCoordinate() => IsLinear ? this : new(Name, Coordinate(Lower), Coordinate(Upper), LowerBoundary, UpperBoundary);

    /// <summary>The state scaled to [−1, 1], the input of a network.</summary>
    public double Scale(double value) => (2 * value - Lower - Upper) / (Upper - Lower);

    /// <summary>The state of a scaled one.</summary>
    public double Unscale(double scaled) => 0.5 * (Lower + Upper + scaled * (Upper - Lower));

    /// <summary>Whether the domain holds the value.</summary>
    public bool Contains(double value) => value >= Lower && value <= Upper;
}
