using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data.Windows;

namespace LeanDeep.Training.Allocators.Study;

/// <summary>A rule's portfolio from session to session: decided after the close on a schedule, traded at that close or a gap later, drifting in between; costs are
/// paid out of the next session's return.</summary>
/// <remarks>It begins in cash. The first decision is free of the limit on turnover; its purchase is charged.</remarks>
internal static class AllocationWalk
{
    /// <param name="rule">Decides.</param>
    /// <param name="decisions">Horizon 1, no gap; channel 0 holds simple returns.</param>
    /// <param name="samples">Consecutive sessions; a decision at the first, and every <paramref name="rebalance"/> from there.</param>
    /// <param name="rebalance">Sessions from one decision to the next, at least 1.</param>
    /// <param name="gap">Sessions from a decision to its trade.</param>
    /// <param name="costRate">One-way cost per unit traded.</param>
    /// <param name="first">Limits of the first decision.</param>
    /// <param name="limits">Limits of the others.</param>
    public static AllocationPath Run(
        WalkRule rule, WindowDataset decisions, IReadOnlyList<int> samples, int rebalance, int gap, double costRate, AllocationLimits first, AllocationLimits limits)
    {
        var (series, names) = (decisions.Series, decisions.Series.Names.Count);
        var before = series.Sessions.Count - 1 - decisions.Count; // the session of sample 0
        var (held, holds) = (new double[names], false);
        var pending = new Queue<(int Due, double[] Weights)>();
        var returns = new double[samples.Count];
        var made = new List<AllocationDecision>();
        double traded = 0, costs = 0;
        for (var step = 0; step < samples.Count; step++)
        {
            if (step % rebalance == 0)
            {
                using var batch = decisions.Batch([samples[step]]);
                var result = rule.Decide(batch, holds ? held : null);
                double[] weights = [.. result.Weights];
                var broken = (holds ? limits : first).Violations(weights, held, rule.Covariance, tolerance: 0);
                made.Add(new AllocationDecision(decisions.Stamps[samples[step]], weights, result.Statuses[0], broken.Count == 0 ? 0 : broken.Max(violation => violation.Excess)));
                pending.Enqueue((step + gap, weights));
            }
            var cost = 0.0;
            while (pending.TryPeek(out var next) && next.Due == step)
            {
                pending.Dequeue();
                var trade = next.Weights.Zip(held, (to, from) => Math.Abs(to - from)).Sum();
                cost += costRate * trade;
                traded += holds ? trade : 0;
                (held, holds) = ([.. next.Weights], true);
            }
            var session = (before + samples[step] + 1) * names;
            var gross = 0.0;
            for (var i = 0; i < names; i++)
                gross += held[i] * series.Values[session + i];
            returns[step] = (1 + gross) * (1 - cost) - 1;
            costs += cost;
            for (var i = 0; i < names; i++)
                held[i] *= (1 + series.Values[session + i]) / (1 + gross);
        }
        return new AllocationPath(rule.Name, made, returns, traded, costs);
    }
}
