namespace LeanDeep.Models.Portfolio;

/// <summary>A closed interval of the real line; infinite ends mean no bound.</summary>
/// <param name="Lower">Least value, −∞ for none.</param>
/// <param name="Upper">Greatest value, +∞ for none.</param>
public readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>No bound on either side.</summary>
    public static readonly Interval Everything = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>One value.</summary>
    public static Interval Exactly(double value) => new(value, value);

    /// <summary>From −∞ to a value.</summary>
    public static Interval AtMost(double value) => new(double.NegativeInfinity, value);

    /// <summary>The values that lie in both; empty (Lower above Upper) where none does.</summary>
    public Interval Intersect(Interval other) => new(Math.Max(Lower, other.Lower), Math.Min(Upper, other.Upper));

    internal bool IsValid => !double.IsNaN(Lower) && !double.IsNaN(Upper) && Lower <= Upper && Lower < double.PositiveInfinity && Upper > double.NegativeInfinity;

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[{Lower}, {Upper}]");
}
