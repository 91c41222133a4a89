using System.Text.Json;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Jobs;

namespace LeanDeep.Training.WalkForward;

/// <summary>What one roll came to.</summary>
/// <param name="Date">First session that its model may trade.</param>
/// <param name="Through">Last session before the next roll.</param>
/// <param name="TrainedFrom">Session of the first training row.</param>
/// <param name="TrainedThrough">Date of its bundle: the last label that training or choice saw.</param>
/// <param name="Rows">Training rows.</param>
/// <param name="Chosen">The pairs of configuration and epoch whose networks are averaged, best first; each with every seed.</param>
/// <param name="Networks">Networks in the bundle; fewer than chosen times seeds where trainings diverged.</param>
/// <param name="Drift">What the newest block says of the data and of the model that traded it.</param>
/// <param name="Refusals">Why it is not promoted, in words; empty where it is.</param>
/// <param name="DecidingBundle">Date of the bundle that trades the block.</param>
/// <param name="ModelSha256">Of its own model file.</param>
public sealed record RollResult(
    DateOnly Date, DateOnly Through, DateOnly TrainedFrom, DateOnly TrainedThrough, int Rows, IReadOnlyList<RollChoice> Chosen, int Networks, RollDrift Drift,
    IReadOnlyList<string> Refusals, DateOnly DecidingBundle, string ModelSha256)
{
    /// <summary>Whether its model takes over.</summary>
    public bool Promoted => Refusals.Count == 0;

    internal void Write(string path) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, JobJournal.Format));

    internal static RollResult Read(string path) => JsonSerializer.Deserialize<RollResult>(File.ReadAllBytes(path), JobJournal.Format)!;
}

/// <summary>A pair that a roll chose.</summary>
/// <param name="Configuration">Name of the configuration.</param>
/// <param name="Epoch">From 1.</param>
/// <param name="Median">Of the daily correlations on the days that choose: the score.</param>
/// <param name="Mean">Of the same.</param>
/// <param name="Days">How many they are.</param>
public sealed record RollChoice(string Configuration, int Epoch, double Median, double Mean, int Days);

/// <summary>Monitors at a roll: all from rows whose labels are known by then.</summary>
/// <param name="LargestPsi">Largest population stability index of a feature: the newest block against the training rows of the new model.</param>
/// <param name="LargestPsiFeature">Its feature.</param>
/// <param name="MeanPsi">Over the features.</param>
/// <param name="BlockIc">Mean daily IC of the model that traded the newest block; NaN before the first.</param>
/// <param name="Decay">That, less the mean IC with which it was chosen.</param>
/// <param name="BlockTurnover">Its mean daily turnover in that block: half the sum of absolute changes of weights, fraction of gross.</param>
/// <param name="SwitchTurnover">The same, if the new model took over on the newest session.</param>
public sealed record RollDrift(double LargestPsi, string LargestPsiFeature, double MeanPsi, double BlockIc, double Decay, double BlockTurnover, double SwitchTurnover);
