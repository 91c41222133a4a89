using System.Numerics;
using System.Runtime.InteropServices;

namespace LeanDeep.Training.Hjb.FiniteDifference;

/// <summary>A square matrix whose elements lie near the diagonal, with LU factorisation by partial pivoting in place.</summary>
/// <remarks>Row i keeps the columns i − below to i + above + below: the last ones take what pivoting fills in.
/// Source: Golub and Van Loan (2013), Matrix Computations, 4.3.</remarks>
internal sealed class BandedMatrix
{
    private readonly int _below, _width;
    private readonly double[] _rows;
    private readonly int[] _pivots;

    /// <param name="size">Rows.</param>
    /// <param name="below">Diagonals below the main one.</param>
    /// <param name="above">Diagonals above it.</param>
    public BandedMatrix(int size, int below, int above)
    {
        (Size, _below, _width) = (size, below, 2 * below + above + 1);
        _rows = new double[(long)size * _width];
        _pivots = new int[size];
    }

    public int Size { get; }

    /// <summary>An element within the band.</summary>
    public ref double this[int row, int column] => ref _rows[row * _width + column - row + _below];

    public void Clear() => Array.Clear(_rows);

    /// <summary>Factors in place.</summary>
    /// <returns>False where the matrix is singular or not finite.</returns>
    public bool Factor()
    {
        for (var k = 0; k < Size; k++)
        {
            var last = Math.Min(Size - 1, k + _below);
            var pivot = k;
            for (var i = k + 1; i <= last; i++)
                if (Math.Abs(this[i, k]) > Math.Abs(this[pivot, k])) pivot = i;
            _pivots[k] = pivot;
            var columns = Math.Min(Size - k, _width - _below);
            if (pivot != k) Swap(Row(k, k, columns), Row(pivot, k, columns));
            var diagonal = this[k, k];
            if (diagonal == 0 || !double.IsFinite(diagonal)) return false;
            var source = Row(k, k + 1, columns - 1);
            for (var i = k + 1; i <= last; i++)
            {
                ref var element = ref this[i, k];
                if (element == 0) continue;
                element /= diagonal;
                Subtract(Row(i, k + 1, columns - 1), source, element);
            }
        }
        return true;
    }

    /// <summary>Solves with the factors, in place.</summary>
    public void Solve(Span<double> x)
    {
        for (var k = 0; k < Size; k++)
        {
            if (_pivots[k] != k) (x[k], x[_pivots[k]]) = (x[_pivots[k]], x[k]);
            for (var i = k + 1; i <= Math.Min(Size - 1, k + _below); i++)
                x[i] -= this[i, k] * x[k];
        }
        for (var k = Size - 1; k >= 0; k--)
        {
            var sum = x[k];
            for (var j = k + 1; j < Math.Min(Size, k + _width - _below); j++)
                sum -= this[k, j] * x[j];
            x[k] = sum / this[k, k];
        }
    }

    private Span<double> Row(int row, int column, int count) => _rows.AsSpan(row * _width + column - row + _below, count);

    private static void Swap(Span<double> left, Span<double> right)
    {
        for (var i = 0; i < left.Length; i++)
            (left[i], right[i]) = (right[i], left[i]);
    }

    private static void Subtract(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(target);
        var sources = MemoryMarshal.Cast<double, Vector<double>>(source);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] -= sources[i] * factor;
        for (var i = vectors.Length * Vector<double>.Count; i < target.Length; i++)
            target[i] -= source[i] * factor;
    }
}
