using System.Numerics;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>ln Γ(z) for Re z &gt; 0.</summary>
/// <remarks>Source: Stirling's series after shifting to Re z ≥ 12; Abramowitz and Stegun (1964), 6.1.41.</remarks>
internal static class ComplexGamma
{
    public static Complex Log(Complex z)
    {
        var shift = Complex.Zero;
        while (z.Real < 12)
        {
            shift += Complex.Log(z);
            z += 1;
        }
        var inverse = 1 / z;
        var square = inverse * inverse;
        var series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square * (1.0 / 1188 - square * (691.0 / 360360))))));
        return (z - 0.5) * Complex.Log(z) - z + 0.5 * Math.Log(2 * Math.PI) + series - shift;
    }
}
