using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace LeanDeep.Training.Validation;

/// <summary>Ordinary least squares with a covariance that allows for unequal variances and for dependence over time.</summary>
/// <remarks>Covariance (X'X)⁻¹ S (X'X)⁻¹ with S = Γ₀ + Σ_{l=1..L} (1 − l/(L+1)) (Γ_l + Γ_l'), Γ_l = Σ_g s_g s_{g−l}' and s_g the sum of x·residual
/// over the rows of period g. One row a period: Newey and West (1987), with L = 0 White (1980), HC0. Many rows a period, as the same day
/// under many configurations: Driscoll and Kraay (1998), with L = 0 clustered by period. No small-sample factor, as in <see cref="NeweyWest"/>.</remarks>
public sealed class LeastSquares
{
    private LeastSquares(IReadOnlyList<string> names, double[] coefficients, double[,] covariance, double[] residuals, double rSquared, int periods, int lags)
    {
        Names = names;
        Coefficients = coefficients;
        Covariance = covariance;
        Residuals = residuals;
        RSquared = rSquared;
        Periods = periods;
        Lags = lags;
    }

    /// <summary>(columns).</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>(columns).</summary>
    public IReadOnlyList<double> Coefficients { get; }

    /// <summary>(columns, columns) of the coefficients, robust.</summary>
    public double[,] Covariance { get; }

    /// <summary>(rows) observed less fitted.</summary>
    public IReadOnlyList<double> Residuals { get; }

    /// <summary>Share of the variance about the mean that the fit explains.</summary>
    public double RSquared { get; }

    public int Periods { get; }

    /// <summary>L, periods.</summary>
    public int Lags { get; }

    /// <param name="names">(columns) of the coefficients.</param>
    /// <param name="x">(rows · columns) row after row; the constant is a column of ones.</param>
    /// <param name="y">(rows).</param>
    /// <param name="periods">(rows) period of each row, never decreasing; empty where every row is its own.</param>
    /// <param name="lags">L, periods; 0 for none.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a value is not finite, fewer rows than columns, or columns that depend on each other.</exception>
    public static LeastSquares Fit(IReadOnlyList<string> names, ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<int> periods, int lags)
    {
        ArgumentNullException.ThrowIfNull(names);
        var (rows, width) = (y.Length, names.Count);
        if (x.Length != rows * width)
            throw new ArgumentException($"expected {rows} · {width} values, found {x.Length}", nameof(x));
        if (periods.Length != 0 && periods.Length != rows)
            throw new ArgumentException($"expected {rows} periods or none, found {periods.Length}", nameof(periods));
        if (lags < 0)
            throw new ArgumentException($"expected 0 or more, found {lags}", nameof(lags));
        if (rows < width || width == 0)
            throw new ArgumentException($"expected at least {Math.Max(1, width)} rows, found {rows}", nameof(y));

        var gram = new NormalEquations(width);
        gram.Add(x, y);
        var inverse = gram.Inverse(names);
        var coefficients = gram.Solve(inverse);
        var residuals = new double[rows];
        // Once more on the residuals: takes away the rounding of the normal equations.
        Subtract(x, y, coefficients, residuals);
        var rest = new NormalEquations(width);
        rest.Add(x, residuals);
        var correction = rest.Solve(inverse);
        for (var j = 0; j < width; j++)
            coefficients[j] += correction[j];
        Subtract(x, y, coefficients, residuals);

        var (scores, count) = Scores(x, residuals, periods, width);
        var middle = Middle(scores, count, width, lags);
        var bread = Matrix<double>.Build.DenseOfArray(inverse);
        var covariance = (bread * Matrix<double>.Build.DenseOfArray(middle) * bread).ToArray();
        var mean = NeweyWest.Mean(y);
        double total = 0, left = 0;
        for (var i = 0; i < rows; i++)
        {
            total += (y[i] - mean) * (y[i] - mean);
            left += residuals[i] * residuals[i];
        }
        return new LeastSquares([.. names], coefficients, covariance, residuals, total > 0 ? 1 - left / total : double.NaN, count, lags);
    }

    /// <summary>Standard error of a coefficient.</summary>
    public double StandardError(int column) => Math.Sqrt(Math.Max(0, Covariance[column, column]));

    /// <summary>Coefficient over its standard error.</summary>
    public double TStatistic(int column) => Coefficients[column] / StandardError(column);

    /// <summary>Two-sided probability of so large a t under the normal distribution.</summary>
    public double PValue(int column) => 2 * Normal.CDF(0, 1, -Math.Abs(TStatistic(column)));

    /// <summary>Two-sided interval under the normal distribution.</summary>
    /// <param name="column">Of the coefficient.</param>
    /// <param name="confidence">In (0, 1).</param>
    public (double Low, double High) Interval(int column, double confidence = 0.95)
    {
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentException($"expected within (0, 1), found {confidence}", nameof(confidence));
        var half = Normal.InvCDF(0, 1, 0.5 + 0.5 * confidence) * StandardError(column);
        return (Coefficients[column] - half, Coefficients[column] + half);
    }

    private static void Subtract(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double[] coefficients, double[] residuals)
    {
        for (var i = 0; i < y.Length; i++)
        {
            var row = x.Slice(i * coefficients.Length, coefficients.Length);
            var fitted = 0.0;
            for (var j = 0; j < row.Length; j++)
                fitted += row[j] * coefficients[j];
            residuals[i] = y[i] - fitted;
        }
    }

    private static (double[] Scores, int Periods) Scores(ReadOnlySpan<double> x, double[] residuals, ReadOnlySpan<int> periods, int width)
    {
        var scores = new List<double>();
        var count = 0;
        for (var i = 0; i < residuals.Length; i++)
        {
            if (i > 0 && periods.Length > 0 && periods[i] < periods[i - 1])
                throw new ArgumentException($"expected periods that never decrease, found {periods[i]} after {periods[i - 1]}", nameof(periods));
            if (i == 0 || periods.Length == 0 || periods[i] != periods[i - 1])
            {
                count++;
                for (var j = 0; j < width; j++)
                    scores.Add(0);
            }
            var row = x.Slice(i * width, width);
            for (var j = 0; j < width; j++)
                scores[(count - 1) * width + j] += row[j] * residuals[i];
        }
        return ([.. scores], count);
    }

    private static double[,] Middle(double[] scores, int count, int width, int lags)
    {
        var middle = new double[width, width];
        for (var l = 0; l <= lags && l < count; l++)
        {
            var weight = 1 - l / (lags + 1.0);
            for (var g = l; g < count; g++)
                for (var i = 0; i < width; i++)
                    for (var j = 0; j < width; j++)
                    {
                        var product = weight * scores[g * width + i] * scores[(g - l) * width + j];
                        middle[i, j] += product;
                        if (l > 0)
                            middle[j, i] += product;
                    }
        }
        return middle;
    }
}
