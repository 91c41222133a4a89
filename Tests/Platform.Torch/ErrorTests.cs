using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch;

public sealed class ErrorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string, Action> Mistakes => new()
    {
        { "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", () => ones(2, 3).matmul(ones(2, 3)) },
        { "The size of tensor a (3) must match the size of tensor b (4)", () => ones(3).add(ones(4)) },
        { "shape '[4]' is invalid for input of size 6", () => ones(2, 3).reshape(4) },
        { "Dimension out of range", () => ones(2).sum(3) },
        { "Dimension out of range", () => ones(2).size(1) },
        { "index 5 out of range", () => _ = ones(2)[5] },
        { "expected scalar type", () => ones(2, 2).matmul(ones([2, 2], ScalarType.Float64)) },
        { "not positive-definite", () => linalg.cholesky(-eye(2)) },
        { "singular", () => linalg.inv(zeros(2, 2)) },
        { "Only Tensors of floating point and complex dtype can require gradients", () => arange(3).requires_grad_() },
        { "a leaf Variable that requires grad is being used in an in-place operation", () => ones(2, requires_grad: true).add_(1) },
        { "number of subscripts", () => einsum("ij,jk->ik", ones(2), ones(2, 2)) },
        { "view size is not compatible", () => ones(2, 3).t().view(6) },
    };

    [EmbeddedTheory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void Mistake_ThrowsTorchsMessage_AndTheNextCallWorks(string message, Action mistake)
    {
        var error = Assert.Throws<ExternalException>(mistake);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception raised from", error.Message, StringComparison.Ordinal);
        Assert.Equal(4f, (ones(2) + 1).sum().item<float>());
    }

    [Fact]
    public void DisposedTensor_IsAnInvalidOperation()
    {
        var x = ones(2);
        x.Dispose();
        x.Dispose();
        Assert.True(x.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => x.add(1));
        Assert.Throws<InvalidOperationException>(() => x.shape);
    }

    [EmbeddedFact]
    public void MissingShim_IsOneLineThatSaysWhereAndWhat()
    {
        var location = typeof(torch).Assembly.GetType("TorchSharp.ShimLocation")!;
        var load = location.GetMethod("Load", BindingFlags.Static | BindingFlags.NonPublic)!;
        var error = Assert.IsType<DllNotFoundException>(
            Assert.Throws<TargetInvocationException>(() => load.Invoke(null, [new[] { "/nowhere/libleandeep_torch.so" }])).InnerException);
        Assert.Contains("/nowhere/libleandeep_torch.so", error.Message, StringComparison.Ordinal);
        Assert.Contains("./leandeep setup", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", error.Message, StringComparison.Ordinal);
    }

    [EmbeddedFact]
    public void ShimThatCannotLoad_IsOneLineThatSaysWhy()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(path, "not a library");
        try
        {
            var load = typeof(torch).Assembly.GetType("TorchSharp.ShimLocation")!.GetMethod("Load", BindingFlags.Static | BindingFlags.NonPublic)!;
            var error = Assert.IsType<DllNotFoundException>(Assert.Throws<TargetInvocationException>(() => load.Invoke(null, [new[] { path }])).InnerException);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            Assert.Contains("LIBTORCH", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("\n", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Devices_ParseAndRefuse()
    {
        Assert.Equal("cuda:1", new Device("cuda:1").ToString());
        Assert.Equal(DeviceType.CPU, new Device("cpu").type);
        Assert.Contains("tpu", Assert.Throws<ArgumentException>(() => new Device("tpu")).Message, StringComparison.Ordinal);
        if (!cuda.is_available()) Assert.Throws<InvalidOperationException>(() => zeros(2, device: new Device("cuda")));
        Assert.Equal(cuda.is_available(), cuda.device_count() > 0);
    }
}
