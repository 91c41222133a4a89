namespace QuantConnect.Statistics;

/// <summary>All statistics of a run: over the whole of it, over rolling periods, and as printed.</summary>
public class StatisticsResults
{
    public AlgorithmPerformance TotalPerformance { get; private set; }

    /// <summary>By name <c>M{months}_{yyyyMMdd of the last day}</c>.</summary>
    public Dictionary<string, AlgorithmPerformance> RollingPerformances { get; private set; }

    /// <summary>Printed text by name, in printing order.</summary>
    public Dictionary<string, string> Summary { get; private set; }

    public StatisticsResults(AlgorithmPerformance totalPerformance, Dictionary<string, AlgorithmPerformance> rollingPerformances, Dictionary<string, string> summary)
    {
        TotalPerformance = totalPerformance;
        RollingPerformances = rollingPerformances;
        Summary = summary;
    }

    public StatisticsResults()
        : this(new AlgorithmPerformance(), [], [])
    {
    }

    /// <summary>Adds what the summary does not have yet; computed statistics cannot be replaced.</summary>
    internal void AddCustomSummaryStatistics(IDictionary<string, string> customSummary)
    {
        foreach (var (name, value) in customSummary)
            Summary.TryAdd(name, value);
    }
}
