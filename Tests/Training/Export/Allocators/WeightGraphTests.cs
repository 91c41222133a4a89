using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Export;
using LeanDeep.Training.Export.Allocators;
using LeanDeep.Training.Layers.Allocators;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace LeanDeep.Tests.Training.Export.Allocators;

/// <summary>Closed forms in ONNX Runtime, in torch and in Models give the same weights to 1e-12, on 1,000 random scores of each size.</summary>
[Collection(TorchCollection.Name)]
public sealed class WeightGraphTests
{
    public enum Head
    {
        Softmax,
        CappedSoftmax,
        Sparsemax,
        CappedSparsemax,
        NormalisedTanh,
    }

    public static TheoryData<Head, int> Cases()
    {
        var data = new TheoryData<Head, int>();
        foreach (var head in Enum.GetValues<Head>())
            foreach (var assets in (int[])[5, 30, 100]) data.Add(head, assets);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Graph_RandomScores_GivesTheWeightsOfTheLayerAndOfModels(Head head, int assets)
    {
        const int samples = 1000;
        var cap = head is Head.CappedSoftmax or Head.CappedSparsemax ? 2.5 / assets : 1;
        var random = new Random(assets);
        double[] scores = [.. Enumerable.Range(0, samples * assets).Select(i => Math.Pow(10, i / assets % 4 - 2) * Rows.Normal(random))];
        var (weights, residuals) = Run(head, cap, scores, assets);

        Assert.True(residuals.Max() <= 1e-12, $"residual {residuals.Max()}");
        using var scope = NewDisposeScope();
        var input = tensor(scores, [samples, assets], dtype: ScalarType.Float64);
        double[] layer = [.. Layer(head, cap).call(input).data<double>()];
        Assert.True(AllocatorBundles.Distance(layer, weights) <= 1e-12, $"torch {AllocatorBundles.Distance(layer, weights)}");
        if (head == Head.NormalisedTanh) return;
        var host = new double[assets];
        for (var sample = 0; sample < samples; sample++)
        {
            var row = scores.AsSpan(sample * assets, assets);
            Assert.Equal(AllocationStatus.Optimal, head is Head.Softmax or Head.CappedSoftmax ? CappedSoftmax.Allocate(row, cap, host) : CappedSimplex.Project(row, cap, host));
            Assert.True(AllocatorBundles.Distance(host, weights.AsSpan(sample * assets, assets)) <= 1e-12);
        }
    }

    /// <summary>Ties, huge distances and everything at the cap.</summary>
    [Theory]
    [InlineData(Head.CappedSoftmax)]
    [InlineData(Head.CappedSparsemax)]
    public void Graph_ScoresAtTheEdges_GivesTheWeightsOfModels(Head head)
    {
        double[][] rows = [[0, 0, 0, 0], [5, 5, -5, -5], [600, 0, -100, 3], [1, 1 + 1e-15, 1 - 1e-15, 1], [-1e-300, 1e-300, 0, 2]];
        foreach (var cap in (double[])[0.25, 0.3, 0.5, 0.999])
        {
            var (weights, residuals) = Run(head, cap, [.. rows.SelectMany(row => row)], 4);
            Assert.True(residuals.Max() <= 1e-12, $"cap {cap}: residual {residuals.Max()}");
            var host = new double[4];
            for (var sample = 0; sample < rows.Length; sample++)
            {
                if (head == Head.CappedSoftmax) CappedSoftmax.Allocate(rows[sample], cap, host);
                else CappedSimplex.Project(rows[sample], cap, host);
                Assert.True(AllocatorBundles.Distance(host, weights.AsSpan(sample * 4, 4)) <= 1e-12, $"cap {cap}, row {sample}");
            }
        }
    }

    private static (double[] Weights, double[] Residuals) Run(Head head, double cap, double[] scores, int assets)
    {
        var graph = new OnnxGraphBuilder("head");
        var input = graph.Input("scores", TensorType.Float64, -1, assets);
        using var none = new MinimalHolder();
        var heads = new WeightGraph(new LayerGraph(graph, new NetworkState(none), 1, assets), assets);
        var (weights, residual) = head switch
        {
            Head.Softmax or Head.CappedSoftmax => heads.Softmax(input, cap),
            Head.NormalisedTanh => heads.NormalisedTanh(input),
            _ => heads.CappedSimplex(input, cap),
        };
        foreach (var (tensor, value) in AllocatorTensors.OutputsOfWeights(assets).Zip([weights, residual])) graph.Output(tensor, value);
        using var session = OnnxModel.Open(graph.Build([]), "head");
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("scores", new DenseTensor<double>(scores, [scores.Length / assets, assets]))]);
        return ([.. results[0].AsEnumerable<double>()], [.. results[1].AsEnumerable<double>()]);
    }

    private static nn.Module<Tensor, Tensor> Layer(Head head, double cap) => head switch
    {
        Head.Softmax => new SoftmaxAllocator(),
        Head.CappedSoftmax => new SoftmaxAllocator(cap: cap),
        Head.NormalisedTanh => new NormalisedTanh(),
        _ => new SparsemaxAllocator(cap: cap),
    };

    /// <summary>A module without parameters.</summary>
    private sealed class MinimalHolder() : nn.Module(nameof(MinimalHolder));
}
