using System.Numerics;
using System.Runtime.CompilerServices;

namespace LeanDeep.Training.Hjb.Neural.Kernels;

/// <summary>C = A B, or C += A B, in blocks of eight rows and two registers of columns that stay in registers.</summary>
/// <remarks>A may be read along rows or along columns. Source: Goto and van de Geijn (2008), the inner kernel.</remarks>
internal static unsafe class JetProducts<TLanes, TVector, T>
    where TLanes : struct, IJetLanes<TVector, T> where TVector : struct where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const int BlockRows = 8;

    /// <param name="a">(rows, depth), element (i, k) at a[i · aRow + k · aDepth].</param>
    /// <param name="aRow">Step from row to row.</param>
    /// <param name="aDepth">Step from k to k + 1.</param>
    /// <param name="b">(depth, columns), a row every <paramref name="bRow"/>.</param>
    /// <param name="bRow">Step from row to row.</param>
    /// <param name="c">(rows, columns).</param>
    /// <param name="rows">A multiple of <see cref="BlockRows"/>.</param>
    /// <param name="columns">A multiple of the width.</param>
    /// <param name="depth">Number of terms.</param>
    /// <param name="add">Whether to add to C.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute(T* a, nint aRow, nint aDepth, T* b, nint bRow, T* c, nint rows, nint columns, nint depth, bool add)
    {
        nint column = 0;
        for (; column + 2 * TLanes.Width <= columns; column += 2 * TLanes.Width)
            for (nint row = 0; row < rows; row += BlockRows)
                Two(a + row * aRow, aRow, aDepth, b + column, bRow, c + row * columns + column, columns, depth, add);
        if (column < columns)
            for (nint row = 0; row < rows; row += BlockRows)
                One(a + row * aRow, aRow, aDepth, b + column, bRow, c + row * columns + column, columns, depth, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(T* a, nint aRow, nint aDepth, T* b, nint bRow, T* c, nint columns, nint depth, bool add)
    {
        TVector c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51, c60, c61, c70, c71;
        c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = c60 = c61 = c70 = c71 = default;
        T* a1 = a + aRow, a2 = a + 2 * aRow, a3 = a + 3 * aRow, a4 = a + 4 * aRow, a5 = a + 5 * aRow, a6 = a + 6 * aRow, a7 = a + 7 * aRow;
        for (nint k = 0; depth > 0; depth--, k += aDepth, b += bRow)
        {
            TVector b0 = TLanes.Load(b), b1 = TLanes.Load(b + TLanes.Width);
            var x = TLanes.Create(a[k]);
            c00 = TLanes.FusedMultiplyAdd(x, b0, c00);
            c01 = TLanes.FusedMultiplyAdd(x, b1, c01);
            x = TLanes.Create(a1[k]);
            c10 = TLanes.FusedMultiplyAdd(x, b0, c10);
            c11 = TLanes.FusedMultiplyAdd(x, b1, c11);
            x = TLanes.Create(a2[k]);
            c20 = TLanes.FusedMultiplyAdd(x, b0, c20);
            c21 = TLanes.FusedMultiplyAdd(x, b1, c21);
            x = TLanes.Create(a3[k]);
            c30 = TLanes.FusedMultiplyAdd(x, b0, c30);
            c31 = TLanes.FusedMultiplyAdd(x, b1, c31);
            x = TLanes.Create(a4[k]);
            c40 = TLanes.FusedMultiplyAdd(x, b0, c40);
            c41 = TLanes.FusedMultiplyAdd(x, b1, c41);
            x = TLanes.Create(a5[k]);
            c50 = TLanes.FusedMultiplyAdd(x, b0, c50);
            c51 = TLanes.FusedMultiplyAdd(x, b1, c51);
            x = TLanes.Create(a6[k]);
            c60 = TLanes.FusedMultiplyAdd(x, b0, c60);
            c61 = TLanes.FusedMultiplyAdd(x, b1, c61);
            x = TLanes.Create(a7[k]);
            c70 = TLanes.FusedMultiplyAdd(x, b0, c70);
            c71 = TLanes.FusedMultiplyAdd(x, b1, c71);
        }
        Finish(c00, c01, c, add);
        Finish(c10, c11, c + columns, add);
        Finish(c20, c21, c + 2 * columns, add);
        Finish(c30, c31, c + 3 * columns, add);
        Finish(c40, c41, c + 4 * columns, add);
        Finish(c50, c51, c + 5 * columns, add);
        Finish(c60, c61, c + 6 * columns, add);
        Finish(c70, c71, c + 7 * columns, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(T* a, nint aRow, nint aDepth, T* b, nint bRow, T* c, nint columns, nint depth, bool add)
    {
        TVector c0, c1, c2, c3, c4, c5, c6, c7;
        c0 = c1 = c2 = c3 = c4 = c5 = c6 = c7 = default;
        T* a1 = a + aRow, a2 = a + 2 * aRow, a3 = a + 3 * aRow, a4 = a + 4 * aRow, a5 = a + 5 * aRow, a6 = a + 6 * aRow, a7 = a + 7 * aRow;
        for (nint k = 0; depth > 0; depth--, k += aDepth, b += bRow)
        {
            var b0 = TLanes.Load(b);
            c0 = TLanes.FusedMultiplyAdd(TLanes.Create(a[k]), b0, c0);
            c1 = TLanes.FusedMultiplyAdd(TLanes.Create(a1[k]), b0, c1);
            c2 = TLanes.FusedMultiplyAdd(TLanes.Create(a2[k]), b0, c2);
            c3 = TLanes.FusedMultiplyAdd(TLanes.Create(a3[k]), b0, c3);
            c4 = TLanes.FusedMultiplyAdd(TLanes.Create(a4[k]), b0, c4);
            c5 = TLanes.FusedMultiplyAdd(TLanes.Create(a5[k]), b0, c5);
            c6 = TLanes.FusedMultiplyAdd(TLanes.Create(a6[k]), b0, c6);
            c7 = TLanes.FusedMultiplyAdd(TLanes.Create(a7[k]), b0, c7);
        }
        Finish(c0, c, add);
        Finish(c1, c + columns, add);
        Finish(c2, c + 2 * columns, add);
        Finish(c3, c + 3 * columns, add);
        Finish(c4, c + 4 * columns, add);
        Finish(c5, c + 5 * columns, add);
        Finish(c6, c + 6 * columns, add);
        Finish(c7, c + 7 * columns, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TVector left, TVector right, T* c, bool add)
    {
        Finish(left, c, add);
        Finish(right, c + TLanes.Width, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TVector value, T* c, bool add) => TLanes.Store(add ? TLanes.Add(value, TLanes.Load(c)) : value, c);
}
