using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Reports.TearSheet;

/// <summary>A model that was retrained on a schedule, beside its first one alone.</summary>
/// <param name="Rolls">Oldest first.</param>
/// <param name="Retrained">Returns by day, by the model of each day.</param>
/// <param name="Once">The same by the first model; NaN where it says nothing.</param>
/// <param name="How">These returns are computed, in words.</param>
public sealed record WalkSummary(IReadOnlyList<WalkRoll> Rolls, IReadOnlyDictionary<DateOnly, double> Retrained, IReadOnlyDictionary<DateOnly, double> Once, string How);

/// <summary>One roll.</summary>
/// <param name="Date">First day of its block.</param>
/// <param name="Through">Last day of its block.</param>
/// <param name="Bundle">Date of the bundle that traded it.</param>
/// <param name="Promoted">Whether its own model took over.</param>
/// <param name="Ic">Mean daily rank correlation in its block; null where predictions are not ranked.</param>
/// <param name="Sharpe">Of its block's returns; null for fewer than three days, or without positions.</param>
/// <param name="LargestPsi">Largest population stability index.</param>
/// <param name="Decay">IC of the model that traded the block before, less the one with which it was chosen.</param>
/// <param name="SwitchTurnover">Of the change to its model, fraction of gross.</param>
/// <param name="Refusals">Why its model was kept aside, in words; empty where it took over.</param>
public sealed record WalkRoll(
    DateOnly Date, DateOnly Through, DateOnly Bundle, bool Promoted, BootstrapInterval? Ic, SharpeRatio? Sharpe, double LargestPsi, double Decay, double SwitchTurnover, string Refusals);
