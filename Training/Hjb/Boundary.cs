namespace LeanDeep.Training.Hjb;

/// <summary>What holds at an end of a state's domain.</summary>
public enum BoundaryKind
{
    /// <summary>The derivative is zero there (a ghost node); without effect where diffusion vanishes and the drift does not point outward.</summary>
    Reflecting,

    /// <summary>The domain is cut off there: the solution is continued as a parabola (third derivative zero).</summary>
    Open,
}
