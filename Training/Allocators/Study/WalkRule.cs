using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data.Windows;

namespace LeanDeep.Training.Allocators.Study;

/// <summary>Decides one portfolio after another within a constraint set.</summary>
/// <param name="name">For tables.</param>
internal abstract class WalkRule(string name)
{
    public string Name { get; } = name;

    /// <summary>(assets, assets) of the last decision's problem.</summary>
    public abstract double[] Covariance { get; }

    /// <param name="batch">One sample, float64; the outcomes are not looked at.</param>
    /// <param name="held">(assets) drifted weights; null where nothing is held yet: then turnover is not limited.</param>
    /// <returns>One solved sample.</returns>
    public abstract AllocationResults Decide(WindowBatch batch, double[]? held);
}
