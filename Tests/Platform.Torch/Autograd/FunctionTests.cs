using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch.Autograd;

public class FunctionTests
{
    private sealed class Cube : autograd.SingleTensorFunction<Cube>
    {
        public override string Name => nameof(Cube);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_for_backward([x]);
            ctx.save_data("scale", vars[1]);
            return x.pow(3) * (double)vars[1];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [grad_output * 3 * (double)ctx.get_data("scale") * ctx.get_saved_variables()[0].square(), null!];
    }

    // Saves its own output, as exp's derivative is exp.
    private sealed class Exponential : autograd.SingleTensorFunction<Exponential>
    {
        public override string Name => nameof(Exponential);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var y = ((Tensor)vars[0]).exp();
            ctx.save_for_backward([y]);
            return y;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * ctx.get_saved_variables()[0]];
    }

    private sealed class SumAndDifference : autograd.MultiTensorFunction<SumAndDifference>
    {
        public override string Name => nameof(SumAndDifference);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (a, b) = ((Tensor)vars[0], (Tensor)vars[1]);
            var count = tensor(2L);
            ctx.mark_non_differentiable([count]);
            return [a + b, a - b, count];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) =>
            [grad_outputs[0] + grad_outputs[1], grad_outputs[0] - grad_outputs[1]];
    }

    private sealed class Broken : autograd.SingleTensorFunction<Broken>
    {
        public override string Name => nameof(Broken);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]) * 1;

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            throw new InvalidOperationException("the derivative is not known");
    }

    private sealed class TooFew : autograd.MultiTensorFunction<TooFew>
    {
        public override string Name => nameof(TooFew);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars) => [(Tensor)vars[0] * (Tensor)vars[1]];

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) => [grad_outputs[0]];
    }

    [Fact]
    public void Apply_OnALeaf_GivesForwardAndBackward()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, -2.0 }, requires_grad: true);
        var y = Cube.apply(x, 2.0);
        Assert.Equal([2.0, -16.0], y.data<double>().ToArray());
        y.sum().backward();
        Assert.Equal([6.0, 24.0], x.grad!.data<double>().ToArray());
    }

    [Fact]
    public void Apply_WithCreateGraph_DifferentiatesTwice()
    {
        using var scope = NewDisposeScope();
        var x = tensor(2.0, requires_grad: true);
        var first = autograd.grad([Cube.apply(x, 1.0)], [x], retain_graph: true, create_graph: true)[0];
        Assert.Equal(12.0, first.item<double>());
        Assert.Equal(12.0, autograd.grad([first], [x])[0].item<double>());
    }

    [Fact]
    public void Apply_SavingItsOutput_DifferentiatesTwice()
    {
        using var scope = NewDisposeScope();
        var x = tensor(0.7, requires_grad: true);
        var y = Exponential.apply(x);
        var first = autograd.grad([y], [x], retain_graph: true, create_graph: true)[0];
        var second = autograd.grad([first], [x])[0];
        Assert.Equal(Math.Exp(0.7), first.item<double>(), 14);
        Assert.Equal(Math.Exp(0.7), second.item<double>(), 14);
    }

    [Fact]
    public void Apply_WithoutGradients_RecordsNothing()
    {
        using var scope = NewDisposeScope();
        Assert.False(Cube.apply(tensor(2.0), 1.0).requires_grad);
        using var none = no_grad();
        Assert.False(Cube.apply(tensor(2.0, requires_grad: true), 1.0).requires_grad);
    }

    [Fact]
    public void Apply_SeveralOutputs_MaterializesAndMarks()
    {
        using var scope = NewDisposeScope();
        var a = tensor(5.0, requires_grad: true);
        var b = tensor(3.0, requires_grad: true);
        var outputs = SumAndDifference.apply(a, b);
        Assert.False(outputs[2].requires_grad);
        outputs[1].backward();      // the sum has no gradient: backward sees zeros
        Assert.Equal(1.0, a.grad!.item<double>());
        Assert.Equal(-1.0, b.grad!.item<double>());
    }

    [EmbeddedFact]
    public void Backward_ThatThrows_SurfacesItsMessageAndTheProcessLivesOn()
    {
        using var scope = NewDisposeScope();
        var x = tensor(1.0, requires_grad: true);
        var error = Assert.Throws<ExternalException>(() => Broken.apply(x).backward());
        Assert.Contains("the derivative is not known", error.Message, StringComparison.Ordinal);
        Assert.Equal(2.0, (x + 1).item<double>());
    }

    [EmbeddedFact]
    public void Backward_WithTooFewGradients_IsAnError()
    {
        using var scope = NewDisposeScope();
        var x = tensor(1.0, requires_grad: true);
        var error = Assert.Throws<ExternalException>(() => TooFew.apply(x, x)[0].backward());
        Assert.Contains("incorrect number of gradients", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SavedTensor_ChangedInPlace_IsDetected()
    {
        using var scope = NewDisposeScope();
        var x = tensor(2.0, requires_grad: true);
        var inner = x * 1;
        var y = Cube.apply(inner, 1.0);
        using (no_grad()) inner.add_(1);
        Assert.Contains("modified by an inplace operation", Assert.Throws<ExternalException>(() => y.backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_GraphReleased_FreesItsManagedState()
    {
        var state = Forget();
        for (var i = 0; i < 10 && state.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.False(state.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Forget()
        {
            using var scope = NewDisposeScope();
            object payload = 1.5;
            var y = Cube.apply(tensor(2.0, requires_grad: true), payload);
            y.backward();
            return new WeakReference(payload);
        }
    }
}
