namespace QuantConnect.Interfaces;

/// <summary>An algorithm that says which statistics its run must end with.</summary>
public interface IRegressionAlgorithmDefinition
{
    AlgorithmStatus AlgorithmStatus { get; }

    /// <summary>Whether the run needs no more than LEAN's own sample data.</summary>
    bool CanRunLocally { get; }
    List<Language> Languages { get; }
    long DataPoints { get; }
    int AlgorithmHistoryDataPoints { get; }
    Dictionary<string, string> ExpectedStatistics { get; }
}
