namespace LeanDeep.Training.Fused;

/// <summary>Arithmetic on the lanes of one register, so that a kernel is written once for all widths. Every operation rounds each
/// lane as the scalar one does: what a kernel computes lane by lane has the same bits at every width.</summary>
/// <typeparam name="TVector">The register.</typeparam>
internal unsafe interface ILanes<TVector> where TVector : struct
{
    /// <summary>Floats in a register.</summary>
    static abstract int Width { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* target);

    /// <summary>The value in every lane.</summary>
    static abstract TVector Create(float value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TVector FusedMultiplyAdd(TVector a, TVector b, TVector c);

    static abstract TVector SquareRoot(TVector a);

    static abstract TVector Absolute(TVector a);

    /// <summary>NaN where a lane of <paramref name="b"/> is.</summary>
    static abstract TVector Minimum(TVector a, TVector b);

    /// <summary>NaN where a lane of <paramref name="b"/> is.</summary>
    static abstract TVector Maximum(TVector a, TVector b);

    /// <summary>The size of <paramref name="a"/> with the sign of <paramref name="sign"/>.</summary>
    static abstract TVector CopySign(TVector a, TVector sign);

    /// <summary><paramref name="yes"/> where a &gt; b, elsewhere <paramref name="no"/>.</summary>
    static abstract TVector SelectGreater(TVector a, TVector b, TVector yes, TVector no);

    /// <summary><paramref name="yes"/> where a = b, elsewhere <paramref name="no"/>.</summary>
    static abstract TVector SelectEqual(TVector a, TVector b, TVector yes, TVector no);

    /// <summary>The nearest whole number, ties to even.</summary>
    static abstract TVector Round(TVector a);

    /// <summary>2ⁿ for whole n from −126 to 127.</summary>
    static abstract TVector PowerOfTwo(TVector n);

    /// <summary><paramref name="scale"/> in the lanes that <see cref="Loop.DropoutMask"/> keeps, 0 in the others.</summary>
    static abstract TVector Keep(uint key, uint* salts, uint threshold, TVector scale);

    /// <summary>Sum over the lanes.</summary>
    static abstract float Sum(TVector a);
}
