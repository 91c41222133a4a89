using System.Collections.ObjectModel;

namespace LeanDeep.Models.Portfolio;

/// <summary>What a portfolio may hold: one object for training, for the host of an exported model and for the check before orders go out.
/// Weights are fractions of equity, short positions negative; cash is 1 − Σw.</summary>
public sealed record ConstraintSet
{
    private readonly IReadOnlyDictionary<string, Interval> _names = ReadOnlyDictionary<string, Interval>.Empty;
    private readonly IReadOnlyList<GroupLimit> _groups = [];

    /// <summary>Bounds on Σw; 1 by default.</summary>
    public Interval Net { get; init; } = Interval.Exactly(1);

    /// <summary>Bounds on cash, 1 − Σw; none by default. It narrows <see cref="Net"/>.</summary>
    public Interval Cash { get; init; } = Interval.Everything;

    /// <summary>Bounds on each weight that <see cref="Names"/> does not list; 0 to 1 by default.</summary>
    public Interval Box { get; init; } = new(0, 1);

    /// <summary>Bounds on the weights of single names, in place of <see cref="Box"/>; none by default.</summary>
    public IReadOnlyDictionary<string, Interval> Names
    {
        get => _names;
        init => _names = new Dictionary<string, Interval>(value, StringComparer.Ordinal).AsReadOnly();
    }

    /// <summary>Bounds on groups of names; none by default.</summary>
    public IReadOnlyList<GroupLimit> Groups { get => _groups; init => _groups = [.. value]; }

    /// <summary>Greatest Σ|w|; null (the default) for no limit.</summary>
    public double? Gross { get; init; }

    /// <summary>Greatest Σ|w − held|; null (the default) for no limit.</summary>
    public double? Turnover { get; init; }

    /// <summary>One-way cost per unit traded, a charge of rate · Σ|w − held| on the objective; 0.0005 is 5 bp. 0 by default.</summary>
    public double Costs { get; init; }

    /// <summary>Greatest √(wᵀΣw), in the unit of the covariance that the solver is given; null (the default) for no limit.</summary>
    public double? Volatility { get; init; }

    /// <summary>Bounds on Σw that hold both <see cref="Net"/> and <see cref="Cash"/>.</summary>
    public Interval Exposure => Net.Intersect(new Interval(1 - Cash.Upper, 1 - Cash.Lower));

    /// <summary>Checks the set for itself: values that no portfolio could meet or that mean nothing.</summary>
    /// <exception cref="ArgumentException">A value lies outside its range or contradicts another.</exception>
    public ConstraintSet Checked()
    {
        if (ConstraintSetRules.FirstBreach(this) is { } breach)
            throw new ArgumentException($"constraint set: {breach.Field}: expected {breach.Expected}, found {breach.Found}");
        return this;
    }

    /// <summary>The limits in the order of some names.</summary>
    /// <param name="names">(names) tickers, distinct.</param>
    /// <param name="sectors">(names) their sectors; null where no group names a sector.</param>
    /// <param name="allowAbsent">Whether the set may speak of names and sectors that are not among those given, as it will where the names change from day to
    /// day: they count as not held. A group none of whose names is there sums to 0.</param>
    /// <exception cref="ArgumentException">The set is not valid, or speaks of a name or sector that is not among those given.</exception>
    public AllocationLimits For(IReadOnlyList<string> names, IReadOnlyList<string>? sectors = null, bool allowAbsent = false) =>
        ConstraintSetBinding.Bind(Checked(), names, sectors, allowAbsent);

    public bool Equals(ConstraintSet? other) =>
        other != null && Net == other.Net && Cash == other.Cash && Box == other.Box && Gross == other.Gross && Turnover == other.Turnover
        && Costs == other.Costs && Volatility == other.Volatility && Groups.SequenceEqual(other.Groups)
        && Names.Count == other.Names.Count && Names.All(n => other.Names.TryGetValue(n.Key, out var value) && value == n.Value);

    public override int GetHashCode() => HashCode.Combine(Net, Cash, Box, Gross, Turnover, Costs, Volatility, Groups.Count);
}
