using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch.Autograd;

[Collection(nameof(GlobalState))]
public class GradTests
{
    [Fact]
    public void Grad_WithCreateGraph_CanBeDifferentiatedAgain()
    {
        using var scope = NewDisposeScope();
        var x = tensor(2.0, requires_grad: true);
        var y = x.pow(4);
        var first = autograd.grad([y], [x], retain_graph: true, create_graph: true)[0];
        var second = autograd.grad([first], [x], retain_graph: true, create_graph: true)[0];
        var third = autograd.grad([second], [x])[0];
        Assert.Equal(32.0, first.item<double>(), 12);
        Assert.Equal(48.0, second.item<double>(), 12);
        Assert.Equal(48.0, third.item<double>(), 12);
    }

    [Fact]
    public void Grad_OfSeveralOutputs_SumsThemWithTheirWeights()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        var y = x.square();
        var z = x.sum();
        var gradient = autograd.grad([y, z], [x], [tensor(new[] { 1.0, 10.0 }), tensor(100.0)])[0];
        Assert.Equal([102.0, 140.0], gradient.data<double>().ToArray());
    }

    [EmbeddedFact]
    public void Grad_UnusedInput_IsAnErrorUnlessAllowed()
    {
        using var scope = NewDisposeScope();
        var x = tensor(1.0, requires_grad: true);
        var unused = tensor(1.0, requires_grad: true);
        var error = Assert.Throws<ExternalException>(() => autograd.grad([x * 2], [x, unused]));
        Assert.Contains("not have been used in the graph", error.Message, StringComparison.Ordinal);
        var gradients = autograd.grad([x * 2], [x, unused], allow_unused: true);
        Assert.Equal(2.0, gradients[0].item<double>());
        Assert.True(gradients[1].IsInvalid);
    }

    [EmbeddedFact]
    public void Grad_OutputWithoutHistory_ThrowsTorchsMessageAndTheProcessLivesOn()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => autograd.grad([ones(1)], [ones(1)]));
        Assert.Contains("does not require grad", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("frame #", error.Message, StringComparison.Ordinal);
        Assert.Equal(2f, (ones(1) + 1).item<float>());
    }

    [Fact]
    public void Backward_Twice_NeedsARetainedGraph()
    {
        using var scope = NewDisposeScope();
        var x = tensor(3.0, requires_grad: true);
        var once = x.square();
        once.backward();
        Assert.Throws<ExternalException>(once.backward);
        var twice = x.square();
        twice.backward(retain_graph: true);
        twice.backward();
        Assert.Equal(18.0, x.grad!.item<double>());
    }

    [Fact]
    public void Backward_Vector_NeedsWeights()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        Assert.Contains("scalar outputs", Assert.Throws<ExternalException>(() => x.square().backward()).Message, StringComparison.Ordinal);
        x.square().backward([tensor(new[] { 1.0, 0.5 })]);
        Assert.Equal([2.0, 2.0], x.grad!.data<double>().ToArray());
    }

    [Fact]
    public void Backward_WithInputs_AccumulatesIntoThemOnly()
    {
        using var scope = NewDisposeScope();
        var x = tensor(3.0, requires_grad: true);
        var y = tensor(5.0, requires_grad: true);
        autograd.backward([x * y], inputs: [x]);
        Assert.Equal(5.0, x.grad!.item<double>());
        Assert.Null(y.grad);
    }

    [Fact]
    public void GradProperty_SetAndCleared_IsWhatBackwardAccumulatesInto()
    {
        using var scope = NewDisposeScope();
        var x = tensor(3.0, requires_grad: true);
        x.grad = tensor(10.0);
        x.square().backward();
        Assert.Equal(16.0, x.grad!.item<double>());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void RetainGrad_InnerTensor_KeepsItsGradient()
    {
        using var scope = NewDisposeScope();
        var x = tensor(3.0, requires_grad: true);
        var inner = x.square();
        Assert.False(inner.is_leaf);
        inner.retain_grad();
        (inner * 2).backward();
        Assert.Equal(2.0, inner.grad!.item<double>());
    }

    [Fact]
    public void Modes_NestAndReturn()
    {
        using var scope = NewDisposeScope();
        var x = tensor(3.0, requires_grad: true);
        Assert.True(is_grad_enabled());
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad()) Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }
        Assert.True(is_grad_enabled());
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }
        Assert.False(is_inference_mode_enabled());
        Assert.True((x * 2).requires_grad);
        Assert.False((x * 2).detach().requires_grad);
    }

    [Fact]
    public void Anomaly_NaNInBackward_IsReported()
    {
        using var scope = NewDisposeScope();
        var x = tensor(0.0, requires_grad: true);
        using (autograd.detect_anomaly())
        {
            Assert.True(AnomalyMode.IsEnabled);
            var error = Assert.Throws<ExternalException>(() => (x.sqrt() * 0).backward());
            Assert.Contains("nan values", error.Message, StringComparison.Ordinal);
        }
        Assert.False(AnomalyMode.IsEnabled);
    }

    [Fact]
    public void Jacobian_OfLinearMap_IsItsMatrix()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var matrix = randn(3, 2, ScalarType.Float64, generator: generator);
        var jacobian = autograd.functional.jacobian(x => matrix.matmul(x), ones(2, ScalarType.Float64));
        Near.Equal(matrix, jacobian, "jacobian");
    }
}
