namespace LeanDeep.Training.Fused;

/// <summary>Floats that begin on a cache line and never move; zero at first.</summary>
internal sealed unsafe class AlignedFloats
{
    private const int Line = 64;
    private readonly float[] _values;

    public AlignedFloats(int length)
    {
        Length = length;
        _values = GC.AllocateArray<float>(length + Line / sizeof(float), pinned: true);
        fixed (float* first = _values)
            Pointer = (float*)(((nint)first + Line - 1) / Line * Line);
    }

    public int Length { get; }

    /// <summary>Valid as long as this object is reachable.</summary>
    public float* Pointer { get; }

    public Span<float> Span => new(Pointer, Length);
}
