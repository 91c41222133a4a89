using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using Newtonsoft.Json;
using QuantConnect.Data;
using QuantConnect.Util;

namespace QuantConnect.Statistics;

/// <summary>What a period of an algorithm's equity, trades and daily returns amounts to. Rates are fractions and annual.</summary>
public class PortfolioStatistics
{
    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal AverageWinRate { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal AverageLossRate { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal ProfitLossRatio { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal WinRate { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal LossRate { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal Expectancy { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal StartEquity { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal EndEquity { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal CompoundingAnnualReturn { get; set; }

    /// <summary>A positive fraction, rounded to three decimals.</summary>
    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal Drawdown { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal TotalNetProfit { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal SharpeRatio { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal ProbabilisticSharpeRatio { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal SortinoRatio { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal Alpha { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal Beta { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal AnnualStandardDeviation { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal AnnualVariance { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal InformationRatio { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal TrackingError { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal TreynorRatio { get; set; }

    /// <summary>Mean over days of the value traded, as a fraction of the portfolio's value.</summary>
    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal PortfolioTurnover { get; set; }

    /// <summary>One day's return that is exceeded with 99 % probability if returns were normal.</summary>
    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal ValueAtRisk99 { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal ValueAtRisk95 { get; set; }

    /// <summary>Days of the longest recovery from a drawdown.</summary>
    [JsonConverter(typeof(JsonRoundingConverter))]
    public int DrawdownRecovery { get; set; }

    /// <summary>All zero.</summary>
    public PortfolioStatistics()
    {
    }

    /// <param name="profitLoss">Profit or loss of each closed transaction, by time.</param>
    /// <param name="equity">Portfolio value by time.</param>
    /// <param name="portfolioTurnover">Fraction of the portfolio traded, by day.</param>
    /// <param name="listPerformance">Daily returns of the algorithm.</param>
    /// <param name="listBenchmark">Daily returns of the benchmark, aligned with <paramref name="listPerformance"/>.</param>
    /// <param name="winCount">Winning transactions, where they are not simply those with a profit.</param>
    /// <param name="lossCount">Losing transactions; used only together with <paramref name="winCount"/>.</param>
    /// <remarks>With fewer than two returns only the start and end equity and the turnover are set.</remarks>
    public PortfolioStatistics(
        SortedDictionary<DateTime, decimal> profitLoss,
        SortedDictionary<DateTime, decimal> equity,
        SortedDictionary<DateTime, decimal> portfolioTurnover,
        List<double> listPerformance,
        List<double> listBenchmark,
        decimal startingCapital,
        IRiskFreeInterestRateModel riskFreeInterestRateModel,
        int tradingDaysPerYear,
        int? winCount = null,
        int? lossCount = null)
        : this(() => TradeRates.Of(profitLoss.Values, startingCapital), [.. equity], [.. portfolioTurnover.Values], listPerformance, listBenchmark,
            startingCapital, riskFreeInterestRateModel, tradingDaysPerYear, winCount, lossCount)
    {
    }

    /// <param name="rates">Asked for where they are needed.</param>
    internal PortfolioStatistics(
        Func<TradeRates> rates,
        IReadOnlyList<KeyValuePair<DateTime, decimal>> equity,
        IReadOnlyCollection<decimal> portfolioTurnover,
        List<double> listPerformance,
        List<double> listBenchmark,
        decimal startingCapital,
        IRiskFreeInterestRateModel riskFreeInterestRateModel,
        int tradingDaysPerYear,
        int? winCount,
        int? lossCount)
    {
        StartEquity = startingCapital;
        EndEquity = equity.Count > 0 ? equity[^1].Value : 0;
        if (portfolioTurnover.Count > 0)
            PortfolioTurnover = portfolioTurnover.Average();
        if (startingCapital == 0 || listBenchmark.Count < 2 || listPerformance.Count < 2)
            return;

        SetTradeRates(rates(), winCount, lossCount);

        TotalNetProfit = EndEquity / startingCapital - 1;
        var years = equity.Count > 0 ? (decimal)(equity[^1].Key - equity[0].Key).TotalDays / 365 : 0;
        CompoundingAnnualReturn = Statistics.CompoundingAnnualPerformance(startingCapital, EndEquity, years);

        AnnualVariance = Statistics.AnnualVariance(listPerformance, tradingDaysPerYear).SafeDecimalCast();
        AnnualStandardDeviation = (decimal)Math.Sqrt((double)AnnualVariance);
        var benchmarkReturn = AnnualReturn(listBenchmark, tradingDaysPerYear);
        var annualReturn = AnnualReturn(listPerformance, tradingDaysPerYear);
        var riskFreeRate = riskFreeInterestRateModel.GetAverageRiskFreeRate(equity.Select(x => x.Key));

        SharpeRatio = AnnualStandardDeviation == 0 ? 0 : Statistics.SharpeRatio(annualReturn, AnnualStandardDeviation, riskFreeRate);
        var downside = Statistics.AnnualDownsideStandardDeviation(listPerformance, tradingDaysPerYear).SafeDecimalCast();
        SortinoRatio = downside == 0 ? 0 : Statistics.SharpeRatio(annualReturn, downside, riskFreeRate);

        var benchmarkVariance = listBenchmark.Variance();
        Beta = benchmarkVariance.IsNaNOrZero() ? 0 : (decimal)(listPerformance.Covariance(listBenchmark) / benchmarkVariance);
        Alpha = Beta == 0 ? 0 : annualReturn - (riskFreeRate + Beta * (benchmarkReturn - riskFreeRate));
        TrackingError = (decimal)Statistics.TrackingError(listPerformance, listBenchmark, tradingDaysPerYear);
        InformationRatio = TrackingError == 0 ? 0
            : ((double)annualReturn - (double)benchmarkReturn).SafeDecimalCast().SafeDivision(TrackingError);
        TreynorRatio = Beta == 0 ? 0
            : ((double)annualReturn - (double)riskFreeRate).SafeDecimalCast().SafeDivision(Beta);

        // The hurdle is an annual Sharpe ratio of one.
        ProbabilisticSharpeRatio = Statistics.ProbabilisticSharpeRatio(listPerformance, 1 / Math.Sqrt(tradingDaysPerYear),
            (double)riskFreeRate / tradingDaysPerYear).SafeDecimalCast();

        ValueAtRisk99 = ValueAtRisk(listPerformance, tradingDaysPerYear, 0.99);
        ValueAtRisk95 = ValueAtRisk(listPerformance, tradingDaysPerYear, 0.95);

        var drawdown = Statistics.CalculateDrawdownMetrics(equity, 3);
        Drawdown = drawdown.Drawdown;
        DrawdownRecovery = drawdown.DrawdownRecovery;
    }

    private void SetTradeRates(TradeRates rates, int? winCount, int? lossCount)
    {
        AverageWinRate = rates.AverageWin;
        AverageLossRate = rates.AverageLoss;
        ProfitLossRatio = AverageLossRate == 0 ? 0 : AverageWinRate / Math.Abs(AverageLossRate);

        var (wins, losses) = (rates.Wins, rates.Losses);
        if (winCount.HasValue && lossCount.HasValue)
        {
            wins = winCount.Value;
            losses = lossCount.Value;
        }
        var total = wins + losses;
        WinRate = total == 0 ? 0 : (decimal)wins / total;
        LossRate = total == 0 ? 0 : (decimal)losses / total;
        Expectancy = WinRate * ProfitLossRatio - LossRate;
    }

    private static decimal AnnualReturn(List<double> performance, int tradingDaysPerYear)
    {
        var value = Statistics.AnnualPerformance(performance, tradingDaysPerYear);
        return double.IsFinite(value)
            ? value.SafeDecimalCast()
            : throw new ArgumentException($"annual performance of {performance.Count} returns with mean {performance.Average()} is {value}; expected a finite number", nameof(performance));
    }

    private static decimal ValueAtRisk(List<double> performance, int lookback, double confidence)
    {
        var recent = performance.TakeLast(lookback).ToArray();
        return Math.Round((decimal)Normal.InvCDF(recent.Mean(), recent.StandardDeviation(), 1 - confidence), 3);
    }
}
