using LeanDeep.Training.Data;

namespace LeanDeep.Training.Search;

/// <summary>One free number or choice of a search space.</summary>
/// <param name="Name">Of the setting.</param>
public abstract record Dimension(string Name)
{
    internal abstract object Draw(SeededGenerator random);

    /// <exception cref="ArgumentException">The dimension holds nothing to draw.</exception>
    internal abstract void Check();

    private protected ArgumentException Refused(string expected, object found) => new($"{Name}: expected {expected}, found {found}");
}

/// <summary>One of several values, all equally likely.</summary>
/// <param name="Name">Of the setting.</param>
/// <param name="Values">At least one.</param>
public sealed record Choice(string Name, IReadOnlyList<object> Values) : Dimension(Name)
{
    internal override object Draw(SeededGenerator random) => Values[random.Below(Values.Count)];

    internal override void Check()
    {
        if (Values.Count == 0)
            throw Refused("values", "none");
    }
}

/// <summary>A number in [Low, High), uniform.</summary>
public sealed record Uniform(string Name, double Low, double High) : Dimension(Name)
{
    internal override object Draw(SeededGenerator random) => random.Uniform(Low, High);

    internal override void Check()
    {
        if (!(double.IsFinite(Low) && double.IsFinite(High) && Low < High))
            throw Refused("low < high", $"{Low} and {High}");
    }
}

/// <summary>A number in [Low, High), uniform in its logarithm.</summary>
public sealed record LogUniform(string Name, double Low, double High) : Dimension(Name)
{
    internal override object Draw(SeededGenerator random) => random.LogUniform(Low, High);

    internal override void Check()
    {
        if (!(Low > 0 && double.IsFinite(High) && Low < High))
            throw Refused("0 < low < high", $"{Low} and {High}");
    }
}

/// <summary>A whole number from Low to High, both included, uniform.</summary>
public sealed record WholeNumber(string Name, int Low, int High) : Dimension(Name)
{
    internal override object Draw(SeededGenerator random) => Low + (int)(random.Uniform() * ((long)High - Low + 1));

    internal override void Check()
    {
        if (Low > High)
            throw Refused("low ≤ high", $"{Low} and {High}");
    }
}
