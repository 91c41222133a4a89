using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch.Scopes;

public class DisposeScopeTests
{
    [Fact]
    public void Scope_Ends_DisposesWhatWasCreatedInIt()
    {
        Tensor inner;
        using (NewDisposeScope())
        {
            inner = ones(3);
            Assert.False(inner.IsInvalid);
        }
        Assert.True(inner.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => inner.sum());
    }

    [Fact]
    public void MoveToOuterDisposeScope_Survives_UntilTheOuterEnds()
    {
        Tensor kept;
        using (NewDisposeScope())
        {
            using (NewDisposeScope()) kept = ones(3).MoveToOuterDisposeScope();
            Assert.False(kept.IsInvalid);
        }
        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void DetachFromDisposeScope_Survives_AllScopes()
    {
        Tensor kept;
        using (NewDisposeScope()) kept = ones(3).DetachFromDisposeScope();
        Assert.Equal(3f, kept.sum().item<float>());
        kept.Dispose();
    }

    [Fact]
    public void DisposeEverythingBut_KeepsTheNamedAndGoesOn()
    {
        using var scope = NewDisposeScope();
        var a = ones(1);
        var b = ones(1);
        var c = ones(1);
        scope.DisposeEverythingBut(b);
        Assert.True(a.IsInvalid && c.IsInvalid);
        Assert.False(b.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
        Assert.True(scope.Contains(b));
    }

    [Fact]
    public void Dispose_InAnyOrder_KeepsTheScopesListRight()
    {
        using var scope = NewDisposeScope();
        var tensors = Enumerable.Range(0, 20).Select(i => full(1, i)).ToList();
        foreach (var i in new[] { 0, 19, 7, 3, 18, 4 }) tensors[i].Dispose();
        Assert.Equal(14, scope.DisposablesCount);
        foreach (var (tensor, i) in tensors.Select((t, i) => (t, i)))
            if (!tensor.IsInvalid) Assert.Equal(i, tensor.item<float>());
        Assert.Equal(14, scope.DisposablesView.Count);
    }

    [Fact]
    public void Attach_OutsideTensor_IsDisposedWithTheScope()
    {
        Tensor outside;
        var other = NewDisposeScope();
        outside = ones(1);
        var scope = NewDisposeScope();
        scope.Attach(outside);
        Assert.Equal(0, other.DisposablesCount);
        scope.Dispose();
        Assert.True(outside.IsInvalid);
        other.Dispose();
    }

    [Fact]
    public void Scopes_EndedOutOfOrder_KeepTheCurrentOne()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        outer.Dispose();
        Assert.Same(inner, CurrentDisposeScope);
        inner.Dispose();
        Assert.Null(CurrentDisposeScope);
        Assert.Throws<ObjectDisposedException>(() => inner.DisposablesCount);
    }

    [Fact]
    public void TrainingStep_InAScope_LeavesNoLiveTensors()
    {
        using var generator = new Generator(1);
        var x = randn(16, 4, generator: generator);
        var w = randn(4, 1, requires_grad: true, generator: generator);
        w.square().sum().backward();
        w.grad!.zero_();

        var statistics = DisposeScopeManager.Statistics;
        Step();
        statistics.Reset();
        for (var i = 0; i < 5; i++) Step();
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
        Assert.Equal(0, statistics.CreatedOutsideScopeCount);
        Assert.True(statistics.CreatedInScopeCount > 20);
        x.Dispose();
        w.Dispose();

        void Step()
        {
            using var scope = NewDisposeScope();
            var loss = (x.matmul(w) - x.sum(1, keepdim: true)).square().mean();
            loss.backward();
            using var none = no_grad();
            w.sub_(w.grad! * 0.1);
            w.grad!.zero_();
        }
    }

    [Fact]
    public void Statistics_CountCreatedDisposedAndDetached()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        var outside = ones(1);
        using (var scope = NewDisposeScope())
        {
            ones(1);
            var detached = ones(1).DetachFromDisposeScope();
            scope.Attach(detached);
            Assert.Equal(2, statistics.CreatedInScopeCount);
            Assert.Equal(1, statistics.DetachedFromScopeCount);
            Assert.Equal(1, statistics.AttachedToScopeCount);
        }
        outside.Dispose();
        Assert.Equal(2, statistics.DisposedInScopeCount);
        Assert.Equal(1, statistics.DisposedOutsideScopeCount);
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
        Assert.Contains("ThreadTotalLiveCount: 0", statistics.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Scope_OnAnotherThread_IsNotThisThreads()
    {
        using var scope = NewDisposeScope();
        Tensor? other = null;
        var thread = new Thread(() => other = ones(1));
        thread.Start();
        thread.Join();
        Assert.Equal(0, scope.DisposablesCount);
        other!.Dispose();
    }

    [Fact]
    public void WrappedTensorDisposeScope_KeepsOnlyTheResult()
    {
        using var scope = NewDisposeScope();
        var result = WrappedTensorDisposeScope(() => ones(3) + ones(3) * 2);
        Assert.Equal(9f, result.sum().item<float>());
        Assert.True(scope.Contains(result));
        Assert.Equal(2, scope.DisposablesCount); // the result and its sum
    }
}
