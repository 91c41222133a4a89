using LeanDeep.Training.Loop;

namespace LeanDeep.Training.Allocators.Study;

/// <summary>One training of a study.</summary>
/// <param name="Seed">Of every random draw.</param>
/// <param name="Status">How training ended.</param>
/// <param name="History">Every epoch; the validation is that of the stopping samples.</param>
/// <param name="BestEpoch">The epoch restored, from 1; null where training diverged before there was one.</param>
/// <param name="Path">The test; null without a best epoch.</param>
/// <param name="Bundle">Folder of the bundle; null without a best epoch.</param>
/// <param name="Unsolved">Training samples of all epochs whose weights the solver did not certify: they taught nothing.</param>
public sealed record SeedResult(long Seed, TrainingStatus Status, IReadOnlyList<EpochRecord> History, int? BestEpoch, AllocationPath? Path, string? Bundle, int Unsolved);

/// <summary>What a study found.</summary>
/// <param name="Assets">Names or portfolios.</param>
/// <param name="Members">(assets) tickers of each portfolio; null for names.</param>
/// <param name="Samples">Of training, of stopping, and sessions of the test.</param>
/// <param name="TrainedFrom">Session of the first decision that training saw.</param>
/// <param name="TrainedThrough">Last session that training and stopping saw.</param>
/// <param name="TestFrom">Session of the first decision of the test; the first return is the next session's.</param>
/// <param name="TestThrough">Last session of the test.</param>
/// <param name="Seeds">One training each.</param>
/// <param name="Benchmarks">Within the same limits.</param>
public sealed record AllocatorStudyResult(
    IReadOnlyList<string> Assets, IReadOnlyList<IReadOnlyList<string>>? Members, (int Training, int Stopping, int Test) Samples,
    DateOnly TrainedFrom, DateOnly TrainedThrough, DateOnly TestFrom, DateOnly TestThrough, IReadOnlyList<SeedResult> Seeds, IReadOnlyList<AllocationPath> Benchmarks);

/// <summary>How far a study is.</summary>
/// <param name="Seed">In training.</param>
/// <param name="Number">Of the seed, from 1.</param>
/// <param name="Epoch">Just done.</param>
public sealed record StudyProgress(long Seed, int Number, EpochRecord Epoch);
