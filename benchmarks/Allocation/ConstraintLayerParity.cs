using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Export.Allocators;
using LeanDeep.Training.Layers.Allocators;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace LeanDeep.Benchmarks;

/// <summary>How far apart the constraint layer of training, its ONNX graph and the solver of Models are on the same random problems.</summary>
/// <param name="Samples">Problems.</param>
/// <param name="Layer">Largest distance of a weight of the layer from the solver's.</param>
/// <param name="Graph">The same of the graph, where its residual is at most <see cref="AllocatorModel.SolutionAccuracy"/>.</param>
/// <param name="Handed">Problems whose residual is larger: the host hands them to the solver.</param>
/// <param name="Milliseconds">The median problem takes the graph.</param>
public sealed record ConstraintLayerParity(int Samples, double Layer, double Graph, int Handed, double Milliseconds)
{
    private const int Batch = 10;

    /// <summary>Random long-short problems with net, box, five groups, gross, turnover and costs, and with a volatility limit where wanted; the weights held meet them.</summary>
    public static AllocationProblems Problems(int names, int samples, int seed, bool volatility)
    {
        var source = AllocationBatch.Create(names, samples, seed);
        var limits = source.Limits;
        var (low, high) = (new double[limits.Groups], new double[limits.Groups]);
        for (var k = 0; k < limits.Groups; k++)
        {
            // One set for all samples, as a graph has; wide enough for what each of them holds.
            (low[k], high[k]) = (double.PositiveInfinity, double.NegativeInfinity);
            for (var s = 0; s < samples; s++)
                (low[k], high[k]) = (Math.Min(low[k], source.GroupLower[s * limits.Groups + k]), Math.Max(high[k], source.GroupUpper[s * limits.Groups + k]));
        }
        var largest = 0.0;
        for (var s = 0; volatility && s < samples; s++) largest = Math.Max(largest, Risk(source, s));
        var problems = new AllocationProblems(
            new AllocationLimits(limits.Names)
            {
                Lower = limits.Lower, Upper = limits.Upper, Net = limits.Net, GroupNames = limits.GroupNames, GroupMatrix = limits.GroupMatrix, GroupLower = low, GroupUpper = high,
                Gross = limits.Gross, Turnover = limits.Turnover, Costs = [.. Enumerable.Repeat(0.002, names)], Volatility = volatility ? largest : double.PositiveInfinity,
            },
            samples);
        foreach (var (from, to) in ((double[], double[])[])
            [(source.Returns, problems.Returns), (source.Covariances, problems.Covariances), (source.Held, problems.Held), (source.Ridges, problems.Ridges)]) from.CopyTo(to, 0);
        for (var s = 0; s < samples; s++) problems.RiskAversions[s] = volatility ? 0.2 : source.RiskAversions[s];
        return problems;
    }

    /// <summary>Solves them all three ways.</summary>
    public static ConstraintLayerParity Run(AllocationProblems problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var (n, samples) = (problems.Names, problems.Samples);
        var results = new AllocationResults(problems);
        new AllocationSolver(problems.Limits).Solve(problems, results);
        var layer = 0.0;
        using (NewDisposeScope())
        {
            Tensor Of(double[] values, params long[] shape) => tensor(values, shape);
            using var allocator = new ConstrainedAllocator(problems.Limits);
            using var weights = allocator.call(
                Of(problems.Returns, samples, n), Of(problems.Covariances, samples, n, n), Of(problems.RiskAversions, samples), Of(problems.Ridges, samples), Of(problems.Held, samples, n));
            layer = Apart(weights.data<double>().ToArray(), results.Weights);
        }
        using var session = OnnxModel.Open(ConstraintLayerExporter.Export(problems.Limits), "constraint layer");
        var (graph, handed, times) = (0.0, 0, new List<double>());
        for (var from = 0; from < samples; from += Batch)
        {
            var count = Math.Min(Batch, samples - from);
            NamedOnnxValue Part(int input, double[] values, int size, params int[] shape) => NamedOnnxValue.CreateFromTensor(
                ConstraintLayerExporter.Inputs(n)[input].Name, new DenseTensor<double>(values.AsMemory(from * size, count * size), [count, .. shape]));
            NamedOnnxValue Ones(int input, params int[] shape) => NamedOnnxValue.CreateFromTensor(
                ConstraintLayerExporter.Inputs(n)[input].Name, new DenseTensor<double>(Enumerable.Repeat(1.0, count * shape.Aggregate(1, (a, b) => a * b)).ToArray(), [count, .. shape]));
            var clock = System.Diagnostics.Stopwatch.StartNew();
            using var answers = session.Run(
            [
                Part(0, problems.Returns, n, n), Part(1, problems.Covariances, n * n, n, n), Part(2, problems.RiskAversions, 1), Part(3, problems.Ridges, 1),
                Part(4, problems.Held, n, n), Ones(5, n), Ones(6),
            ]);
            times.Add(clock.Elapsed.TotalMilliseconds / count);
            double[] weights = [.. answers[0].AsEnumerable<double>()], residuals = [.. answers[1].AsEnumerable<double>()];
            for (var s = 0; s < count; s++)
                if (residuals[s] <= AllocatorModel.SolutionAccuracy) graph = Math.Max(graph, Apart(weights.AsSpan(s * n, n), results.Weights.AsSpan((from + s) * n, n)));
                else handed++;
        }
        times.Sort();
        return new ConstraintLayerParity(samples, layer, graph, handed, times[times.Count / 2]);
    }

    private static double Risk(AllocationProblems problems, int sample)
    {
        var (n, variance) = (problems.Names, 0.0);
        var held = problems.Held.AsSpan(sample * n, n);
        var covariance = problems.Covariances.AsSpan(sample * n * n, n * n);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) variance += held[i] * covariance[i * n + j] * held[j];
        return Math.Sqrt(variance);
    }

    private static double Apart(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var apart = 0.0;
        for (var i = 0; i < a.Length; i++) apart = Math.Max(apart, double.IsNaN(a[i] - b[i]) ? double.PositiveInfinity : Math.Abs(a[i] - b[i]));
        return apart;
    }
}
