using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch;

[Collection(nameof(GlobalState))]
public sealed class FactoryTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Tensor_FromDotNetValues_KeepsTypeShapeAndOrder()
    {
        Assert.Equal(ScalarType.Float64, tensor(1.5).dtype);
        Assert.Equal(ScalarType.Float32, tensor(1.5f).dtype);
        Assert.Equal(ScalarType.Int32, tensor(1).dtype);
        Assert.Equal(ScalarType.Int64, tensor(1L).dtype);
        Assert.Equal(ScalarType.Bool, tensor(true).dtype);
        Assert.Equal(ScalarType.Byte, tensor((byte)200).dtype);
        Assert.Equal(200, tensor((byte)200).item<byte>());
        Assert.Equal(ScalarType.Float32, tensor(1.5, dtype: ScalarType.Float32).dtype);

        var matrix = tensor(new[,] { { 1f, 2f, 3f }, { 4f, 5f, 6f } });
        Assert.Equal([2, 3], matrix.shape);
        Assert.Equal(6f, matrix[1, 2].item<float>());
        Assert.Equal([2, 2, 2], tensor(new[, ,] { { { 1L, 2 }, { 3, 4 } }, { { 5, 6 }, { 7, 8 } } }).shape);
        Assert.Equal([3, 2], tensor(new List<double> { 1, 2, 3, 4, 5, 6 }, 3, 2).shape);
        Assert.Equal([true, false], tensor(new[] { true, false }).data<bool>().ToArray());
        Assert.Throws<ArgumentException>(() => tensor(new[] { 1f, 2f }, [3]));
    }

    [Fact]
    public void Tensor_FromArray_IsACopy()
    {
        var source = new[] { 1.0, 2.0 };
        var copy = tensor(source);
        source[0] = 99;
        Assert.Equal(1.0, copy[0].item<double>());
    }

    [Fact]
    public void FromArray_AnyRankAndType_Converts()
    {
        var array = new double[2, 1, 2, 1, 2];
        array[1, 0, 0, 0, 1] = 5;
        var t = from_array(array);
        Assert.Equal([2, 1, 2, 1, 2], t.shape);
        Assert.Equal(5.0, t[1, 0, 0, 0, 1].item<double>());
        Assert.Equal(ScalarType.Float32, from_array(new[] { 1, 2 }, ScalarType.Float32).dtype);
        Assert.Equal(0, from_array(Array.Empty<float>()).numel());
        Assert.Throws<NotSupportedException>(() => from_array(new[] { "text" }));
    }

    [Fact]
    public void Fills_DefaultToTheDefaultType()
    {
        Assert.Equal(ScalarType.Float32, zeros(2, 3).dtype);
        Assert.Equal([2, 3], zeros(2, 3).shape);
        Assert.Equal(6.0, ones([2, 3], ScalarType.Float64).sum().item<double>());
        Assert.Equal(2.5f, full(3, 2.5)[2].item<float>());
        Assert.True(zeros(2, requires_grad: true).requires_grad);
        Assert.Equal([4], empty(4).shape);
        Assert.Equal(3.0f, eye(3).sum().item<float>());
        Assert.Equal([2, 4], eye(2, 4).shape);
        set_default_dtype(ScalarType.Float64);
        try
        {
            Assert.Equal(ScalarType.Float64, ones(1).dtype);
            Assert.Equal(ScalarType.Float64, arange(0.0, 1.0, 0.5).dtype);
        }
        finally
        {
            set_default_dtype(ScalarType.Float32);
        }
        Assert.Throws<ArgumentException>(() => set_default_dtype(ScalarType.Int64));
    }

    [Fact]
    public void Ranges_FollowPython()
    {
        Assert.Equal(ScalarType.Int64, arange(5).dtype);
        Assert.Equal([2L, 5, 8], arange(2, 11, 3).data<long>().ToArray());
        Assert.Equal(ScalarType.Float32, arange(0, 1, 0.25).dtype);
        Assert.Equal([0f, 0.5f, 1f], linspace(0, 1, 3).data<float>().ToArray());
        Near.Equal(tensor(new[] { 1f, 10f, 100f }), logspace(0, 2, 3), "logspace", 1e-6);
    }

    [Fact]
    public void Likes_TakeShapeTypeAndDevice()
    {
        var x = ones([2, 3], ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, zeros_like(x).dtype);
        Assert.Equal([2, 3], rand_like(x).shape);
        Assert.Equal(ScalarType.Float32, x.ones_like(ScalarType.Float32).dtype);
        Assert.Equal(7.0, x.full_like(7).mean().item<double>());
        Assert.Equal(ScalarType.Float64, x.new_zeros(4).dtype);
        Assert.Equal([5], x.new_full(5, 1).shape);
    }

    [Fact]
    public void Conversions_CoverTheCommonTypes()
    {
        var x = tensor(new[] { -1.5, 0.0, 2.5 });
        Assert.Equal([-1L, 0, 2], x.@long().data<long>().ToArray());
        Assert.Equal([true, false, true], x.@bool().data<bool>().ToArray());
        Assert.Equal([-1.5f, 0f, 2.5f], x.@float().data<float>().ToArray());
        Assert.Equal((Half)2.5, x.half().data<Half>()[2]);
        Assert.Equal(2.5f, x.bfloat16().data<BFloat16>()[2].ToSingle());
        Assert.Equal(ScalarType.ComplexFloat64, x.cdouble().dtype);
        Assert.Equal("cpu", x.to("cpu").device.ToString());
        if (!cuda.is_available()) Assert.Throws<InvalidOperationException>(() => x.cuda());
        var y = x.to(ScalarType.Float32, disposeAfter: true);
        Assert.True(x.IsInvalid);
        Assert.Equal(2.5f, (float)y[2]);
    }

    [Fact]
    public void Sharing_ViewsAndNumbers_ConvertBack()
    {
        var x = tensor(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } });
        Assert.Equal(new[,] { { 1.0, 3.0 }, { 2.0, 4.0 } }, (double[,])x.t().data<double>().ToNDArray());
        Assert.Equal([1.0, 3.0, 2.0, 4.0], x.t().data<double>());
        x.data<double>()[0, 1] = 20;
        Assert.Equal(20.0, x[0, 1].item<double>());
        Assert.Equal(3.0, x.ReadCpuDouble(2));
        Assert.Throws<ArgumentException>(() => x.item<double>());
        Assert.Throws<ArgumentException>(() => x.data<float>());
        Assert.Throws<IndexOutOfRangeException>(() => x.ReadCpuDouble(4));
        Assert.Equal(32, x.bytes.Length);
        var list = (object[])x.tolist();
        Assert.Equal([3.0, 4.0], (object[])list[1]);
        Assert.Equal(10.0, (double)x[1].sum() + x[1][0].ToScalar().ToDouble());
    }

    [Fact]
    public void SaveAndLoad_RoundTrips()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var x = tensor(new[] { 1.0, Math.PI });
            x.save(path);
            Near.Equal(x, load(path), "loaded", 0);
        }
        finally
        {
            File.Delete(path);
        }
        Assert.ThrowsAny<Exception>(() => load(path));
    }

    [EmbeddedFact]
    public void Threads_DefaultToOne()
    {
        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is { Length: > 0 }) return;
        Assert.Equal(1, get_num_threads());
    }

    [Fact]
    public void Size_ComparesByValue()
    {
        Assert.True(new Size([2, 3]) == (Size)(2L, 3L));
        Assert.Equal(6, new Size((2, 3)).numel());
        Assert.Equal([3L, 4], new Size([2, 3, 4]).Slice(1, 3).Shape);
        Assert.Equal([2L, 3], broadcast_shapes([2, 1], [3]).Shape);
        Assert.Throws<ArgumentException>(() => broadcast_shapes([2], [3]));
    }
}
