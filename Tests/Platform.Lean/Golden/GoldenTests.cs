namespace LeanDeep.Tests.Platform.Lean.Golden;

#if GOLDEN
/// <summary>Runs algorithms whose results in genuine LEAN are recorded, and compares everything.</summary>
public sealed class GoldenTests : IDisposable
{
    private readonly string _storage = Directory.CreateTempSubdirectory("leandeep-").FullName;

    public static TheoryData<string> Names => ["BenchmarkChoice", "BenchmarkChoice.IBM", "BenchmarkChoice.SPY", "BenchmarkChoice.UTX", "BenchmarkChoice.flat", "BenchmarkChoice.line", "BuyHoldDaily", "CashAccountRotation", "CorporateActions.Adjusted", "CorporateActions.Raw", "CorporateActions.SplitAdjusted", "CorporateActions.TotalReturn", "CustomCharts", "CustomModels", "FrameworkEqualWeight", "FrameworkInsightWeight", "FrameworkOwnPcm", "HistoryMinVariance", "HourlyLimitStop", "LimitOrdersDaily", "LiquidateCases", "LongShortReversal", "MinuteOpeningRange", "MonthlyEqualWeight20", "ObjectStoreRoundTrip", "OpenCloseOrders", "OrderEventBook", "OrderUpdateCancel", "ParameterizedCross", "ParameterizedCross.Given", "ShortMarginLimit", "StopOrdersDaily", "WarmupIndicators", "WeeklyConsolidators"];

    [SharedTheory("lean-golden/results")]
    [MemberData(nameof(Names))]
    public void Run_RecordedAlgorithm_EqualsGenuineLean(string name)
    {
        var golden = new GoldenResult(name);
        var run = golden.Run(_storage);
        var differences = golden.Differences(run);
        differences.AddRange(golden.LogDifferences(run).Take(10));
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    public void Dispose() => Directory.Delete(_storage, recursive: true);
}
#endif
