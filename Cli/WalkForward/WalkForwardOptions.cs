using System.CommandLine;
using LeanDeep.Training.WalkForward;

namespace LeanDeep.Cli.WalkForward;

/// <summary>Who does the steps of a run.</summary>
internal enum WalkForwardExecutor
{
    /// <summary>Threads of this process.</summary>
    Threads,

    /// <summary>Processes of this machine.</summary>
    Processes,

    /// <summary>Jobs of Slurm.</summary>
    Slurm,
}

/// <summary>How far a runner goes; each includes those before.</summary>
internal enum WalkForwardStage
{
    /// <summary>Features.</summary>
    Rows,

    /// <summary>Trainings.</summary>
    Train,

    /// <summary>Choices, bundles and their publication.</summary>
    Bundle,

    /// <summary>Backtests and the report.</summary>
    Report,
}

/// <summary>The options of <c>walk-forward run</c> and <c>resume</c>.</summary>
internal sealed class WalkForwardOptions
{
    public Option<int> Threads { get; } = new("--threads") { Description = "steps at a time in one process; does not change the result", DefaultValueFactory = _ => Environment.ProcessorCount };
    public Option<string> Storage { get; } = new("--storage") { Description = "object store root that receives the bundles", DefaultValueFactory = _ => "storage" };
    public Option<bool> AcceptChanges { get; } = new("--accept-changes") { Description = "go on with another config or revised data; what depends on the difference is made again" };
    public Option<bool> AcceptAdjusted { get; } = new("--accept-adjusted") { Description = "go on with bars adjusted for a split or dividend; rolls that are trained stay as they are" };
    public Option<WalkForwardExecutor> Executor { get; } = new("--executor") { Description = "threads of this process, processes of this machine, or jobs of Slurm; does not change the result" };
    public Option<int> Workers { get; } = new("--workers") { Description = "processes, or tasks of Slurm's array", DefaultValueFactory = _ => Environment.ProcessorCount };
    public Option<string> SlurmOptions { get; } = new("--slurm-options") { Description = "more options of sbatch, for example '--partition=long --mem=8G'", DefaultValueFactory = _ => "" };
    public Option<bool> Wait { get; } = new("--wait") { Description = "with Slurm: end when its last job does" };
    public Option<WalkForwardStage> Until { get; } = new("--until") { Description = "how far to go", DefaultValueFactory = _ => WalkForwardStage.Report };

    public IEnumerable<Option> All => [Threads, Storage, AcceptChanges, AcceptAdjusted, Executor, Workers, SlurmOptions, Wait, Until];

    public static ChangedInputs Changes(bool acceptChanges, bool acceptAdjusted) =>
        acceptChanges ? ChangedInputs.MakeAgain : acceptAdjusted ? ChangedInputs.KeepAdjusted : ChangedInputs.Refuse;

    /// <exception cref="UsageException">A value lies outside its range.</exception>
    public void Require(ParseResult parsed)
    {
        if (parsed.GetValue(Threads) < 1) throw new UsageException($"--threads: expected at least 1, found {parsed.GetValue(Threads)}");
        if (parsed.GetValue(Workers) < 1) throw new UsageException($"--workers: expected at least 1, found {parsed.GetValue(Workers)}");
        if (parsed.GetValue(AcceptChanges) && parsed.GetValue(AcceptAdjusted)) throw new UsageException("expected one of --accept-changes and --accept-adjusted, found both");
    }
}
