using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Analysis;

/// <summary>What predictions were worth as a factor.</summary>
/// <param name="Dates">(days).</param>
/// <param name="Quantiles">q.</param>
/// <param name="UncutDays">Days without quantiles, because too many predictions were equal: left out of what quantiles are needed for.</param>
/// <param name="Statistics">(q) of the predictions, lowest quantile first.</param>
/// <param name="Horizons">One for each horizon.</param>
public sealed record FactorReport(
    IReadOnlyList<DateOnly> Dates, int Quantiles, int UncutDays, IReadOnlyList<QuantileStatistics> Statistics, IReadOnlyList<HorizonReport> Horizons);

/// <summary>The predictions in one quantile, over all days.</summary>
/// <param name="Minimum">Lowest prediction.</param>
/// <param name="Maximum">Highest prediction.</param>
/// <param name="Mean">Of the predictions.</param>
/// <param name="StandardDeviation">Sample, n − 1.</param>
/// <param name="Count">Rows.</param>
/// <param name="Share">Of all rows that have a quantile.</param>
public sealed record QuantileStatistics(double Minimum, double Maximum, double Mean, double StandardDeviation, int Count, double Share);

/// <summary>What followed over one horizon.</summary>
public sealed record HorizonReport
{
    /// <summary>h, sessions.</summary>
    public required int Horizon { get; init; }

    /// <summary>(days) Spearman; NaN where there is none.</summary>
    public required double[] DailyIC { get; init; }

    public required ICSummary IC { get; init; }

    /// <summary>(days) return of the weights prediction less the day's mean, divided by the sum of their sizes.</summary>
    public required double[] FactorReturns { get; init; }

    /// <summary>Intercept of the factor's returns on the universe's, a year: (1 + a)^(252/h) − 1.</summary>
    public required double AnnualAlpha { get; init; }

    /// <summary>Slope of the factor's returns on the mean return of all names.</summary>
    public required double Beta { get; init; }

    /// <summary>Returns by quantile as they are.</summary>
    public required QuantileReturns Raw { get; init; }

    /// <summary>Returns by quantile less the mean return of all names on the day.</summary>
    public required QuantileReturns Demeaned { get; init; }

    /// <summary>(days) highest less lowest quantile.</summary>
    public required double[] Spread { get; init; }

    /// <summary>(days) √(error² of the highest + error² of the lowest).</summary>
    public required double[] SpreadError { get; init; }

    /// <summary>Mean over days of the spread as a rate per session.</summary>
    public required double SpreadPerSession { get; init; }

    /// <summary>(q)(days) share of the quantile's names that were not in it h sessions before; NaN on the first h days.</summary>
    public required double[][] Turnover { get; init; }

    /// <summary>(days) correlation of a name's rank with its rank h sessions before.</summary>
    public required double[] RankAutocorrelation { get; init; }

    /// <summary>One for each sector.</summary>
    public required IReadOnlyList<SectorReport> Sectors { get; init; }

    /// <summary>Mean demeaned return of the highest quantile, as a rate per session.</summary>
    public double TopPerSession => PerSession(Demeaned.Mean[^1], Horizon);

    /// <summary>Mean demeaned return of the lowest quantile, as a rate per session.</summary>
    public double BottomPerSession => PerSession(Demeaned.Mean[0], Horizon);

    /// <summary>Mean of a series' known values.</summary>
    public static double Known(double[] series) => series.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();

    internal static double PerSession(double value, int horizon) => horizon == 1 ? value : Math.Pow(1 + value, 1.0 / horizon) - 1;
}

/// <summary>Returns by quantile, lowest first.</summary>
/// <param name="Mean">(q) of the daily means: every day counts alike.</param>
/// <param name="StandardError">(q) deviation of the daily means (n − 1) over the root of their number; takes days for independent.</param>
/// <param name="Daily">(q)(days) mean of the day; NaN where there is none.</param>
public sealed record QuantileReturns(double[] Mean, double[] StandardError, double[][] Daily);

/// <summary>Distribution of the daily correlations.</summary>
/// <param name="Days">That have one.</param>
/// <param name="Mean">Mean.</param>
/// <param name="StandardDeviation">Sample, n − 1.</param>
/// <param name="RiskAdjusted">Mean over deviation.</param>
/// <param name="TStatistic">Mean over deviation/√n, as if days were independent: too sure for horizons above 1.</param>
/// <param name="PValue">Two-sided, Student's t with n − 1 degrees.</param>
/// <param name="Skewness">Population.</param>
/// <param name="ExcessKurtosis">Population, 0 for a normal series.</param>
/// <param name="Robust">The same mean with its Newey–West error.</param>
public sealed record ICSummary(
    int Days, double Mean, double StandardDeviation, double RiskAdjusted, double TStatistic, double PValue, double Skewness, double ExcessKurtosis,
    InformationCoefficient Robust);

/// <summary>One sector.</summary>
/// <param name="Name">Of the sector.</param>
/// <param name="Rows">With a return.</param>
/// <param name="MeanIC">Mean over days of the correlation within the sector.</param>
/// <param name="ICError">Newey–West, of that mean.</param>
/// <param name="QuantileMeans">(q) mean of the returns less the mean of the sector's names on the day, by quantile of all names.</param>
public sealed record SectorReport(string Name, int Rows, double MeanIC, double ICError, double[] QuantileMeans);
