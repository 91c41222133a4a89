namespace LeanDeep.Training.Experiments;

/// <summary>The ensemble of one fold as a bundle.</summary>
/// <param name="Fold">Number of the fold, 0 the newest.</param>
/// <param name="Holdout">Its test block belongs to the days that no choice has seen.</param>
/// <param name="TrainedThrough">Date of the bundle: no session up to this one may be traded with it.</param>
/// <param name="TestFrom">First session of the fold's test block.</param>
/// <param name="TestThrough">Last session of the fold's test block.</param>
/// <param name="Path">Folder of the bundle.</param>
public sealed record FoldBundle(int Fold, bool Holdout, DateOnly TrainedThrough, DateOnly TestFrom, DateOnly TestThrough, string Path);
