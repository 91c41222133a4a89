using System.Runtime.CompilerServices;

namespace LeanDeep.Training.Fused;

/// <summary>Exponential functions of every lane, within three units in the last place.</summary>
/// <remarks>x = n ln 2 + r with |r| ≤ ln 2/2; e^r − 1 by its Taylor series to r⁷, whose remainder is below a fifth of a unit. Source: Muller,
/// Elementary Functions (2016), chapter 11.</remarks>
internal static class Elementary<TLanes, TVector> where TLanes : struct, ILanes<TVector> where TVector : struct
{
    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693147182f; // the float nearest to ln 2
    private const float Ln2Low = -1.90465429e-9f; // what it lacks

    /// <summary>e^x − 1 for x from −87 to 87.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpMinusOne(TVector x)
    {
        var (power, small) = Split(x);
        return TLanes.FusedMultiplyAdd(power, small, TLanes.Subtract(power, TLanes.Create(1)));
    }

    /// <summary>e^x for x from −87 to 87.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        var (power, small) = Split(x);
        return TLanes.FusedMultiplyAdd(power, small, power);
    }

    /// <summary>tanh x = (e^(2x) − 1)/(e^(2x) + 1), of |x|, with the sign put back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        var size = TLanes.Minimum(TLanes.Create(10), TLanes.Absolute(x)); // from 9.1 on tanh is 1 in float
        var e = ExpMinusOne(TLanes.Add(size, size));
        return TLanes.CopySign(TLanes.Divide(e, TLanes.Add(e, TLanes.Create(2))), x);
    }

    /// <summary>1/(1 + e^(−x)); below −87 it stays at its value there, 1.6e-38.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x)
    {
        var bounded = TLanes.Maximum(TLanes.Create(-87), TLanes.Minimum(TLanes.Create(87), x));
        var e = Exp(TLanes.Subtract(TLanes.Create(0), bounded));
        return TLanes.Divide(TLanes.Create(1), TLanes.Add(TLanes.Create(1), e));
    }

    /// <returns>2ⁿ and e^r − 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Power, TVector Small) Split(TVector x)
    {
        var n = TLanes.Round(TLanes.Multiply(x, TLanes.Create(Log2E)));
        var r = TLanes.FusedMultiplyAdd(n, TLanes.Create(-Ln2High), x);
        r = TLanes.FusedMultiplyAdd(n, TLanes.Create(-Ln2Low), r);
        var q = TLanes.Create(1f / 5040);
        q = TLanes.FusedMultiplyAdd(q, r, TLanes.Create(1f / 720));
        q = TLanes.FusedMultiplyAdd(q, r, TLanes.Create(1f / 120));
        q = TLanes.FusedMultiplyAdd(q, r, TLanes.Create(1f / 24));
        q = TLanes.FusedMultiplyAdd(q, r, TLanes.Create(1f / 6));
        q = TLanes.FusedMultiplyAdd(q, r, TLanes.Create(0.5f));
        return (TLanes.PowerOfTwo(n), TLanes.FusedMultiplyAdd(q, TLanes.Multiply(r, r), r));
    }
}
