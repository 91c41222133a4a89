using LeanDeep.Models.Portfolio;
using QuantConnect.Algorithm;

namespace LeanDeep.Algorithms.Framework;

/// <summary>Charts each decision: weights, what each asset contributes to the risk, and what each limit that binds costs (<see cref="AllocationCharts"/>).</summary>
internal sealed class DecisionCharts(IReadOnlyList<string> names)
{
    private const double Shrinkage = 0.5;
    private const int Largest = 10; // of a decision, which get series of their own
    private const int Boxes = 3; // limits of single names
    private readonly bool[] _charted = [.. names.Select(_ => names.Count <= AllocationCharts.MaximumAssets)];
    private readonly HashSet<Constraint> _priced = [];
    private readonly double[] _covariance = new double[names.Count * names.Count];

    /// <param name="algorithm">Whose charts.</param>
    /// <param name="weights">(names) decided.</param>
    /// <param name="universe">(names) limits of the others are not told.</param>
    /// <param name="returns">(sessions, names) of the window.</param>
    /// <param name="binding">Limits with their prices; null where there are none.</param>
    public void Plot(QCAlgorithm algorithm, double[] weights, bool[] universe, ReadOnlySpan<double> returns, IReadOnlyList<ConstraintPrice>? binding)
    {
        var (n, known) = (names.Count, returns.Length >= 2 * names.Count);
        if (known) ShrunkCovariance.Estimate(returns, Shrinkage, _covariance);
        double variance = 0;
        Span<double> parts = stackalloc double[n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) parts[i] += weights[i] * _covariance[i * n + j] * weights[j];
            variance += parts[i];
        }
        Admit(weights);
        double otherWeights = 0, otherParts = 0;
        for (var i = 0; i < n; i++)
            if (_charted[i]) Point(names[i], weights[i], parts[i]);
            else (otherWeights, otherParts) = (otherWeights + weights[i], otherParts + parts[i]);
        if (_charted.Contains(false)) Point(AllocationCharts.Others, otherWeights, otherParts);
        var dearest = 0.0;
        foreach (var price in binding ?? [])
        {
            if (!IsOfInterest(price.Constraint, universe)) continue;
            if (Admits(price.Constraint)) algorithm.Plot(AllocationCharts.Prices, price.Constraint.ToString(), price.Multiplier);
            else dearest = Math.Max(dearest, price.Multiplier);
        }
        if (dearest > 0) algorithm.Plot(AllocationCharts.Prices, AllocationCharts.OtherLimits, dearest);

        void Point(string name, double weight, double part)
        {
            algorithm.Plot(AllocationCharts.Weights, name, weight);
            if (known && variance > 0) algorithm.Plot(AllocationCharts.Risk, name, part / variance);
        }
    }

    // The largest of this decision, as long as there is room beside the others; what is charted once stays so.
    private void Admit(double[] weights)
    {
        var room = AllocationCharts.MaximumAssets - 1 - _charted.Count(charted => charted);
        foreach (var i in Enumerable.Range(0, weights.Length).OrderByDescending(i => Math.Abs(weights[i])).Take(Largest))
        {
            if (_charted[i] || weights[i] == 0 || room <= 0) continue;
            _charted[i] = true;
            room--;
        }
    }

    // As long as there is room, in which names' own limits leave some to those of the whole.
    private bool Admits(Constraint constraint)
    {
        if (_priced.Contains(constraint)) return true;
        var room = constraint.Kind == ConstraintKind.Box ? Boxes - _priced.Count(limit => limit.Kind == ConstraintKind.Box) : 1;
        return room > 0 && _priced.Count < AllocationCharts.MaximumLimits - 1 && _priced.Add(constraint);
    }

    private bool IsOfInterest(Constraint constraint, bool[] universe)
    {
        for (var i = 0; i < universe.Length; i++)
            if (!universe[i] && constraint.Kind == ConstraintKind.Box && constraint.Name == names[i]) return false;
        return true;
    }
}
