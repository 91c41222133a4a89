using LeanDeep.Benchmarks;

namespace LeanDeep.Tests.Platform.Torch;

[Collection(nameof(GlobalState))]
public class TorchBenchmarkTests
{
    [PythonTorchFact]
    public void Run_Briefly_MeasuresEveryCaseOnBothSides()
    {
        var report = TorchBenchmark.Run(turns: 3, milliseconds: 2);
        Assert.Equal("torch", report.Name);
        Assert.Contains("MLP step", report.Cases.Select(c => c.Case));
        Assert.Contains("LSTM step", report.Cases.Select(c => c.Case));
        Assert.Contains("PINN step", report.Cases.Select(c => c.Case));
        Assert.All(report.Cases, c =>
        {
            Assert.True(c.Ours > 0 && c.Baseline > 0, c.ToString());
            Assert.Equal(c.Baseline!.Value / c.Ours, c.Ratio!.Value, 12);
        });
    }

    [Fact]
    public void Baseline_ScriptThatIsNotThere_SaysSo()
    {
        if (!File.Exists("/usr/bin/python3")) return;
        var error = Assert.Throws<InvalidOperationException>(() => new PythonBaseline("no_such_script.py").Dispose());
        Assert.Contains("no_such_script.py", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Needs Debian's python3-torch, which the benchmark compares with.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PythonTorchFactAttribute : FactAttribute
    {
        public PythonTorchFactAttribute()
        {
            if (!Directory.Exists("/usr/lib/python3/dist-packages/torch")) Skip = "needs python3-torch";
        }
    }
}
