namespace LeanDeep.Training.Hjb.Neural.Linear;

/// <summary>Solves symmetric positive definite systems, A = L L'.</summary>
internal static class Cholesky
{
    /// <summary>Factors the lower triangle in place.</summary>
    /// <param name="a">(size × size), lower triangle.</param>
    /// <param name="size">Of A.</param>
    /// <returns>False where A is not positive definite or not finite.</returns>
    public static bool Factor(Span<double> a, int size)
    {
        for (var i = 0; i < size; i++)
        {
            var row = a.Slice(i * size, size);
            for (var j = 0; j <= i; j++)
            {
                var sum = row[j] - VectorMath.Dot(row[..j], a.Slice(j * size, j));
                if (j < i)
                {
                    row[j] = sum / a[j * size + j];
                    continue;
                }
                if (!(sum > 0) || double.IsInfinity(sum)) return false;
                row[j] = Math.Sqrt(sum);
            }
        }
        return true;
    }

    /// <summary>Solves with the factor, in place.</summary>
    public static void Solve(ReadOnlySpan<double> factor, int size, Span<double> x)
    {
        for (var i = 0; i < size; i++)
            x[i] = (x[i] - VectorMath.Dot(factor.Slice(i * size, i), x[..i])) / factor[i * size + i];
        for (var i = size - 1; i >= 0; i--)
        {
            x[i] /= factor[i * size + i];
            var scale = -x[i];
            VectorMath.Add(x[..i], scale, factor.Slice(i * size, i));
        }
    }
}
