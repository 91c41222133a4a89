namespace LeanDeep.Tests.Platform.Lean.Golden;

#if GOLDEN
/// <summary>Runs algorithms whose results in genuine LEAN are recorded, and compares everything.</summary>
public sealed class GoldenTests : IDisposable
{
    private readonly string _storage = Directory.CreateTempSubdirectory("leandeep-").FullName;

    public static TheoryData<string> Names => ["BuyHoldDaily", "MonthlyEqualWeight20", "LongShortReversal", "WarmupIndicators", "HistoryMinVariance", "ParameterizedCross", "ParameterizedCross.Given"];

    [SharedTheory("lean-golden/results")]
    [MemberData(nameof(Names))]
    public void Run_RecordedAlgorithm_EqualsGenuineLean(string name)
    {
        var golden = new GoldenResult(name);
        var differences = golden.Differences(golden.Run(_storage));
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    public void Dispose() => Directory.Delete(_storage, recursive: true);
}
#endif
