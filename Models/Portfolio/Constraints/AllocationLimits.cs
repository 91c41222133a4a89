namespace LeanDeep.Models.Portfolio;

/// <summary>A constraint set in the order of given names, as plain arrays: the form that the solver and the check before orders read.</summary>
/// <param name="names">(names) tickers.</param>
/// <remarks>Bounds may contradict each other here: the solver answers that with a status. Infinite values mean no limit.</remarks>
public sealed class AllocationLimits(IReadOnlyList<string> names)
{
    /// <summary>(names) tickers.</summary>
    public IReadOnlyList<string> Names { get; } = [.. names];

    /// <summary>(names) least weights.</summary>
    public double[] Lower { get => field; init => field = Sized(value, Names.Count, nameof(Lower)); } = new double[names.Count];

    /// <summary>(names) greatest weights; 1 by default.</summary>
    public double[] Upper { get => field; init => field = Sized(value, Names.Count, nameof(Upper)); } = [.. Enumerable.Repeat(1.0, names.Count)];

    /// <summary>Bounds on Σw; 1 by default.</summary>
    public Interval Net { get; init; } = Interval.Exactly(1);

    /// <summary>(groups) names of the groups.</summary>
    public IReadOnlyList<string> GroupNames { get; init; } = [];

    /// <summary>(groups, names) row-major: what each name counts in each group.</summary>
    public double[] GroupMatrix { get; init; } = [];

    /// <summary>(groups) least sums.</summary>
    public double[] GroupLower { get; init; } = [];

    /// <summary>(groups) greatest sums.</summary>
    public double[] GroupUpper { get; init; } = [];

    /// <summary>Greatest Σ|w|.</summary>
    public double Gross { get; init; } = double.PositiveInfinity;

    /// <summary>Greatest Σ|w − held|.</summary>
    public double Turnover { get; init; } = double.PositiveInfinity;

    /// <summary>Greatest √(wᵀΣw).</summary>
    public double Volatility { get; init; } = double.PositiveInfinity;

    /// <summary>(names) cost of trading, per unit of |w − held|, at least 0.</summary>
    public double[] Costs { get => field; init => field = Sized(value, Names.Count, nameof(Costs)); } = new double[names.Count];

    /// <summary>Number of groups.</summary>
    public int Groups => GroupNames.Count;

    /// <summary>Number of constraints that are not a name's own: net, the groups, gross, turnover, volatility, in this order.</summary>
    public int Rows => Groups + 4;

    /// <summary>The constraints that weights do not meet.</summary>
    /// <param name="weights">(names) fractions of equity.</param>
    /// <param name="held">(names) weights held before; empty for none (all zero).</param>
    /// <param name="covariance">(names, names) row-major; needed where there is a volatility limit.</param>
    /// <param name="tolerance">What may lie beyond a limit unreported.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public IReadOnlyList<ConstraintViolation> Violations(
        ReadOnlySpan<double> weights, ReadOnlySpan<double> held = default, ReadOnlySpan<double> covariance = default, double tolerance = 1e-9) =>
        LimitCheck.Violations(this, weights, held, covariance, tolerance);

    /// <summary>The same limits without one side of one of them.</summary>
    /// <exception cref="ArgumentException">There is no name or group of its name.</exception>
    public AllocationLimits Without(Constraint constraint)
    {
        var (kind, upper) = (constraint.Kind, constraint.Side == Bound.Upper);
        double[] Open(double[] bounds, IReadOnlyList<string> names, ConstraintKind of, bool side)
        {
            if (kind != of || upper != side) return bounds;
            var at = names.ToList().IndexOf(constraint.Name);
            if (at < 0) throw new ArgumentException($"expected one of {string.Join(", ", names)}, found {constraint.Name}", nameof(constraint));
            double[] opened = [.. bounds];
            opened[at] = side ? double.PositiveInfinity : double.NegativeInfinity;
            return opened;
        }
        return new AllocationLimits(Names)
        {
            Lower = Open(Lower, Names, ConstraintKind.Box, false),
            Upper = Open(Upper, Names, ConstraintKind.Box, true),
            Net = kind != ConstraintKind.Net ? Net : upper ? Net with { Upper = double.PositiveInfinity } : Net with { Lower = double.NegativeInfinity },
            GroupNames = GroupNames,
            GroupMatrix = GroupMatrix,
            GroupLower = Open(GroupLower, GroupNames, ConstraintKind.Group, false),
            GroupUpper = Open(GroupUpper, GroupNames, ConstraintKind.Group, true),
            Gross = kind == ConstraintKind.Gross ? double.PositiveInfinity : Gross,
            Turnover = kind == ConstraintKind.Turnover ? double.PositiveInfinity : Turnover,
            Volatility = kind == ConstraintKind.Volatility ? double.PositiveInfinity : Volatility,
            Costs = Costs,
        };
    }

    /// <exception cref="ArgumentException">Groups disagree in number.</exception>
    internal void RequireConsistent()
    {
        Sized(GroupMatrix, Groups * Names.Count, nameof(GroupMatrix));
        Sized(GroupLower, Groups, nameof(GroupLower));
        Sized(GroupUpper, Groups, nameof(GroupUpper));
        foreach (var value in GroupMatrix)
            if (!double.IsFinite(value))
                throw new ArgumentException($"{nameof(GroupMatrix)}: expected finite numbers, found {value}");
    }

    private static double[] Sized(double[] value, int length, string what) =>
        value.Length == length ? value : throw new ArgumentException($"{what}: expected {length} values, found {value.Length}");
}
