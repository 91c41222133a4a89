using QuantConnect;
using QuantConnect.Lean.Engine;

namespace LeanDeep.Tests.Platform.Lean.Engine;

public sealed class BacktestTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    private static ScriptedAlgorithm Algorithm(Action<ScriptedAlgorithm> initialize, Action<ScriptedAlgorithm> onData = null) =>
        new(DataFolder.Date("2020-01-06"), DataFolder.Date("2020-01-08"), initialize, onData);

    [Fact]
    public void Run_InitializeThrows_EndsWithThatError()
    {
        var run = _data.Run(Algorithm(_ => throw new InvalidOperationException("no universe")));
        Assert.Equal((AlgorithmStatus.RuntimeError, "no universe"), (run.Status, run.RuntimeError.Message));
    }

    [Fact]
    public void Run_OnDataThrows_KeepsWhatCameBefore()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12);
        var run = _data.Run(Algorithm(a => a.Add("AAA"), a =>
        {
            if (a.Step == 0) a.MarketOrder(a.Symbol, 5);
            else if (a.Step == 1) throw new InvalidOperationException("bad bar");
        }));
        Assert.Equal((AlgorithmStatus.RuntimeError, "bad bar"), (run.Status, run.RuntimeError.Message));
        Assert.Equal(2, run.OrderEvents.Count);
    }

    [Fact]
    public void Run_TickerWithoutAFile_IsNoError()
    {
        var run = _data.Run(Algorithm(a => a.Add("NONE")));
        Assert.Equal(AlgorithmStatus.Completed, run.Status);
        Assert.Equal(0, run.DataPoints);
    }

    [Theory]
    [InlineData(Resolution.Tick)]
    [InlineData(Resolution.Second)]
    public void Run_UnsupportedResolution_SaysSo(Resolution resolution)
    {
        var run = _data.Run(Algorithm(a => a.AddEquity("AAA", resolution)));
        Assert.IsType<NotSupportedException>(run.RuntimeError);
        Assert.Contains(resolution.ToString(), run.RuntimeError.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NoDataFolder_SaysWhichIsMissing()
    {
        var path = Path.Combine(_data.Root, "none");
        var error = Assert.Throws<InvalidDataException>(() => Backtest.Run(Algorithm(_ => { }), new BacktestSettings(path, path, null, "test", null)));
        Assert.Equal($"{path}: expected LEAN's data folder, found no such folder", error.Message);
    }

    [Fact]
    public void Run_NoMarketHours_SaysWhichFileIsMissing()
    {
        var path = _data.Full("market-hours/market-hours-database.json");
        File.Delete(path);
        Assert.StartsWith($"{path}: expected", Assert.Throws<InvalidDataException>(() => _data.Run(Algorithm(_ => { }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_DamagedZip_NamesTheFile()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12);
        var path = _data.Full("equity/usa/daily/aaa.zip");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..60]);
        Assert.StartsWith($"{path}: expected a zip", Assert.Throws<InvalidDataException>(() => _data.Run(Algorithm(a => a.Add("AAA")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_BadFactorRow_NamesTheLine()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12).Factors("AAA", "20200107,1,1,10", "20501231,one,1,0");
        var error = Assert.Throws<InvalidDataException>(() => _data.Run(Algorithm(a => a.Add("AAA"))));
        Assert.Equal($"{_data.Full("equity/usa/factor_files/aaa.csv")}: line 2: expected yyyyMMdd,priceFactor,splitFactor,referencePrice, found '20501231,one,1,0'", error.Message);
    }

    [Fact]
    public void Run_Parameters_AreThere()
    {
        var algorithm = Algorithm(a => a.Note($"{a.GetParameter("fast", 1)} {a.GetParameter("slow", 2)}"));
        Backtest.Run(algorithm, new BacktestSettings(_data.Root, _data.Full("storage"), null, "test", new Dictionary<string, string> { ["fast"] = "7" }));
        Assert.EndsWith("7 2", algorithm.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SeveralAtOnce_AreEqual()
    {
        _data.Daily("AAA", "2020-01-06", (10, 11, 9, 10.5m), (12, 14, 11, 13), (14, 15, 13, 14)).Daily("BBB", "2020-01-06", 20m, 21, 22);
        var texts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            Symbol other = null;
            var run = _data.Run("2020-01-06", "2020-01-08", a =>
            {
                other = a.AddEquity("BBB", Resolution.Daily).Symbol;
                a.Add("AAA");
            }, a =>
            {
                a.SetHoldings(a.Symbol, 0.3 + 0.1 * a.Step);
                a.SetHoldings(other, 0.4 - 0.1 * a.Step);
            });
            return string.Join('\n', run.Events.Select(x => x.ToString()).Append(run.Portfolio.TotalPortfolioValue.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        })));
        Assert.All(texts, x => Assert.Equal(texts[0], x));
        Assert.Contains("Filled", texts[0], StringComparison.Ordinal);
    }
}
