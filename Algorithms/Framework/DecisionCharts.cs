using LeanDeep.Models.Portfolio;
using QuantConnect.Algorithm;

namespace LeanDeep.Algorithms.Framework;

/// <summary>Charts each decision: weights, what each asset contributes to the risk, and what each limit that binds costs (<see cref="AllocationCharts"/>).</summary>
internal sealed class DecisionCharts(IReadOnlyList<string> names)
{
    private const double Shrinkage = 0.5;
    private readonly double[] _covariance = new double[names.Count * names.Count];

    /// <param name="algorithm">Whose charts.</param>
    /// <param name="weights">(names) decided.</param>
    /// <param name="universe">(names) limits of the others are not told.</param>
    /// <param name="returns">(sessions, names) of the window.</param>
    /// <param name="binding">Limits with their prices; null where there are none.</param>
    public void Plot(QCAlgorithm algorithm, double[] weights, bool[] universe, ReadOnlySpan<double> returns, IReadOnlyList<ConstraintPrice>? binding)
    {
        var n = names.Count;
        if (n > AllocationCharts.MaximumAssets) return;
        var known = returns.Length >= 2 * n;
        if (known) ShrunkCovariance.Estimate(returns, Shrinkage, _covariance);
        double variance = 0;
        Span<double> parts = stackalloc double[n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) parts[i] += weights[i] * _covariance[i * n + j] * weights[j];
            variance += parts[i];
        }
        for (var i = 0; i < n; i++)
        {
            algorithm.Plot(AllocationCharts.Weights, names[i], weights[i]);
            if (known && variance > 0) algorithm.Plot(AllocationCharts.Risk, names[i], parts[i] / variance);
        }
        foreach (var price in binding ?? [])
            if (IsOfInterest(price.Constraint, universe)) algorithm.Plot(AllocationCharts.Prices, price.Constraint.ToString(), price.Multiplier);
    }

    private bool IsOfInterest(Constraint constraint, bool[] universe)
    {
        for (var i = 0; i < universe.Length; i++)
            if (!universe[i] && constraint.Kind == ConstraintKind.Box && constraint.Name == names[i]) return false;
        return true;
    }
}
