using System.Runtime.CompilerServices;

namespace LeanDeep.Training.Fused;

/// <summary>An activation of every lane, with its derivative.</summary>
internal interface IActivation<TLanes, TVector> where TLanes : struct, ILanes<TVector> where TVector : struct
{
    /// <param name="z">Sums.</param>
    /// <param name="slope">Below zero, of the leaky rectifier.</param>
    /// <param name="derivative">By z.</param>
    static abstract TVector Apply(TVector z, TVector slope, out TVector derivative);
}

internal readonly struct TanhActivation<TLanes, TVector> : IActivation<TLanes, TVector> where TLanes : struct, ILanes<TVector> where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector z, TVector slope, out TVector derivative)
    {
        var value = Elementary<TLanes, TVector>.Tanh(z);
        derivative = TLanes.Subtract(TLanes.Create(1), TLanes.Multiply(value, value));
        return value;
    }
}

internal readonly struct SigmoidActivation<TLanes, TVector> : IActivation<TLanes, TVector> where TLanes : struct, ILanes<TVector> where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector z, TVector slope, out TVector derivative)
    {
        var value = Elementary<TLanes, TVector>.Sigmoid(z);
        derivative = TLanes.Multiply(value, TLanes.Subtract(TLanes.Create(1), value));
        return value;
    }
}

internal readonly struct ReluActivation<TLanes, TVector> : IActivation<TLanes, TVector> where TLanes : struct, ILanes<TVector> where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector z, TVector slope, out TVector derivative)
    {
        var zero = TLanes.Create(0);
        derivative = TLanes.SelectGreater(z, zero, TLanes.Create(1), zero);
        return TLanes.Maximum(zero, z);
    }
}

internal readonly struct LeakyReluActivation<TLanes, TVector> : IActivation<TLanes, TVector> where TLanes : struct, ILanes<TVector> where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply(TVector z, TVector slope, out TVector derivative)
    {
        var zero = TLanes.Create(0);
        derivative = TLanes.SelectGreater(z, zero, TLanes.Create(1), slope);
        return TLanes.SelectGreater(z, zero, z, TLanes.Multiply(slope, z));
    }
}
