namespace LeanDeep.Models.Policies;

/// <summary>What was unusual about a decision.</summary>
[Flags]
public enum PolicyFlags
{
    None = 0,

    /// <summary>An input lay outside the domain of the solution; the policy is that of the nearest point inside.</summary>
    OutOfDomain = 1,

    /// <summary>No bounded solution exists at these parameters; the policy does not hedge.</summary>
    NoSolution = 2,

    /// <summary>The weights were scaled down to the leverage cap.</summary>
    Capped = 4,
}

/// <summary>Weights, and what they are made of.</summary>
/// <param name="assets">Assets.</param>
public sealed class PolicyDecision(int assets)
{
    /// <summary>(assets) fractions of wealth; what is left is cash.</summary>
    public double[] Weights { get; } = new double[assets];

    /// <summary>(assets) the part that an investor holds who does not hedge.</summary>
    public double[] Myopic { get; } = new double[assets];

    /// <summary>(assets) the rest, which hedges changes of the opportunities.</summary>
    public double[] Hedging { get; } = new double[assets];

    /// <summary>Consumption over wealth a year; 0 for utility of wealth at a horizon.</summary>
    public double Consumption { get; internal set; }

    public PolicyFlags Flags { get; internal set; }

    /// <summary>Σ|weights| before the cap.</summary>
    public double Leverage { get; internal set; }
}
