namespace LeanDeep.Training.Hjb.FiniteDifference;

/// <summary>How first derivatives are taken on a grid.</summary>
public enum Differencing
{
    /// <summary>Against the drift: monotone, first order.</summary>
    Upwind,

    /// <summary>Central where the cell Péclet number |μ|h/b is at most 1, so that the scheme stays monotone, and against the drift elsewhere: second order
    /// on fine grids.</summary>
    Central,
}
