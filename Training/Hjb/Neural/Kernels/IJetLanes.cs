using System.Numerics;

namespace LeanDeep.Training.Hjb.Neural.Kernels;

/// <summary>Arithmetic on the lanes of one register, so that the kernel is written once for both precisions and all widths.</summary>
/// <typeparam name="TVector">The register.</typeparam>
/// <typeparam name="T">A lane.</typeparam>
internal unsafe interface IJetLanes<TVector, T> where TVector : struct where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Lanes in a register.</summary>
    static abstract int Width { get; }
    static abstract TVector Load(T* source);
    static abstract void Store(TVector value, T* target);

    /// <summary>The value in every lane.</summary>
    static abstract TVector Create(T value);
    static abstract TVector Add(TVector a, TVector b);
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TVector FusedMultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>tanh as (e^2x − 1)/(e^2x + 1), exact to a few units of 1; NaN stays NaN.</summary>
    static abstract TVector Tanh(TVector a);
}
