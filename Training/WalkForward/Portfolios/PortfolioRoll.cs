using System.Globalization;

namespace LeanDeep.Training.WalkForward.Portfolios;

/// <summary>One retraining of a model that gives weights.</summary>
/// <param name="Index">From 0, the oldest.</param>
/// <param name="Date">First session that its model may trade.</param>
/// <param name="Through">Last session before the next roll.</param>
/// <param name="Held">Last session whose return its decisions earn: the next roll's first, at whose end the next model decides.</param>
/// <param name="TrainedThrough">The session before the first: all that training sees ends by then.</param>
/// <param name="TrainFrom">First session of a training decision; null for the data's first.</param>
/// <param name="TrainThrough">Last session that a training outcome may see; what follows up to <paramref name="TrainedThrough"/> stops the training.</param>
public sealed record PortfolioRoll(int Index, DateOnly Date, DateOnly Through, DateOnly Held, DateOnly TrainedThrough, DateOnly? TrainFrom, DateOnly TrainThrough)
{
    /// <summary>Names its files and steps.</summary>
    public string Name => Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}

/// <summary>A model that a roll may choose.</summary>
/// <param name="Variant">Which, for example its seed.</param>
/// <param name="Score">The less the better; null where training failed.</param>
/// <param name="Model">Name of its bundle in the roll's own store; null where training failed.</param>
/// <param name="TrainedThrough">Date of that bundle.</param>
/// <param name="TrainedFrom">Session of its first training decision.</param>
/// <param name="Days">Sessions of <paramref name="Returns"/>: those after its block's first, the next block's first included.</param>
/// <param name="Returns">Simple, after costs, of its decisions in its block, bought from cash; empty where only the engine can say.</param>
public sealed record PortfolioCandidate(
    string Variant, double? Score, string? Model, DateOnly TrainedThrough, DateOnly TrainedFrom, IReadOnlyList<DateOnly> Days, IReadOnlyList<double> Returns);

/// <summary>What a roll came to.</summary>
/// <param name="Date">First session that its model may trade.</param>
/// <param name="Through">Last session before the next roll.</param>
/// <param name="TrainedThrough">Date of its bundle.</param>
/// <param name="Chosen">The candidate with the least score.</param>
/// <param name="LargestPsi">Largest population stability index of an asset's daily returns, the newest block against those before; NaN for the first roll.</param>
/// <param name="Refusals">Why it is kept aside, in words; empty where it takes over.</param>
/// <param name="DecidingBundle">Date of the bundle that trades the block.</param>
/// <param name="ModelSha256">Of its own model file.</param>
public sealed record PortfolioRollResult(
    DateOnly Date, DateOnly Through, DateOnly TrainedThrough, string Chosen, double LargestPsi, IReadOnlyList<string> Refusals, DateOnly DecidingBundle, string ModelSha256)
{
    /// <summary>Whether its model takes over.</summary>
    public bool Promoted => Refusals.Count == 0;
}
