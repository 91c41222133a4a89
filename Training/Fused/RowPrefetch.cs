using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace LeanDeep.Training.Fused;

/// <summary>Asks the memory for the rows of the next chunk, some at a time between the kernels of this one: asked for at once, they would
/// wait for each other and the kernels for them.</summary>
/// <param name="width">Floats of a row.</param>
/// <param name="portions">How often <see cref="Ask"/> is called in a chunk.</param>
internal sealed unsafe class RowPrefetch(int width, int portions)
{
    private const int Line = 64;

    private float* _features;
    private int* _next, _end;
    private int _portion;

    /// <param name="features">All rows.</param>
    /// <param name="rows">Rows of the next chunk; read until the last portion is asked for.</param>
    /// <param name="count">How many.</param>
    public void Begin(float* features, int* rows, int count)
    {
        _features = features;
        _next = rows;
        _end = rows + count;
        _portion = (count + portions - 1) / portions;
    }

    /// <summary>Asks for the next portion.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Ask()
    {
        if (!Sse.IsSupported)
            return;
        var next = _next;
        var end = _end - next > _portion ? next + _portion : _end;
        for (; next < end; next++)
        {
            var row = (byte*)(_features + *next * (nint)width);
            var last = row + width * sizeof(float) - 1;
            for (; row < last; row += Line)
                Sse.Prefetch1(row);
            Sse.Prefetch1(last);
        }
        _next = next;
    }
}
