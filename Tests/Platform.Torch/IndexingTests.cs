using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch;

/// <summary>Indexing by hand-computed examples on 0 … 23 in shape (2, 3, 4).</summary>
public sealed class IndexingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _x = arange(24).reshape(2, 3, 4);

    public void Dispose() => _scope.Dispose();

    private static void Is(Tensor actual, long[] shape, params long[] values)
    {
        Assert.Equal(shape, actual.shape);
        Assert.Equal(values, actual.contiguous().data<long>().ToArray());
    }

    [Fact]
    public void Integers_SelectFromTheFront()
    {
        Is(_x[1], [3, 4], 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
        Is(_x[1, 2], [4], 20, 21, 22, 23);
        Is(_x[1, 2, 3], [], 23);
        Is(_x[-1, -1], [4], 20, 21, 22, 23);
        Assert.Throws<ExternalException>(() => _x[2]);
    }

    [Fact]
    public void Slices_FollowPythonsRules()
    {
        Is(_x[TensorIndex.Colon, TensorIndex.Single(1), TensorIndex.Slice(1, 3)], [2, 2], 5, 6, 17, 18);
        Is(_x[.., ^1, 1..3], [2, 2], 9, 10, 21, 22);
        Is(_x[0, 0, TensorIndex.Slice(0, 4, 2)], [2], 0, 2);
        Is(_x[TensorIndex.Slice(1), TensorIndex.Slice(stop: 1), TensorIndex.Slice(-2)], [1, 1, 2], 14, 15);
        Is(_x[0, 1..^1, (1, 2)], [1, 1], 5);
    }

    [Fact]
    public void EllipsisAndNewAxes_FillAndInsertDimensions()
    {
        Is(_x[TensorIndex.Ellipsis, 0], [2, 3], 0, 4, 8, 12, 16, 20);
        Assert.Equal([2, 1, 3, 4], _x[TensorIndex.Colon, TensorIndex.None].shape);
        Assert.Equal([1, 2, 3, 4], _x[TensorIndex.Null].shape);
    }

    [Fact]
    public void Tensors_PickElementsAndMasks()
    {
        var rows = tensor(new long[] { 2, 0 });
        Is(_x[0, TensorIndex.Tensor(rows)], [2, 4], 8, 9, 10, 11, 0, 1, 2, 3);
        Is(_x[tensor(new long[] { 0, 1 }), tensor(new long[] { 1, 2 }), tensor(new long[] { 3, 0 })], [2], 7, 20);
        Is(_x[_x % 10 == 0], [3], 0, 10, 20);
    }

    [Fact]
    public void Views_ShareMemory_AndTensorIndicesCopy()
    {
        _x[0][1].fill_(-1);
        Is(_x[0, 1], [4], -1, -1, -1, -1);
        _x[tensor(new long[] { 1 })].fill_(-5);
        Is(_x[1, 0], [4], 12, 13, 14, 15);
    }

    [Fact]
    public void Setting_WritesNumbersTensorsAndBroadcasts()
    {
        _x[0, 0] = tensor(new long[] { 9, 8, 7, 6 });
        Is(_x[0, 0], [4], 9, 8, 7, 6);
        _x[1, 2, 3] = 99;
        Is(_x[1, 2], [4], 20, 21, 22, 99);
        _x[TensorIndex.Colon, 1..2, 0] = 0;
        Is(_x[TensorIndex.Colon, 1, 0], [2], 0, 0);
        _x[_x > 20] = -1;
        Is(_x[1, 2], [4], 20, -1, -1, -1);
    }

    [Fact]
    public void IndexPut_Accumulate_AddsRepeatedPlaces()
    {
        var counts = zeros(4, ScalarType.Int64);
        counts.index_put_(tensor(new long[] { 1, 1, 1 }), [tensor(new long[] { 2, 2, 0 })], accumulate: true);
        Is(counts, [4], 1, 0, 2, 0);
        counts.index_put_((Scalar)7, TensorIndex.Slice(2));
        Is(counts, [4], 1, 0, 7, 7);
        Assert.ThrowsAny<Exception>(() => counts.index_put_(ones(1), [TensorIndex.Colon], accumulate: true));
    }

    [Fact]
    public void Gradient_FlowsThroughSelectedElements()
    {
        var w = ones(3, 2, ScalarType.Float64, requires_grad: true);
        (w[1..] * 3).sum().backward();
        Assert.Equal([0.0, 0.0, 3.0, 3.0, 3.0, 3.0], w.grad!.data<double>().ToArray());
    }
}
