namespace LeanDeep.Training.Hjb.Neural.Kernels;

/// <summary>Numbers that begin on a cache line and never move; zero at first.</summary>
internal sealed unsafe class AlignedMemory<T> where T : unmanaged
{
    private const int Line = 64;
    private readonly T[] _values;

    public AlignedMemory(int length)
    {
        Length = length;
        _values = GC.AllocateArray<T>(length + Line / sizeof(T), pinned: true);
        fixed (T* first = _values)
            Pointer = (T*)(((nint)first + Line - 1) / Line * Line);
    }

    public int Length { get; }

    /// <summary>Valid as long as this object is reachable.</summary>
    public T* Pointer { get; }

    public Span<T> Span => new(Pointer, Length);
}
