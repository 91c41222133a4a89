using QuantConnect.Lean.Engine.Results;

namespace QuantConnect.Lean.Engine;

/// <summary>What a run, of whatever kind, leaves behind.</summary>
internal interface IRunRecord
{
    OrderDesk Orders { get; }

    /// <summary>Null when the algorithm failed before its start.</summary>
    BacktestRecorder Recorder { get; }

    IReadOnlyList<string> EarlyLog { get; }
    long DataPoints { get; }
}
