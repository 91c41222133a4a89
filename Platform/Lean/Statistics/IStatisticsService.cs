namespace QuantConnect.Statistics;

/// <summary>Gives an algorithm the statistics of its run so far.</summary>
public interface IStatisticsService
{
    StatisticsResults StatisticsResults();

    /// <summary>Adds a line to the summary statistics, or replaces one that was added before.</summary>
    void SetSummaryStatistic(string name, string value);
}
