namespace LeanDeep.Training.Hjb;

/// <summary>From which side the first derivatives of an unknown are taken on a grid; networks have only one derivative.</summary>
public enum SlopeSide
{
    /// <summary>Against the drift of the state.</summary>
    Upwind,

    /// <summary>From below: for first-order equations that run upward from the lower end.</summary>
    Backward,

    /// <summary>From above.</summary>
    Forward,
}

/// <summary>A function that a problem asks for.</summary>
/// <param name="Name">For tables.</param>
/// <param name="IsStatic">Whether its equation is without time derivative (algebraic, or an equation in the states alone).</param>
/// <param name="Side">Of its first derivatives on a grid.</param>
public sealed record Unknown(string Name, bool IsStatic = false, SlopeSide Side = SlopeSide.Upwind);
