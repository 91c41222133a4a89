using System.Runtime.CompilerServices;

namespace LeanDeep.Training.Hjb;

/// <summary>Checks of parameters, with messages that say what was expected and found.</summary>
internal static class Require
{
    public static void Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0) || double.IsInfinity(value)) throw new ArgumentException($"{name}: expected a positive number, found {value}", name);
    }

    public static void NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 0) || double.IsInfinity(value)) throw new ArgumentException($"{name}: expected 0 or more, found {value}", name);
    }

    public static void Finite(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!double.IsFinite(value)) throw new ArgumentException($"{name}: expected a finite number, found {value}", name);
    }

    public static void Correlation(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(Math.Abs(value) <= 1)) throw new ArgumentException($"{name}: expected a correlation from -1 to 1, found {value}", name);
    }

    /// <summary>A parameter whose limit at one is another set of equations.</summary>
    public static void NotOne(double value, string limit, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value == 1) throw new ArgumentException($"{name}: expected other than 1 ({limit}), found 1", name);
    }

    /// <summary>A parameter from 0 to 1.</summary>
    public static void Fraction(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 0 && value <= 1)) throw new ArgumentException($"{name}: expected 0 to 1, found {value}", name);
    }

    /// <summary>A quantity without which there is no solution.</summary>
    public static void Solvable(bool holds, string condition, double found)
    {
        if (!holds) throw new ArgumentException($"no solution: expected {condition}, found {found:G6}");
    }
}
