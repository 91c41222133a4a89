using LeanDeep.Benchmarks;
using Xunit;

namespace LeanDeep.Tests.Cli;

public class HjbBenchmarkTests
{
    /// <summary>A few steps of both sides; how fast they are on a busy machine says nothing.</summary>
    [PythonTorchFact]
    public void HjbBenchmark_Small_MeasuresBothSidesInBothPrecisions()
    {
        var report = HjbBenchmark.Run(turns: 1, steps: 2);
        Assert.Equal(["step of Adam, double", "step of Adam, float"], report.Cases.Select(x => x.Case));
        Assert.All(report.Cases, x => Assert.True(x.Ours > 0 && x.Baseline > 0 && x.Unit == "ms", x.Case));
        Assert.All(report.Cases, x => Assert.Equal(x.Baseline!.Value / x.Ours, x.Ratio!.Value, 1e-9));
    }
}

/// <summary>A test that needs Debian's python3-torch, or a Python that has torch.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonTorchFactAttribute : FactAttribute
{
    public PythonTorchFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("LEANDEEP_PYTHON") is not { Length: > 0 } && !Directory.Exists("/usr/lib/python3/dist-packages/torch"))
            Skip = "needs python3-torch, or a Python with torch named by LEANDEEP_PYTHON";
    }
}
