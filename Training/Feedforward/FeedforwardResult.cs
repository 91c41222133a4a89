using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Feedforward;

/// <summary>What a training run found and left.</summary>
/// <param name="Status">Diverged when a fold or the final training did; there is no bundle then.</param>
/// <param name="Rows">What became of the panel's rows.</param>
/// <param name="Features">Number of inputs.</param>
/// <param name="ConstantFeatures">Names of the inputs that have one value in all rows.</param>
/// <param name="Names">Names of the panel.</param>
/// <param name="TrainedFrom">Session of the first row.</param>
/// <param name="TrainedThrough">Session on which the last label ends.</param>
/// <param name="Folds">The folds, newest first.</param>
/// <param name="WalkForward">Daily rank correlations of all test days, each fold at the number of epochs that the older folds
/// chose (the oldest at the full number): no test day had a say in its own. Null without folds.</param>
/// <param name="Selected">The same with every fold at <paramref name="Epochs"/>, which these very days chose: too high by that choice.
/// Null without folds.</param>
/// <param name="Epochs">Epochs of the final training: those with the highest mean correlation over all test days.</param>
/// <param name="FinalHistory">Epochs of the final training.</param>
/// <param name="BundlePath">Folder of the bundle; null when diverged.</param>
/// <param name="Timings">Wall times.</param>
public sealed record FeedforwardResult(
    TrainingStatus Status, RowCounts Rows, int Features, IReadOnlyList<string> ConstantFeatures, int Names, DateOnly TrainedFrom, DateOnly TrainedThrough,
    IReadOnlyList<FoldResult> Folds, InformationCoefficient? WalkForward, InformationCoefficient? Selected, int Epochs, IReadOnlyList<EpochRecord> FinalHistory,
    string? BundlePath, FeedforwardTimings Timings);

/// <summary>One fold.</summary>
/// <param name="Index">0 is the newest.</param>
/// <param name="TrainFrom">First training session.</param>
/// <param name="TrainThrough">Last training session.</param>
/// <param name="TestFrom">First test session.</param>
/// <param name="TestThrough">Last test session.</param>
/// <param name="TrainRows">After purging.</param>
/// <param name="TestRows">Rows predicted.</param>
/// <param name="Status">How its training ended.</param>
/// <param name="History">Every epoch, validated on the test block.</param>
/// <param name="Coefficient">Test days at the epochs that all folds together chose; null when diverged.</param>
/// <param name="WalkForwardEpochs">Epochs that the older folds chose for it.</param>
public sealed record FoldResult(
    int Index, DateOnly TrainFrom, DateOnly TrainThrough, DateOnly TestFrom, DateOnly TestThrough, int TrainRows, int TestRows,
    TrainingStatus Status, IReadOnlyList<EpochRecord> History, InformationCoefficient? Coefficient, int WalkForwardEpochs);

/// <summary>Where the time went.</summary>
/// <param name="Features">Bars to features.</param>
/// <param name="Dataset">Labels and rows.</param>
/// <param name="Folds">Training and validating the folds.</param>
/// <param name="Final">Training on all rows.</param>
/// <param name="Export">Writing the model and its manifest.</param>
/// <param name="Total">All of it.</param>
public sealed record FeedforwardTimings(TimeSpan Features, TimeSpan Dataset, TimeSpan Folds, TimeSpan Final, TimeSpan Export, TimeSpan Total);
