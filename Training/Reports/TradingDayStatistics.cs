using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Reports;

/// <summary>The measures that LEAN prints, from returns of trading days instead of calendar days, and without deducting interest.</summary>
/// <remarks>LEAN samples weekends and holidays too, whose returns of zero shrink mean and deviation, and scales by 252.</remarks>
public sealed record TradingDayStatistics
{
    /// <summary>n.</summary>
    public required int Days { get; init; }

    /// <summary>Last equity over first, less 1.</summary>
    public required double NetProfit { get; init; }

    /// <summary>(1 + net profit)^(252/n) − 1.</summary>
    public required double CompoundAnnualReturn { get; init; }

    /// <summary>Mean daily return times 252.</summary>
    public required double AnnualReturn { get; init; }

    /// <summary>Sample deviation times √252.</summary>
    public required double AnnualDeviation { get; init; }

    /// <summary>With its interval; null where returns did not vary.</summary>
    public required SharpeRatio? Sharpe { get; init; }

    /// <summary>Annual return over √252 · √mean(min(r, 0)²).</summary>
    public required double Sortino { get; init; }

    /// <summary>The deepest fall from a peak, negative or zero.</summary>
    public required double Drawdown { get; init; }

    /// <summary>Mean daily sum of trades over equity.</summary>
    public required double Turnover { get; init; }

    /// <summary>The 5 % quantile of daily returns (linear between order statistics).</summary>
    public required double ValueAtRisk95 { get; init; }

    /// <summary>The 1 % quantile.</summary>
    public required double ValueAtRisk99 { get; init; }

    /// <summary>Null without a benchmark.</summary>
    public required RelativeStatistics? Relative { get; init; }

    public static TradingDayStatistics Of(TradingDays days, LeanResult result)
    {
        ArgumentNullException.ThrowIfNull(days);
        ArgumentNullException.ThrowIfNull(result);
        var returns = days.Returns;
        double[] sorted = [.. returns.Order()];
        var growth = days.Equity[^1] / days.Equity[0];
        var sharpe = SharpeRatio.Of(returns);
        var downside = Math.Sqrt(returns.Average(r => r < 0 ? r * r : 0) * SharpeRatio.TradingDays);
        var annual = returns.Average() * SharpeRatio.TradingDays;
        return new()
        {
            Days = returns.Length,
            NetProfit = growth - 1,
            CompoundAnnualReturn = Math.Pow(growth, SharpeRatio.TradingDays / returns.Length) - 1,
            AnnualReturn = annual,
            AnnualDeviation = Math.Sqrt(Covariance(returns, returns) * SharpeRatio.TradingDays),
            Sharpe = double.IsFinite(sharpe.PerPeriod) ? sharpe : null,
            Sortino = annual / downside,
            Drawdown = DrawdownSection.Depths(days.Equity).Min(),
            Turnover = result.Turnover.Values.Sum() / returns.Length,
            ValueAtRisk95 = OrderStatistics.Quantile(sorted, 0.05),
            ValueAtRisk99 = OrderStatistics.Quantile(sorted, 0.01),
            Relative = RelativeStatistics.Of(days),
        };
    }

    /// <summary>Sample covariance over the second series' sample variance.</summary>
    internal static double BetaOf(ReadOnlySpan<double> returns, ReadOnlySpan<double> benchmark) => Covariance(returns, benchmark) / Covariance(benchmark, benchmark);

    internal static double Covariance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double meanX = 0, meanY = 0, sum = 0;
        for (var t = 0; t < x.Length; t++) (meanX, meanY) = (meanX + x[t] / x.Length, meanY + y[t] / x.Length);
        for (var t = 0; t < x.Length; t++) sum += (x[t] - meanX) * (y[t] - meanY);
        return sum / (x.Length - 1);
    }
}

/// <summary>Measures against the benchmark, on days where both have a return.</summary>
/// <param name="Beta">Covariance over the benchmark's variance.</param>
/// <param name="Alpha">Annual: 252 times the intercept of the regression on the benchmark.</param>
/// <param name="TrackingError">Annual deviation of the difference.</param>
/// <param name="InformationRatio">Annual mean difference over the tracking error.</param>
/// <param name="Treynor">Annual return over beta.</param>
public sealed record RelativeStatistics(double Beta, double Alpha, double TrackingError, double InformationRatio, double Treynor)
{
    /// <summary>Null with fewer than two days of benchmark returns.</summary>
    public static RelativeStatistics? Of(TradingDays days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var (strategy, benchmark) = days.Pairs();
        if (strategy.Length < 2) return null;
        var beta = TradingDayStatistics.BetaOf(strategy, benchmark);
        var difference = strategy.Zip(benchmark, (s, b) => s - b).ToArray();
        var error = Math.Sqrt(TradingDayStatistics.Covariance(difference, difference) * SharpeRatio.TradingDays);
        var annual = strategy.Average() * SharpeRatio.TradingDays;
        return new(
            beta, (strategy.Average() - beta * benchmark.Average()) * SharpeRatio.TradingDays, error, difference.Average() * SharpeRatio.TradingDays / error, annual / beta);
    }
}
