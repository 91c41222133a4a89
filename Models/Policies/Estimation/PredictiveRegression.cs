namespace LeanDeep.Models.Policies.Estimation;

/// <summary>Excess returns on a predictor of the step before, r(t+1) = a + bz(t) + u, with the predictor's own z(t+1) = c + φz(t) + v; assets share b and φ.</summary>
/// <param name="Slope">b as least squares has it.</param>
/// <param name="Predictor">The predictor's autoregression.</param>
/// <param name="ShockCovariance">Mean over assets of cov(u, v)/var(v).</param>
/// <param name="StandardError">Of b, as if assets were independent.</param>
/// <remarks>Where u and v are correlated b is biased by cov(u, v)/var(v) times the bias of φ: a price that falls raises a valuation ratio, and in a short sample looks
/// predictable. Source: Stambaugh (1999), Journal of Financial Economics 54.</remarks>
public readonly record struct PredictiveRegression(double Slope, Autoregression Predictor, double ShockCovariance, double StandardError)
{
    /// <summary>b less its bias to order 1/n.</summary>
    public double Corrected => Slope + ShockCovariance * (1 + 3 * Predictor.Slope) / Predictor.Observations;

    /// <summary>Estimates.</summary>
    /// <param name="predictors">(times, assets) row-major z.</param>
    /// <param name="returns">(times, assets) r of the step that ends at each time; those of the first are not read.</param>
    /// <param name="assets">Assets, 1 or more.</param>
    /// <exception cref="ArgumentException">Lengths differ, or fewer than 4 times.</exception>
    public static PredictiveRegression Estimate(ReadOnlySpan<double> predictors, ReadOnlySpan<double> returns, int assets = 1)
    {
        if (predictors.Length != returns.Length) throw new ArgumentException($"expected {predictors.Length} returns, found {returns.Length}", nameof(returns));
        var autoregression = Autoregression.Estimate(predictors, assets);
        var pairs = autoregression.Observations;
        var (xx, xr, rr) = (0.0, 0.0, 0.0);
        for (var i = 0; i < assets; i++)
        {
            var (z, r) = (Mean(predictors, assets, i, 0, pairs), Mean(returns, assets, i, 1, pairs));
            for (var t = 0; t < pairs; t++)
            {
                var (x, y) = (predictors[t * assets + i] - z, returns[(t + 1) * assets + i] - r);
                (xx, xr, rr) = (xx + x * x, xr + x * y, rr + y * y);
            }
        }
        var slope = xr / xx;
        var (uv, vv) = (0.0, 0.0);
        for (var i = 0; i < assets; i++)
        {
            var (before, after, r) = (Mean(predictors, assets, i, 0, pairs), Mean(predictors, assets, i, 1, pairs), Mean(returns, assets, i, 1, pairs));
            for (var t = 0; t < pairs; t++)
            {
                var x = predictors[t * assets + i] - before;
                var u = returns[(t + 1) * assets + i] - r - slope * x;
                var v = predictors[(t + 1) * assets + i] - after - autoregression.Slope * x;
                (uv, vv) = (uv + u * v, vv + v * v);
            }
        }
        var error = Math.Sqrt(Math.Max(rr - slope * xr, 0) / (assets * (pairs - 1) - 1) / xx);
        return new(slope, autoregression, vv > 0 ? uv / vv : 0, error);
    }

    private static double Mean(ReadOnlySpan<double> values, int assets, int asset, int first, int count)
    {
        var sum = 0.0;
        for (var t = first; t < first + count; t++) sum += values[t * assets + asset];
        return sum / count;
    }
}
