namespace LeanDeep.Training.Losses;

/// <summary>How a portfolio's returns come from its assets' returns.</summary>
public sealed record ReturnConvention
{
    /// <summary>Log returns in channel 0, held through the horizon, no costs.</summary>
    public static ReturnConvention Default { get; } = new();

    /// <summary>Channel of the outcomes that holds the returns. Default 0.</summary>
    public int Channel { get; init; }

    /// <summary>What the outcomes are. Default <see cref="ReturnKind.Log"/>.</summary>
    public ReturnKind Input { get; init; } = ReturnKind.Log;

    /// <summary>What the portfolio's returns shall be. Default <see cref="ReturnKind.Simple"/>.</summary>
    public ReturnKind Output { get; init; } = ReturnKind.Simple;

    /// <summary>Whether the weights are restored after every step; otherwise they drift. Default false.</summary>
    public bool Rebalanced { get; init; }

    /// <summary>One-way cost per unit traded; 0.0005 is 5 bp. Default 0.</summary>
    public double CostRate { get; init; }

    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    internal ReturnConvention Checked()
    {
        if (Channel < 0)
            throw new ArgumentException($"{nameof(Channel)}: expected 0 or more, found {Channel}");
        if (!(CostRate >= 0 && CostRate < 1))
            throw new ArgumentException($"{nameof(CostRate)}: expected within [0, 1), found {CostRate}");
        if (!Enum.IsDefined(Input) || !Enum.IsDefined(Output))
            throw new ArgumentException($"expected known kinds of return, found {Input} and {Output}");
        return this;
    }
}
