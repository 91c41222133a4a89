using System.Numerics;

namespace LeanDeep.Training.Hjb.Neural.Linear;

/// <summary>Products of the rows of a matrix with each other.</summary>
internal static class GramMatrix
{
    /// <summary>Columns that are taken at a time, so that a tile's rows stay in cache.</summary>
    private const int Depth = 512;

    /// <summary>The lower triangle of A A'.</summary>
    /// <param name="a">(rows × columns).</param>
    /// <param name="rows">Of A.</param>
    /// <param name="columns">Of A.</param>
    /// <param name="gram">(rows × rows) receives it.</param>
    public static void OfRows(ReadOnlySpan<double> a, int rows, int columns, Span<double> gram)
    {
        gram[..(rows * rows)].Clear();
        for (var from = 0; from < columns; from += Depth)
        {
            var depth = Math.Min(Depth, columns - from);
            for (var i = 0; i < rows; i += 4)
                for (var j = 0; j <= i; j += 4)
                    Tile(a, rows, columns, from, depth, i, j, gram);
        }
    }

    /// <summary>Four rows with four rows.</summary>
    private static void Tile(ReadOnlySpan<double> a, int rows, int columns, int from, int depth, int i, int j, Span<double> gram)
    {
        // Rows beyond the last repeat it; what they give is not stored.
        ReadOnlySpan<double> Row(ReadOnlySpan<double> all, int row) => all.Slice(Math.Min(row, rows - 1) * columns + from, depth);
        ReadOnlySpan<double> i0 = Row(a, i), i1 = Row(a, i + 1), i2 = Row(a, i + 2), i3 = Row(a, i + 3);
        ReadOnlySpan<double> j0 = Row(a, j), j1 = Row(a, j + 1), j2 = Row(a, j + 2), j3 = Row(a, j + 3);
        Vector<double> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        Vector<double> s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        var k = 0;
        for (; k + Vector<double>.Count <= depth; k += Vector<double>.Count)
        {
            Vector<double> y0 = new(j0[k..]), y1 = new(j1[k..]), y2 = new(j2[k..]), y3 = new(j3[k..]);
            var x = new Vector<double>(i0[k..]);
            s00 = Vector.FusedMultiplyAdd(x, y0, s00);
            s01 = Vector.FusedMultiplyAdd(x, y1, s01);
            s02 = Vector.FusedMultiplyAdd(x, y2, s02);
            s03 = Vector.FusedMultiplyAdd(x, y3, s03);
            x = new Vector<double>(i1[k..]);
            s10 = Vector.FusedMultiplyAdd(x, y0, s10);
            s11 = Vector.FusedMultiplyAdd(x, y1, s11);
            s12 = Vector.FusedMultiplyAdd(x, y2, s12);
            s13 = Vector.FusedMultiplyAdd(x, y3, s13);
            x = new Vector<double>(i2[k..]);
            s20 = Vector.FusedMultiplyAdd(x, y0, s20);
            s21 = Vector.FusedMultiplyAdd(x, y1, s21);
            s22 = Vector.FusedMultiplyAdd(x, y2, s22);
            s23 = Vector.FusedMultiplyAdd(x, y3, s23);
            x = new Vector<double>(i3[k..]);
            s30 = Vector.FusedMultiplyAdd(x, y0, s30);
            s31 = Vector.FusedMultiplyAdd(x, y1, s31);
            s32 = Vector.FusedMultiplyAdd(x, y2, s32);
            s33 = Vector.FusedMultiplyAdd(x, y3, s33);
        }
        Span<double> sums =
        [
            Vector.Sum(s00), Vector.Sum(s01), Vector.Sum(s02), Vector.Sum(s03), Vector.Sum(s10), Vector.Sum(s11), Vector.Sum(s12), Vector.Sum(s13),
            Vector.Sum(s20), Vector.Sum(s21), Vector.Sum(s22), Vector.Sum(s23), Vector.Sum(s30), Vector.Sum(s31), Vector.Sum(s32), Vector.Sum(s33),
        ];
        for (var r = 0; r < 4 && i + r < rows; r++)
            for (var c = 0; c < 4 && j + c < rows; c++)
            {
                for (var rest = k; rest < depth; rest++)
                    sums[r * 4 + c] += a[(i + r) * columns + from + rest] * a[(j + c) * columns + from + rest];
                gram[(i + r) * rows + j + c] += sums[r * 4 + c];
            }
    }

    /// <summary>The transpose of (rows × columns).</summary>
    public static void Transpose(ReadOnlySpan<double> a, int rows, int columns, Span<double> transposed)
    {
        const int Block = 16;
        for (var i = 0; i < rows; i += Block)
            for (var j = 0; j < columns; j += Block)
                for (var r = i; r < Math.Min(rows, i + Block); r++)
                    for (var c = j; c < Math.Min(columns, j + Block); c++)
                        transposed[c * rows + r] = a[r * columns + c];
    }
}
