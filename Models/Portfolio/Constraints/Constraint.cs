using System.Globalization;

namespace LeanDeep.Models.Portfolio;

/// <summary>What a constraint limits.</summary>
public enum ConstraintKind
{
    /// <summary>Σw.</summary>
    Net,

    /// <summary>One weight.</summary>
    Box,

    /// <summary>A weighted sum of weights.</summary>
    Group,

    /// <summary>Σ|w|.</summary>
    Gross,

    /// <summary>Σ|w − held|.</summary>
    Turnover,

    /// <summary>√(wᵀΣw).</summary>
    Volatility,
}

/// <summary>Which side of an interval.</summary>
public enum Bound
{
    Lower,
    Upper,
}

/// <summary>One side of one constraint.</summary>
/// <param name="Kind">What it limits.</param>
/// <param name="Name">The group's or the stock's name; that of the kind, in lower case, elsewhere.</param>
/// <param name="Side">Lower or upper.</param>
/// <param name="Limit">The bound.</param>
public readonly record struct Constraint(ConstraintKind Kind, string Name, Bound Side, double Limit)
{
    /// <summary>For example "banks ≤ 0.3".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {(Side == Bound.Upper ? "≤" : "≥")} {Limit:0.######}");
}

/// <summary>A constraint that weights do not meet.</summary>
/// <param name="Constraint">Which.</param>
/// <param name="Value">What the weights make of the limited quantity; NaN where a weight is.</param>
/// <param name="Excess">How far beyond the limit, positive; in weights, for the volatility in its own unit.</param>
public readonly record struct ConstraintViolation(Constraint Constraint, double Value, double Excess)
{
    /// <summary>For example "banks ≤ 0.3: 0.34, over by 0.04".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Constraint}: {Value:0.######}, {(Constraint.Side == Bound.Upper ? "over" : "under")} by {Excess:0.######}");
}

/// <summary>A constraint that binds, and what it costs.</summary>
/// <param name="Constraint">Which.</param>
/// <param name="Multiplier">Gain of the objective per unit by which the limit is loosened, at least 0.</param>
public readonly record struct ConstraintPrice(Constraint Constraint, double Multiplier);
