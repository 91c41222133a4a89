using QuantConnect.Data;

namespace QuantConnect.Statistics;

/// <summary>Statistics of the trades and of the portfolio over one period.</summary>
public class AlgorithmPerformance
{
    public TradeStatistics TradeStatistics { get; set; }

    public PortfolioStatistics PortfolioStatistics { get; set; }

    public List<Trade> ClosedTrades { get; set; }

    /// <summary>All zero, no trades.</summary>
    public AlgorithmPerformance()
    {
        TradeStatistics = new TradeStatistics();
        PortfolioStatistics = new PortfolioStatistics();
        ClosedTrades = [];
    }

    /// <summary>Shares the statistics and the list of <paramref name="other"/>.</summary>
    public AlgorithmPerformance(AlgorithmPerformance other)
    {
        TradeStatistics = other.TradeStatistics;
        PortfolioStatistics = other.PortfolioStatistics;
        ClosedTrades = other.ClosedTrades;
    }

    public AlgorithmPerformance(
        List<Trade> trades,
        SortedDictionary<DateTime, decimal> profitLoss,
        SortedDictionary<DateTime, decimal> equity,
        SortedDictionary<DateTime, decimal> portfolioTurnover,
        List<double> listPerformance,
        List<double> listBenchmark,
        decimal startingCapital,
        int winningTransactions,
        int losingTransactions,
        IRiskFreeInterestRateModel riskFreeInterestRateModel,
        int tradingDaysPerYear)
        : this(trades, new TradeStatistics(trades), new PortfolioStatistics(profitLoss, equity, portfolioTurnover, listPerformance, listBenchmark,
            startingCapital, riskFreeInterestRateModel, tradingDaysPerYear, winningTransactions, losingTransactions))
    {
    }

    internal AlgorithmPerformance(List<Trade> trades, TradeStatistics tradeStatistics, PortfolioStatistics portfolioStatistics)
    {
        TradeStatistics = tradeStatistics;
        PortfolioStatistics = portfolioStatistics;
        ClosedTrades = trades;
    }
}
