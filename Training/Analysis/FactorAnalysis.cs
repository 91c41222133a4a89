using LeanDeep.Training.Validation;
using MathNet.Numerics.Distributions;

namespace LeanDeep.Training.Analysis;

/// <summary>Judges predictions as a factor: correlations, returns by quantile, turnover, sectors. A few milliseconds for 60,000 rows.</summary>
/// <remarks>Definitions are Alphalens's: quantiles by day over all names, long-short returns demeaned by day, factor weights of gross 1.</remarks>
public static class FactorAnalysis
{
    /// <param name="panel">Rows and what followed.</param>
    /// <param name="predictions">(rows) without NaN.</param>
    /// <param name="quantiles">q, from 2 to 100.</param>
    /// <exception cref="ArgumentException">The length does not fit, a prediction is NaN, or the number of quantiles is out of range.</exception>
    public static FactorReport Of(FactorPanel panel, ReadOnlySpan<float> predictions, int quantiles)
    {
        ArgumentNullException.ThrowIfNull(panel);
        if (predictions.Length != panel.RowCount)
            throw new ArgumentException($"expected {panel.RowCount} predictions, found {predictions.Length}", nameof(predictions));
        if (quantiles is < 2 or > 100)
            throw new ArgumentException($"expected from 2 to 100, found {quantiles}", nameof(quantiles));

        var order = new FactorOrder(panel, predictions, quantiles);
        return new FactorReport(
            panel.Dates, quantiles, order.UncutDays, Statistics(predictions, order.Cut, quantiles),
            [.. Horizons(panel, predictions.ToArray(), order, quantiles)]);
    }

    private static IEnumerable<HorizonReport> Horizons(FactorPanel panel, float[] predictions, FactorOrder order, int quantiles)
    {
        foreach (var returns in panel.Horizons)
        {
            var correlations = SectorCorrelations.Of(panel, returns, order);
            var cells = new QuantileCells(panel, returns, order.Cut, quantiles);
            var factor = FactorReturns(panel, returns, predictions);
            var (alpha, beta) = AlphaBeta(factor, returns);
            var (spread, error, perSession) = cells.Spread();
            yield return new HorizonReport
            {
                Horizon = returns.Horizon,
                DailyIC = correlations.All,
                IC = Summarise(correlations.All, returns.Horizon),
                FactorReturns = factor,
                AnnualAlpha = alpha,
                Beta = beta,
                Raw = cells.Raw(),
                Demeaned = cells.Demeaned(),
                Spread = spread,
                SpreadError = error,
                SpreadPerSession = perSession,
                Turnover = DayOverlap.Turnover(panel, order.Cut, quantiles, returns.Horizon),
                RankAutocorrelation = DayOverlap.RankAutocorrelation(panel, order.Deviations, returns.Horizon),
                Sectors = [.. panel.SectorNames.Select((name, sector) => Sector(name, sector, correlations, cells, returns.Horizon))],
            };
        }
    }

    private static SectorReport Sector(string name, int sector, SectorCorrelations correlations, QuantileCells cells, int horizon)
    {
        var ic = InformationCoefficient.Summarise(correlations.Sector(sector).Select((value, day) => new DailyCorrelation(day, value, 0)), horizon);
        return new SectorReport(name, cells.SectorRows(sector), ic.Mean, ic.StandardError, cells.SectorMeans(sector));
    }

    private static QuantileStatistics[] Statistics(ReadOnlySpan<float> predictions, byte[] cut, int quantiles)
    {
        var (count, sum, minimum, maximum) = (new int[quantiles], new double[quantiles], new double[quantiles], new double[quantiles]);
        Array.Fill(minimum, double.PositiveInfinity);
        Array.Fill(maximum, double.NegativeInfinity);
        var rows = 0;
        for (var row = 0; row < cut.Length; row++)
            if (cut[row] > 0)
            {
                var (q, value) = (cut[row] - 1, (double)predictions[row]);
                rows++;
                count[q]++;
                sum[q] += value;
                minimum[q] = Math.Min(minimum[q], value);
                maximum[q] = Math.Max(maximum[q], value);
            }
        var squares = new double[quantiles];
        for (var row = 0; row < cut.Length; row++)
            if (cut[row] > 0)
            {
                var d = predictions[row] - sum[cut[row] - 1] / count[cut[row] - 1];
                squares[cut[row] - 1] += d * d;
            }
        return [.. Enumerable.Range(0, quantiles).Select(q => count[q] == 0
            ? new QuantileStatistics(double.NaN, double.NaN, double.NaN, double.NaN, 0, 0)
            : new QuantileStatistics(minimum[q], maximum[q], sum[q] / count[q], Math.Sqrt(squares[q] / (count[q] - 1)), count[q], (double)count[q] / rows))];
    }

    private static double[] FactorReturns(FactorPanel panel, HorizonReturns returns, float[] predictions)
    {
        var result = new double[panel.DayCount];
        for (var day = 0; day < result.Length; day++)
        {
            var (first, next) = (panel.Starts[day], panel.Starts[day + 1]);
            var (sum, known) = (0.0, returns.Known[day]);
            var whole = known == next - first;
            for (var row = first; row < next; row++)
                if (whole || !double.IsNaN(returns.Values[row]))
                    sum += predictions[row];
            var mean = sum / known;
            double gross = 0, gain = 0;
            for (var row = first; row < next; row++)
                if (whole || !double.IsNaN(returns.Values[row]))
                {
                    var weight = predictions[row] - mean;
                    gross += Math.Abs(weight);
                    gain += weight * returns.Values[row];
                }
            result[day] = gross > 0 ? gain / gross : double.NaN;
        }
        return result;
    }

    private static (double Alpha, double Beta) AlphaBeta(double[] factor, HorizonReturns returns)
    {
        int[] days = [.. Enumerable.Range(0, factor.Length).Where(day => !double.IsNaN(factor[day]))];
        if (days.Length < 2)
            return (double.NaN, double.NaN);
        var (intercept, slope) = MathNet.Numerics.LinearRegression.SimpleRegression.Fit([.. days.Select(day => returns.Mean[day])], [.. days.Select(day => factor[day])]);
        return (Math.Pow(1 + intercept, SharpeRatio.TradingDays / returns.Horizon) - 1, slope);
    }

    internal static ICSummary Summarise(double[] daily, int horizon)
    {
        var robust = InformationCoefficient.Summarise(daily.Select((value, day) => new DailyCorrelation(day, value, 0)), horizon);
        double[] known = [.. daily.Where(value => !double.IsNaN(value))];
        if (known.Length < 2)
            return new ICSummary(known.Length, robust.Mean, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, robust);
        var moments = SharpeRatio.Of(known);
        var t = moments.PerPeriod * Math.Sqrt(known.Length);
        return new ICSummary(
            known.Length, robust.Mean, robust.StandardDeviation, moments.PerPeriod, t, 2 * StudentT.CDF(0, 1, known.Length - 1, -Math.Abs(t)),
            moments.Skewness, moments.Kurtosis - 3, robust);
    }
}
