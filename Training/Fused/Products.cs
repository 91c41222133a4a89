using System.Runtime.CompilerServices;

namespace LeanDeep.Training.Fused;

/// <summary>Small matrix products, C = S + A B, in blocks of eight rows and two registers of columns that stay in registers.</summary>
/// <remarks>A may be read along rows or along columns, so that one kernel serves sums, gradients of weights and gradients of inputs. Terms are added
/// in the order of k. Source: Goto and van de Geijn (2008), the inner kernel.</remarks>
internal static unsafe class Products<TLanes, TVector> where TLanes : struct, ILanes<TVector> where TVector : struct
{
    public const int BlockRows = 8;

    /// <param name="a">(rows, depth), element (i, k) at a[i · aRow + k · aDepth].</param>
    /// <param name="aRow">Step from row to row.</param>
    /// <param name="aDepth">Step from k to k + 1.</param>
    /// <param name="b">(depth, columns), rows of <paramref name="bRow"/>.</param>
    /// <param name="bRow">Step from row to row.</param>
    /// <param name="start">(rows, columns) S; null for zero; with a step of 0 one row for all.</param>
    /// <param name="startRow">Step from row to row of S.</param>
    /// <param name="factor">(rows, columns) laid out as C, multiplied in at the end; null for none.</param>
    /// <param name="c">(rows, columns).</param>
    /// <param name="cRow">Step from row to row.</param>
    /// <param name="rows">A multiple of <see cref="BlockRows"/>.</param>
    /// <param name="columns">A multiple of the width.</param>
    /// <param name="depth">Number of terms.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute(
        float* a, nint aRow, nint aDepth, float* b, nint bRow, float* start, nint startRow, float* factor, float* c, nint cRow, int rows, int columns, int depth)
    {
        nint column = 0;
        for (; column + 2 * TLanes.Width <= columns; column += 2 * TLanes.Width)
            for (nint row = 0; row < rows; row += BlockRows)
                TwoRegisters(
                    a + row * aRow, aRow, aDepth, b + column, bRow, start == null ? null : start + row * startRow + column, startRow,
                    factor == null ? null : factor + row * cRow + column, c + row * cRow + column, cRow, depth);
        if (column < columns)
            for (nint row = 0; row < rows; row += BlockRows)
                OneRegister(
                    a + row * aRow, aRow, aDepth, b + column, bRow, start == null ? null : start + row * startRow + column, startRow,
                    factor == null ? null : factor + row * cRow + column, c + row * cRow + column, cRow, depth);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoRegisters(
        float* a, nint aRow, nint aDepth, float* b, nint bRow, float* start, nint startRow, float* factor, float* c, nint cRow, nint depth)
    {
        TVector c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51, c60, c61, c70, c71;
        c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = c60 = c61 = c70 = c71 = default;
        if (start != null)
        {
            (c00, c01) = (TLanes.Load(start), TLanes.Load(start + TLanes.Width));
            start += startRow;
            (c10, c11) = (TLanes.Load(start), TLanes.Load(start + TLanes.Width));
            start += startRow;
            (c20, c21) = (TLanes.Load(start), TLanes.Load(start + TLanes.Width));
            start += startRow;
            (c30, c31) = (TLanes.Load(start), TLanes.Load(start + TLanes.Width));
            start += startRow;
            (c40, c41) = (TLanes.Load(start), TLanes.Load(start + TLanes.Width));
            start += startRow;
            (c50, c51) = (TLanes.Load(start), TLanes.Load(start + TLanes.Width));
            start += startRow;
            (c60, c61) = (TLanes.Load(start), TLanes.Load(start + TLanes.Width));
            start += startRow;
            (c70, c71) = (TLanes.Load(start), TLanes.Load(start + TLanes.Width));
        }
        float* a1 = a + aRow, a2 = a + 2 * aRow, a3 = a + 3 * aRow, a4 = a + 4 * aRow, a5 = a + 5 * aRow, a6 = a + 6 * aRow, a7 = a + 7 * aRow;
        for (nint k = 0; depth > 0; depth--, k += aDepth, b += bRow)
        {
            var (b0, b1) = (TLanes.Load(b), TLanes.Load(b + TLanes.Width));
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
        Finish(c00, c01, factor, c);
        Finish(c10, c11, factor == null ? null : factor + cRow, c + cRow);
        Finish(c20, c21, factor == null ? null : factor + 2 * cRow, c + 2 * cRow);
        Finish(c30, c31, factor == null ? null : factor + 3 * cRow, c + 3 * cRow);
        Finish(c40, c41, factor == null ? null : factor + 4 * cRow, c + 4 * cRow);
        Finish(c50, c51, factor == null ? null : factor + 5 * cRow, c + 5 * cRow);
        Finish(c60, c61, factor == null ? null : factor + 6 * cRow, c + 6 * cRow);
        Finish(c70, c71, factor == null ? null : factor + 7 * cRow, c + 7 * cRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRegister(
        float* a, nint aRow, nint aDepth, float* b, nint bRow, float* start, nint startRow, float* factor, float* c, nint cRow, nint depth)
    {
        TVector c0, c1, c2, c3, c4, c5, c6, c7;
        c0 = c1 = c2 = c3 = c4 = c5 = c6 = c7 = default;
        if (start != null)
        {
            (c0, c1, c2, c3) = (TLanes.Load(start), TLanes.Load(start + startRow), TLanes.Load(start + 2 * startRow), TLanes.Load(start + 3 * startRow));
            start += 4 * startRow;
            (c4, c5, c6, c7) = (TLanes.Load(start), TLanes.Load(start + startRow), TLanes.Load(start + 2 * startRow), TLanes.Load(start + 3 * startRow));
        }
        float* a1 = a + aRow, a2 = a + 2 * aRow, a3 = a + 3 * aRow, a4 = a + 4 * aRow, a5 = a + 5 * aRow, a6 = a + 6 * aRow, a7 = a + 7 * aRow;
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
        Finish(c0, factor, c);
        Finish(c1, factor == null ? null : factor + cRow, c + cRow);
        Finish(c2, factor == null ? null : factor + 2 * cRow, c + 2 * cRow);
        Finish(c3, factor == null ? null : factor + 3 * cRow, c + 3 * cRow);
        Finish(c4, factor == null ? null : factor + 4 * cRow, c + 4 * cRow);
        Finish(c5, factor == null ? null : factor + 5 * cRow, c + 5 * cRow);
        Finish(c6, factor == null ? null : factor + 6 * cRow, c + 6 * cRow);
        Finish(c7, factor == null ? null : factor + 7 * cRow, c + 7 * cRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TVector left, TVector right, float* factor, float* c)
    {
        Finish(left, factor, c);
        Finish(right, factor == null ? null : factor + TLanes.Width, c + TLanes.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TVector value, float* factor, float* c) =>
        TLanes.Store(factor == null ? value : TLanes.Multiply(value, TLanes.Load(factor)), c);
}
