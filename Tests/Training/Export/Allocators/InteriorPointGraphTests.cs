using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Export.Allocators;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xunit.Abstractions;

namespace LeanDeep.Tests.Training.Export.Allocators;

/// <summary>The constraint layer in ONNX Runtime against the solver of Models.</summary>
public sealed class InteriorPointGraphTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(5, 100)]
    [InlineData(30, 40)]
    [InlineData(100, 40)]
    public void Graph_RandomProblems_GivesTheSolversWeights(int names, int samples)
    {
        var problems = LeanDeep.Benchmarks.ConstraintLayerParity.Problems(names, samples, seed: names, volatility: false);
        var found = LeanDeep.Benchmarks.ConstraintLayerParity.Run(problems);
        output.WriteLine($"{found}");
    }
}
