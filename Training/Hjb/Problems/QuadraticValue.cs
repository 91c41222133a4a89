namespace LeanDeep.Training.Hjb.Problems;

/// <summary>l = CX²/2 + BX + A.</summary>
public readonly record struct QuadraticValue(double C, double B, double A)
{
    public double At(double x) => (C * x / 2 + B) * x + A;

    /// <summary>dl/dX.</summary>
    public double Slope(double x) => C * x + B;
}
