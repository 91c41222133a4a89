using System.Numerics;
using System.Runtime.CompilerServices;

namespace LeanDeep.Training.Hjb.Neural.Kernels;

/// <summary>tanh of jets and its reverse, for all units of a block of points.</summary>
/// <remarks>Buffers are (channels × points × units). With t = tanh z: f′ = 1 − t², f″ = −2t f′, f‴ = f′(6t² − 2); a = t, aᵢ = f′zᵢ, aᵢⱼ = f′zᵢⱼ + f″zᵢzⱼ;
/// contracted a_s = f′z_s + f″Q, Q = Σwᵢzᵢ².</remarks>
internal static unsafe class JetActivation<TLanes, TVector, T>
    where TLanes : struct, IJetLanes<TVector, T> where TVector : struct where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <param name="z">Jets before the activation.</param>
    /// <param name="a">Receives jets after it.</param>
    /// <param name="channels">Which.</param>
    /// <param name="weights">(points × states) of contracted channels.</param>
    /// <param name="points">Of the block.</param>
    /// <param name="units">A multiple of the width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(T* z, T* a, JetChannels channels, T* weights, nint points, nint units)
    {
        nint step = points * units, n = channels.Inputs, d = channels.States;
        TVector one = TLanes.Create(T.One), minusTwo = TLanes.Create(T.CreateTruncating(-2)), minusOne = TLanes.Create(T.NegativeOne);
        for (nint p = 0; p < points; p++)
        {
            for (nint v = p * units; v < (p + 1) * units; v += TLanes.Width)
            {
                var t = TLanes.Tanh(TLanes.Load(z + v));
                TLanes.Store(t, a + v);
                var first = TLanes.FusedMultiplyAdd(TLanes.Multiply(t, t), minusOne, one);
                var second = TLanes.Multiply(TLanes.Multiply(minusTwo, t), first);
                T* zi = z + step + v, ai = a + step + v;
                for (nint i = 0; i < n; i++, zi += step, ai += step)
                    TLanes.Store(TLanes.Multiply(first, TLanes.Load(zi)), ai);
                if (channels.Contracted)
                {
                    TLanes.Store(TLanes.FusedMultiplyAdd(first, TLanes.Load(zi), TLanes.Multiply(second, Square(z + step + v, step, weights + p * d, d))), ai);
                    continue;
                }
                for (nint i = 1; i <= d; i++)
                {
                    var scaled = TLanes.Multiply(second, TLanes.Load(z + i * step + v));
                    for (var j = i; j <= d; j++, zi += step, ai += step)
                        TLanes.Store(TLanes.FusedMultiplyAdd(scaled, TLanes.Load(z + j * step + v), TLanes.Multiply(first, TLanes.Load(zi))), ai);
                }
            }
        }
    }

    /// <summary>Turns derivatives with respect to a into those with respect to z, in place.</summary>
    /// <param name="z">Jets before the activation.</param>
    /// <param name="a">Jets after it.</param>
    /// <param name="bar">Derivatives.</param>
    /// <param name="channels">Which.</param>
    /// <param name="weights">(points × states) of contracted channels.</param>
    /// <param name="points">Of the block.</param>
    /// <param name="units">A multiple of the width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Reverse(T* z, T* a, T* bar, JetChannels channels, T* weights, nint points, nint units)
    {
        nint step = points * units, n = channels.Inputs, d = channels.States;
        TVector one = TLanes.Create(T.One), minusTwo = TLanes.Create(T.CreateTruncating(-2)), minusOne = TLanes.Create(T.NegativeOne);
        var six = TLanes.Create(T.CreateTruncating(6));
        for (nint p = 0; p < points; p++)
        {
            for (nint v = p * units; v < (p + 1) * units; v += TLanes.Width)
            {
                var t = TLanes.Load(a + v);
                var square = TLanes.Multiply(t, t);
                var first = TLanes.FusedMultiplyAdd(square, minusOne, one);
                var second = TLanes.Multiply(TLanes.Multiply(minusTwo, t), first);
                var third = TLanes.Multiply(first, TLanes.FusedMultiplyAdd(six, square, minusTwo));
                // Sums that f″ and f‴ multiply in the derivative with respect to z.
                TVector ofSecond = default, ofThird = default;
                T* zi = z + step + v, bi = bar + step + v;
                for (nint i = 0; i < n; i++, zi += step, bi += step)
                {
                    var b = TLanes.Load(bi);
                    ofSecond = TLanes.FusedMultiplyAdd(b, TLanes.Load(zi), ofSecond);
                    TLanes.Store(TLanes.Multiply(b, first), bi);
                }
                if (channels.Contracted)
                {
                    var b = TLanes.Load(bi);
                    ofSecond = TLanes.FusedMultiplyAdd(b, TLanes.Load(zi), ofSecond);
                    ofThird = TLanes.Multiply(b, Square(z + step + v, step, weights + p * d, d));
                    TLanes.Store(TLanes.Multiply(b, first), bi);
                    var scaled = TLanes.Multiply(b, TLanes.Add(second, second));
                    for (nint i = 0; i < d; i++)
                        Accumulate(bar + (1 + i) * step + v, TLanes.Multiply(scaled, TLanes.Create(weights[p * d + i])), TLanes.Load(z + (1 + i) * step + v));
                }
                else
                {
                    for (nint i = 1; i <= d; i++)
                    {
                        var left = TLanes.Load(z + i * step + v);
                        for (var j = i; j <= d; j++, zi += step, bi += step)
                        {
                            TVector b = TLanes.Load(bi), right = TLanes.Load(z + j * step + v);
                            ofSecond = TLanes.FusedMultiplyAdd(b, TLanes.Load(zi), ofSecond);
                            ofThird = TLanes.FusedMultiplyAdd(TLanes.Multiply(b, left), right, ofThird);
                            TLanes.Store(TLanes.Multiply(b, first), bi);
                            var scaled = TLanes.Multiply(b, second);
                            Accumulate(bar + i * step + v, scaled, right);
                            Accumulate(bar + j * step + v, scaled, left);
                        }
                    }
                }
                var sum = TLanes.FusedMultiplyAdd(ofSecond, second, TLanes.Multiply(ofThird, third));
                TLanes.Store(TLanes.FusedMultiplyAdd(TLanes.Load(bar + v), first, sum), bar + v);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Square(T* zi, nint step, T* weights, nint d)
    {
        TVector sum = default;
        for (nint i = 0; i < d; i++, zi += step)
        {
            var value = TLanes.Load(zi);
            sum = TLanes.FusedMultiplyAdd(TLanes.Multiply(value, value), TLanes.Create(weights[i]), sum);
        }
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(T* target, TVector a, TVector b) => TLanes.Store(TLanes.FusedMultiplyAdd(a, b, TLanes.Load(target)), target);
}
