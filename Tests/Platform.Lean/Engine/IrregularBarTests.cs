using QuantConnect;
using QuantConnect.Lean.Engine;
using QuantConnect.Orders;

namespace LeanDeep.Tests.Platform.Lean.Engine;

/// <summary>Files of bars with gaps, repetitions, bars at odd times and bad rows.</summary>
public sealed class IrregularBarTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    private static string Bar(string date, int price) => $"{date} 00:00,{price}0000,{price}0000,{price}0000,{price}0000,1000";

    private DataFolder File(string ticker, params string[] rows) => _data.Zip($"equity/usa/daily/{ticker.ToLowerInvariant()}.zip", rows);

    private ScriptedAlgorithm Run(bool fillForward, Action<ScriptedAlgorithm> onData = null) =>
        _data.Run("2020-01-06", "2020-01-10", a =>
        {
            a.Add("AAA", fillForward: fillForward);
        }, a =>
        {
            foreach (var bar in a.Slice.Bars.Values) a.Note($"{bar.Symbol.Value} {bar.Close:0}{(bar.IsFillForward ? " repeated" : "")}");
            onData?.Invoke(a);
        });

    private static IEnumerable<string> Bars(ScriptedAlgorithm run) => run.Notes.Where(x => x.Contains("AAA", StringComparison.Ordinal));

    [Fact]
    public void MissingDays_AreRepeatedUnlessNotWanted()
    {
        File("AAA", Bar("20200106", 10), Bar("20200107", 11), Bar("20200110", 14));
        Assert.Equal(["01-06 16:00 AAA 10", "01-07 16:00 AAA 11", "01-08 16:00 AAA 11 repeated", "01-09 16:00 AAA 11 repeated", "01-10 16:00 AAA 14"], Bars(Run(fillForward: true)));
        Assert.Equal(["01-06 16:00 AAA 10", "01-07 16:00 AAA 11", "01-10 16:00 AAA 14"], Bars(Run(fillForward: false)));
    }

    // A repetition is no price that one could have traded at.
    [Fact]
    public void MarketOrder_BeforeAGap_FillsAtTheNextBarOfItsOwn()
    {
        File("AAA", Bar("20200106", 10), Bar("20200107", 11), Bar("20200110", 14));
        var run = Run(fillForward: true, a => { if (a.Step == 1) a.MarketOrder(a.Symbol, 5); });
        var fill = run.Events[^1];
        Assert.Equal((OrderStatus.Filled, 14m, new DateTime(2020, 1, 10, 21, 0, 0)), (fill.Status, fill.FillPrice, fill.UtcTime));
    }

    [Fact]
    public void FileThatEndsEarly_IsRepeatedToTheEnd()
    {
        File("AAA", Bar("20200106", 10), Bar("20200107", 11));
        Assert.Equal("01-10 16:00 AAA 11 repeated", Bars(Run(fillForward: true)).Last());
        Assert.Equal("01-07 16:00 AAA 11", Bars(Run(fillForward: false)).Last());
    }

    [Fact]
    public void RepeatedAndDisorderedTimes_TheFirstStands()
    {
        File("AAA", Bar("20200106", 10), Bar("20200107", 11), Bar("20200107", 99), Bar("20200106", 98), Bar("20200108", 12));
        Assert.Equal(["01-06 16:00 AAA 10", "01-07 16:00 AAA 11", "01-08 16:00 AAA 12"], Bars(Run(fillForward: false)));
    }

    [Fact]
    public void BarsOfClosedDays_AreLeftOut()
    {
        File("AAA", Bar("20200110", 10), Bar("20200111", 11), Bar("20200113", 12), Bar("20200120", 13), Bar("20200121", 14));
        var run = _data.Run("2020-01-10", "2020-01-21", a => a.Add("AAA", fillForward: false), a => a.Note($"AAA {a.Slice.Bars[a.Symbol].Close:0}"));
        Assert.Equal(["01-10 16:00 AAA 10", "01-13 16:00 AAA 12", "01-21 16:00 AAA 14"], Bars(run));
    }

    [Fact]
    public void ZeroPrice_LeavesTheLastOne()
    {
        File("AAA", Bar("20200106", 10), "20200107 00:00,110000,110000,110000,0,0", Bar("20200108", 12));
        var prices = new List<decimal>();
        Run(fillForward: false, a => prices.Add(a.Securities[a.Symbol].Price));
        Assert.Equal([10, 10, 12], prices);
    }

    private BacktestRun Fail(Action<ScriptedAlgorithm> initialize, Action<ScriptedAlgorithm> onData = null)
    {
        var run = _data.RunToFiles(new ScriptedAlgorithm(DataFolder.Date("2020-01-06"), DataFolder.Date("2020-01-08"), initialize, onData));
        Assert.IsType<InvalidDataException>(run.RuntimeError);
        Assert.Contains("\"Status\":\"RuntimeError\"", System.IO.File.ReadAllText(Path.Combine(_data.Results, "test.json")), StringComparison.Ordinal);
        return run;
    }

    [Fact]
    public void BadRow_EndsTheRunWithItsPlace()
    {
        File("AAA", Bar("20200106", 10), "20200107 00:00,1,x,1,1,1");
        Assert.Equal($"{_data.Full("equity/usa/daily/aaa.zip")}: line 2: expected a price and a comma, found '20200107 00:00,1,x,1,1,1'", Fail(a => a.Add("AAA")).RuntimeError.Message);
    }

    [Fact]
    public void DamagedZip_EndsTheRunWithItsName()
    {
        var path = _data.Daily("AAA", "2020-01-06", 10m, 11, 12).Full("equity/usa/daily/aaa.zip");
        System.IO.File.WriteAllBytes(path, System.IO.File.ReadAllBytes(path)[..60]);
        Assert.StartsWith($"{path}: expected a zip", Fail(a => a.Add("AAA")).RuntimeError.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BadFactorRow_EndsTheRunWithItsPlace()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12).Factors("AAA", "20200107,1,1,10", "20501231,one,1,0");
        Assert.Equal($"{_data.Full("equity/usa/factor_files/aaa.csv")}: line 2: expected yyyyMMdd,priceFactor,splitFactor,referencePrice, found '20501231,one,1,0'",
            Fail(a => a.Add("AAA")).RuntimeError.Message);
    }

    [Fact]
    public void BadFileAskedForLater_KeepsWhatCameBefore()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12);
        File("BBB", Bar("20200106", 10), "20200107 00:00,1,1,1");
        var run = Fail(a => a.Add("AAA"), a =>
        {
            if (a.Step == 0) a.MarketOrder(a.Symbol, 5);
            else a.AddEquity("BBB", Resolution.Daily);
        });
        Assert.Contains("bbb.zip: line 2", run.RuntimeError.Message, StringComparison.Ordinal);
        Assert.Equal(OrderStatus.Filled, Assert.Single(run.Orders).Status);
    }
}
