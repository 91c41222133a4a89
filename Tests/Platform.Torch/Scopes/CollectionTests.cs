using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch.Scopes;

/// <summary>What no one disposes, the collector gives back.</summary>
[Collection(nameof(GlobalState))]
public class CollectionTests
{
    [Fact]
    public void Forgotten_TensorsAndScopes_AreFreed()
    {
        Collect(() => false);
        var before = Tensor.TotalCount;
        Forget();
        var thread = new Thread(() =>
        {
            var outside = ones(1000);
            NewDisposeScope().Attach(outside);
            for (var i = 0; i < 50; i++) ones(1000);
        });
        thread.Start();
        thread.Join();
        Collect(() => Tensor.TotalCount <= before + 10);
        Assert.True(Tensor.TotalCount <= before + 10, $"{Tensor.TotalCount - before} tensors are left of 100");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        for (var i = 0; i < 50; i++) ones(1000);
    }

    private static void Collect(Func<bool> done)
    {
        for (var i = 0; i < 10 && !done(); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [Fact]
    public void ManyThreads_WithCollections_KeepTheirTensorsRight()
    {
        var failures = 0;
        var threads = Enumerable.Range(0, 3).Select(k => new Thread(() =>
        {
            for (var i = 0; i < 300; i++)
            {
                var x = full([100], k) + i;
                if (x.sum().item<float>() != 100f * (k + i)) Interlocked.Increment(ref failures);
                if (i % 50 == 0) GC.Collect();
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Equal(0, failures);
    }
}
