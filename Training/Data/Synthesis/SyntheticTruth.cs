namespace LeanDeep.Training.Data;

/// <summary>What a synthetic market was made from, so that a test knows what can be found in it.</summary>
public sealed record SyntheticTruth
{
    /// <summary>All that the bars depend on.</summary>
    public required SyntheticMarketOptions Options { get; init; }

    /// <summary>The planted signal as a formula.</summary>
    public required string Signal { get; init; }

    /// <summary>The expected next-day return per unit of the signal, whose cross-sectional variance is 1 on every day.</summary>
    public required double ReturnPerSignal { get; init; }

    /// <summary>Mean over the sessions of the Spearman correlation, across names, of the planted expectation with the next day's return.
    /// No predictor does better in expectation, but for what the names' small differences in drift give. Six decimals.</summary>
    public required double TrueIc { get; init; }

    /// <summary>Standard deviation of the daily correlations over the square root of their number.</summary>
    public required double TrueIcStandardError { get; init; }

    /// <summary>Days behind <see cref="TrueIc"/>.</summary>
    public required int IcSessions { get; init; }
}
