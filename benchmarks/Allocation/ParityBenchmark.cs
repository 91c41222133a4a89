namespace LeanDeep.Benchmarks;

/// <summary>Each kind of allocator on random windows of 5, 30 and 100 names: the host against the network in double and in single precision, against training's
/// constraint layer, and against the graph's own solution.</summary>
public static class ParityBenchmark
{
    /// <param name="progress">Told the name of each case when it begins.</param>
    /// <param name="samples">Windows of each kind and size.</param>
    public static BenchmarkReport Run(IProgress<string>? progress = null, int samples = 1000)
    {
        var cases = new List<BenchmarkCase>();
        foreach (var kind in AllocatorParity.Kinds)
            foreach (var assets in (int[])[5, 30, 100])
            {
                var title = $"{kind}, n = {assets}";
                progress?.Report(title);
                var found = AllocatorParity.Run(kind, assets, samples, solved: true);
                void Add(string what, double? apart)
                {
                    if (apart is { } known) cases.Add(new BenchmarkCase($"{title}: {what}", known * 1e9, null, "1e-9", null));
                }
                Add("from the network in float64", found.Network);
                Add("from the network in float32", found.AsTrained);
                Add("from training's layer on the graph's problem", found.Layer);
                Add($"from the graph's own solution ({found.Handed} handed to the solver)", found.Graph);
            }
        return new BenchmarkReport("parity", $"{BenchmarkReport.ThisMachine()}; {samples} windows each, largest distance of a weight of the host", cases);
    }
}
