using LeanDeep.Models.Portfolio;

namespace LeanDeep.Tests.Models.Portfolio.Solver;

/// <summary>Random feasible problems of the whole class, from a seed.</summary>
internal static class RandomAllocation
{
    /// <summary>A batch with groups, gross, turnover, costs and perhaps a volatility limit, all met by the weights held (somewhat inside).</summary>
    public static AllocationProblems Problems(int seed, int n, int samples = 1, bool longShort = true, bool volatility = false, int groups = 3, bool costs = true)
    {
        var random = new Random(seed);
        var matrix = new double[groups * n];
        for (var k = 0; k < groups; k++)
            for (var i = 0; i < n; i++)
                matrix[k * n + i] = k == groups - 1 && groups > 1 ? Math.Round(Normal(random), 3) : i % Math.Max(groups - 1, 1) == k ? 1 : 0;
        var limits = new AllocationLimits([.. Enumerable.Range(0, n).Select(i => $"N{i}")])
        {
            Lower = [.. Enumerable.Repeat(longShort ? -2.0 / Math.Sqrt(n) : 0, n)],
            Upper = [.. Enumerable.Repeat(2.0 / Math.Sqrt(n), n)],
            GroupNames = [.. Enumerable.Range(0, groups).Select(k => $"G{k}")],
            GroupMatrix = matrix,
            GroupLower = new double[groups],
            GroupUpper = new double[groups],
            Gross = longShort ? 1.4 : double.PositiveInfinity,
            Turnover = 0.5,
            Costs = [.. Enumerable.Repeat(costs ? 0.002 : 0, n)],
        };
        var problems = new AllocationProblems(limits, samples);
        for (var s = 0; s < samples; s++) Fill(problems, s, random, longShort, volatility);
        return problems;
    }

    private static void Fill(AllocationProblems problems, int s, Random random, bool longShort, bool volatility)
    {
        var n = problems.Names;
        var factor = Enumerable.Range(0, n).Select(_ => new[] { 0.15 + 0.05 * Normal(random), 0.06 * Normal(random), 0.06 * Normal(random) }).ToArray();
        var sigma = problems.Covariances.AsSpan(s * n * n, n * n);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                sigma[i * n + j] = factor[i].Zip(factor[j], (a, b) => a * b).Sum() + (i == j ? 0.01 + 0.04 * ((i * 7919 % 101) / 101.0) : 0);
        var held = problems.Held.AsSpan(s * n, n);
        for (var i = 0; i < n; i++)
        {
            problems.Returns[s * n + i] = 0.05 + 0.06 * Normal(random);
            held[i] = longShort ? Math.Clamp(1.0 / n + 0.3 / n * Normal(random), -1.9 / Math.Sqrt(n), 1.9 / Math.Sqrt(n)) : 1.0 / n + 0.5 / n * random.NextDouble();
        }
        var net = 0.0;
        foreach (var w in held) net += w;
        for (var i = 0; i < n; i++) held[i] /= net;
        for (var k = 0; k < problems.Limits.Groups; k++)
        {
            var sum = 0.0;
            for (var i = 0; i < n; i++) sum += problems.Limits.GroupMatrix[k * n + i] * held[i];
            problems.GroupLower[s * problems.Limits.Groups + k] = sum - 0.02 - 0.1 * random.NextDouble();
            problems.GroupUpper[s * problems.Limits.Groups + k] = sum + 0.02 + 0.1 * random.NextDouble();
        }
        problems.RiskAversions[s] = volatility ? 0.2 : 1 + 2 * random.NextDouble();
        problems.Ridges[s] = 0.01;
        if (!volatility) return;
        var variance = 0.0;
        for (var i = 0; i < n; i++) for (var j = 0; j < n; j++) variance += held[i] * sigma[i * n + j] * held[j];
        problems.Volatility[s] = 1.02 * Math.Sqrt(variance);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
