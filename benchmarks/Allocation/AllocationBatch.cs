using LeanDeep.Models.Portfolio;

namespace LeanDeep.Benchmarks;

/// <summary>Random long-short problems that their held weights solve feasibly: budget, box, five groups, gross 1.4, turnover 0.5; and the file that
/// allocation_baseline.py reads them from.</summary>
internal static class AllocationBatch
{
    private const int Groups = 5, Factors = 3;

    public static AllocationProblems Create(int names, int samples, int seed)
    {
        var random = new Random(seed);
        var matrix = new double[Groups * names];
        for (var i = 0; i < names; i++)
        {
            matrix[i % (Groups - 1) * names + i] = 1;
            matrix[(Groups - 1) * names + i] = Normal(random);
        }
        var box = 2 / Math.Sqrt(names);
        var problems = new AllocationProblems(
            new AllocationLimits([.. Enumerable.Range(0, names).Select(i => $"N{i}")])
            {
                Lower = [.. Enumerable.Repeat(-box, names)],
                Upper = [.. Enumerable.Repeat(box, names)],
                GroupNames = [.. Enumerable.Range(0, Groups).Select(k => $"G{k}")],
                GroupMatrix = matrix,
                GroupLower = new double[Groups],
                GroupUpper = new double[Groups],
                Gross = 1.4,
                Turnover = 0.5,
            },
            samples);
        for (var sample = 0; sample < samples; sample++) Fill(problems, sample, random);
        return problems;
    }

    /// <summary>Writes the batch as float64, in the order that the script documents.</summary>
    public static void Write(AllocationProblems problems, string path)
    {
        var (n, groups) = (problems.Names, problems.Limits.Groups);
        using var writer = new BinaryWriter(File.Create(path));
        foreach (var value in (double[])[problems.Samples, n, groups, .. problems.Limits.GroupMatrix]) writer.Write(value);
        for (var s = 0; s < problems.Samples; s++)
        {
            foreach (var value in (double[])[problems.RiskAversions[s], problems.Ridges[s], problems.NetLower[s], problems.Gross[s], problems.Turnover[s]]) writer.Write(value);
            foreach (var (values, size) in ((double[], int)[])
                [(problems.Returns, n), (problems.Covariances, n * n), (problems.Held, n), (problems.Lower, n), (problems.Upper, n), (problems.GroupLower, groups), (problems.GroupUpper, groups)])
                for (var i = 0; i < size; i++) writer.Write(values[s * size + i]);
        }
    }

    private static void Fill(AllocationProblems problems, int s, Random random)
    {
        var (n, groups) = (problems.Names, problems.Limits.Groups);
        var factors = new double[n * Factors];
        for (var i = 0; i < n; i++)
            for (var f = 0; f < Factors; f++)
                factors[i * Factors + f] = f == 0 ? 0.15 + 0.05 * Normal(random) : 0.06 * Normal(random);
        var covariance = problems.Covariances.AsSpan(s * n * n, n * n);
        var held = problems.Held.AsSpan(s * n, n);
        var net = 0.0;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                for (var f = 0; f < Factors; f++)
                    covariance[i * n + j] += factors[i * Factors + f] * factors[j * Factors + f];
            covariance[i * n + i] += 0.01 + 0.04 * random.NextDouble();
            problems.Returns[s * n + i] = 0.05 + 0.06 * Normal(random);
            net += held[i] = (1 + 0.3 * Normal(random)) / n;
        }
        for (var i = 0; i < n; i++) held[i] /= net;
        for (var k = 0; k < groups; k++)
        {
            var sum = 0.0;
            for (var i = 0; i < n; i++) sum += problems.Limits.GroupMatrix[k * n + i] * held[i];
            problems.GroupLower[s * groups + k] = sum - 0.02 - 0.1 * random.NextDouble();
            problems.GroupUpper[s * groups + k] = sum + 0.02 + 0.1 * random.NextDouble();
        }
        (problems.RiskAversions[s], problems.Ridges[s]) = (1 + 2 * random.NextDouble(), 0.01);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
