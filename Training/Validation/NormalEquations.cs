using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Simd = System.Numerics.Vector<double>;

namespace LeanDeep.Training.Validation;

/// <summary>X'X and X'y of rows added bit by bit, in double.</summary>
internal sealed class NormalEquations(int width)
{
    private readonly double[] _gram = new double[width * width]; // upper half
    private readonly double[] _moments = new double[width];

    public long Rows { get; private set; }

    /// <param name="x">(rows · width) row after row.</param>
    /// <param name="y">(rows).</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public void Add(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        for (var i = 0; i < y.Length; i++)
            Add(x.Slice(i * width, width), y[i]);
    }

    /// <param name="row">(width).</param>
    /// <param name="y">Its outcome.</param>
    public void Add(ReadOnlySpan<double> row, double y)
    {
        var finite = y;
        for (var j = 0; j < width; j++)
        {
            var value = row[j];
            finite += value;
            if (value == 0)
                continue; // dummies
            AddMultiple(row[j..width], value, _gram.AsSpan(j * width + j, width - j));
            _moments[j] += value * y;
        }
        if (!double.IsFinite(finite))
            throw new ArgumentException($"expected finite values, found others in row {Rows}", nameof(row));
        Rows++;
    }

    /// <summary>(X'X + diagonal)⁻¹.</summary>
    /// <param name="names">Of the columns, for the message.</param>
    /// <param name="ridge">(width) added to the diagonal; empty for nothing.</param>
    /// <exception cref="ArgumentException">Columns depend on each other.</exception>
    public double[,] Inverse(IReadOnlyList<string> names, ReadOnlySpan<double> ridge = default)
    {
        // Scaled to a unit diagonal, so that dependence shows as a small pivot whatever the units.
        var scale = new double[width];
        for (var j = 0; j < width; j++)
        {
            var diagonal = _gram[j * width + j] + (ridge.Length > 0 ? ridge[j] : 0);
            if (!(diagonal > 0))
                throw new ArgumentException($"expected columns that vary, found {names[j]} zero in all rows", nameof(names));
            scale[j] = 1 / Math.Sqrt(diagonal);
        }
        var scaled = Matrix<double>.Build.Dense(width, width);
        for (var i = 0; i < width; i++)
            for (var j = i; j < width; j++)
                scaled[i, j] = scaled[j, i] = i == j ? 1 : _gram[i * width + j] * scale[i] * scale[j];
        var factor = Factor(scaled, names);
        var inverse = factor.Solve(Matrix<double>.Build.DenseIdentity(width)).ToArray();
        for (var i = 0; i < width; i++)
            for (var j = 0; j < width; j++)
                inverse[i, j] *= scale[i] * scale[j];
        return inverse;
    }

    /// <summary>Inverse times X'y.</summary>
    public double[] Solve(double[,] inverse)
    {
        var solution = new double[width];
        for (var i = 0; i < width; i++)
            for (var j = 0; j < width; j++)
                solution[i] += inverse[i, j] * _moments[j];
        return solution;
    }

    private static void AddMultiple(ReadOnlySpan<double> x, double factor, Span<double> sum)
    {
        var j = 0;
        for (; j <= x.Length - Simd.Count; j += Simd.Count)
            (new Simd(sum[j..]) + new Simd(x[j..]) * factor).CopyTo(sum[j..]);
        for (; j < x.Length; j++)
            sum[j] += x[j] * factor;
    }

    private static Cholesky<double> Factor(Matrix<double> scaled, IReadOnlyList<string> names)
    {
        var message = $"expected columns that do not depend on each other, found some that do among {string.Join(", ", names)}";
        try
        {
            var factor = scaled.Cholesky();
            for (var j = 0; j < scaled.RowCount; j++)
                if (!(factor.Factor[j, j] * factor.Factor[j, j] > 1e-11))
                    throw new ArgumentException($"expected columns that do not depend on each other, found {names[j]} a combination of those before it", nameof(names));
            return factor;
        }
        catch (ArgumentException error) when (error.ParamName != nameof(names))
        {
            throw new ArgumentException(message, nameof(names), error);
        }
    }
}
