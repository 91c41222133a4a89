using QuantConnect.Lean.Engine;

namespace LeanDeep.Tests.Platform.Lean.Engine;

/// <summary>Result files on a full disk. A file is written under a temporary name first: here that name leads to <c>/dev/full</c>,
/// which refuses every byte with the error of a full disk.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly DataFolder _data = new();

    public FullDiskTests()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12);
        Directory.CreateDirectory(_data.Results);
    }

    public void Dispose() => _data.Dispose();

    private IOException Fails(string name)
    {
        File.CreateSymbolicLink(Path.Combine(_data.Results, $"{name}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp"), "/dev/full");
        var error = Assert.Throws<IOException>(() => _data.RunToFiles(new ScriptedAlgorithm(DataFolder.Date("2020-01-06"), DataFolder.Date("2020-01-08"), a => a.Add("AAA"),
            a => { if (a.Step == 0) a.MarketOrder(a.Symbol, 5); })));
        Assert.StartsWith($"{Path.Combine(_data.Results, name)}: could not be written: No space left on device", error.Message, StringComparison.Ordinal);
        return error;
    }

    private IEnumerable<string> Written => Directory.EnumerateFileSystemEntries(_data.Results).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    [FullDeviceFact]
    public void Result_OnAFullDisk_IsNamedAndTheRestIsWritten()
    {
        Fails("test.json");
        Assert.Equal(["test-log.txt", "test-order-events.json", "test-summary.json"], Written);
    }

    [FullDeviceFact]
    public void OrderEvents_OnAFullDisk_AreNamedAndTheRestIsWritten()
    {
        Fails("test-order-events.json");
        Assert.Equal(["test-log.txt", "test-summary.json", "test.json"], Written);
    }

    private sealed class FullDeviceFactAttribute : FactAttribute
    {
        public FullDeviceFactAttribute()
        {
            if (!File.Exists("/dev/full")) Skip = "needs /dev/full, which this system lacks";
        }
    }
}
