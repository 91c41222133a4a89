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
    public void Run_TickerWithoutAFile_IsNoError()
    {
        var run = _data.Run(Algorithm(a => a.Add("NONE")));
        Assert.Equal(AlgorithmStatus.Completed, run.Status);
        Assert.Equal(0, run.DataPoints);
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
