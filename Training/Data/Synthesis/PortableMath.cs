namespace LeanDeep.Training.Data;

/// <summary>Exponential and logarithm from additions, multiplications and divisions alone, so that every machine gives the same bits;
/// those of the system's library differ in the last place between versions. Relative error below 1e-15.</summary>
internal static class PortableMath
{
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;

    // 1/k!, from k = 13 down to 2.
    private static readonly double[] InverseFactorials = MakeInverseFactorials();

    /// <param name="x">From −700 to 700.</param>
    public static double Exp(double x)
    {
        var k = Math.Floor((x / (Ln2High + Ln2Low)) + 0.5);
        var r = x - (k * Ln2High) - (k * Ln2Low);
        var sum = 0.0;
        foreach (var c in InverseFactorials)
            sum = (sum * r) + c;
        return (1 + (r + (r * r * sum))) * BitConverter.Int64BitsToDouble(((long)k + 1023) << 52);
    }

    /// <param name="x">A normal positive number.</param>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }
        var s = (mantissa - 1) / (mantissa + 1); // log m = 2 (s + s³/3 + s⁵/5 + …), |s| ≤ 0.172
        var q = s * s;
        var sum = 0.0;
        for (var k = 23; k >= 3; k -= 2)
            sum = (sum + (1.0 / k)) * q;
        return (exponent * Ln2High) + ((2 * s * (1 + sum)) + (exponent * Ln2Low));
    }

    private static double[] MakeInverseFactorials()
    {
        var values = new double[12];
        var factorial = 1.0;
        for (var k = 2; k <= 13; k++)
        {
            factorial *= k;
            values[13 - k] = 1 / factorial;
        }
        return values;
    }
}
