using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>A share that is at most one, with an equation where it is below.</summary>
internal static class ShareBound
{
    /// <summary>How far beyond one a continued share goes.</summary>
    private const double Margin = 0.25;

    /// <summary>What must vanish: on a grid the smaller of 1 − share and the equation; for a network, which passes one smoothly, the equation itself, which beyond
    /// one turns into a pull towards a little more than one.</summary>
    /// <param name="continued">Whether for a network.</param>
    /// <param name="share">That is bounded.</param>
    /// <param name="equation">That vanishes where it is below one, and is positive where it is held at one.</param>
    /// <param name="pull">Of the size of the equation's terms.</param>
    public static T Equation<T>(bool continued, T share, T equation, double pull) where T : struct, IReal<T>
    {
        if (!continued) return T.Min(1 - share, equation);
        var beyond = T.Square(T.Max(share - 1, T.Of(0)) / Margin);
        var fade = T.Min(beyond, T.Of(1));
        return equation * (1 - fade) + pull * fade * (1 + Margin - share);
    }
}
