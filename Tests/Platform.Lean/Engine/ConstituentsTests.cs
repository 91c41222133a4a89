using QuantConnect;
using QuantConnect.Data.UniverseSelection;

namespace LeanDeep.Tests.Platform.Lean.Engine;

/// <summary>Universes of members that files list: a fund's stocks, and lists by name.</summary>
public sealed class ConstituentsTests : IDisposable
{
    private readonly DataFolder _data = new();

    public ConstituentsTests() => _data.Daily("AAA", "2020-01-02", 10m, 10, 11, 12, 13, 14, 15, 16).Daily("BBB", "2020-01-02", 20m, 20, 21, 22, 23, 24, 25, 26);

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Fund_OfADay_SelectsAtTheNextMidnight_ByWeight()
    {
        Fund("fund", "20200103", ("AAA", "0.75"), ("BBB", "0.25"));
        Fund("fund", "20200106", ("AAA", ""), ("BBB", "1"));
        var seen = new List<string>();
        var run = _data.Run("2020-01-06", "2020-01-08", a =>
        {
            a.UniverseSettings.Resolution = Resolution.Daily;
            a.AddUniverse(a.Universe.ETF(Named("FUND"), universeFilterFunc: stocks =>
            {
                seen.Add(FormattableString.Invariant($"{a.Time:MM-dd HH:mm} {string.Join(",", stocks.Select(x => $"{x.Symbol.Value} {x.Weight}"))}"));
                return stocks.Where(x => x.Weight >= 0.5m).Select(x => x.Symbol);
            }));
        }, a => a.Note(string.Join(",", a.Slice.Bars.Keys.Select(x => x.Value))));
        Assert.Equal(["01-06 00:00 AAA 0.75,BBB 0.25", "01-07 00:00 AAA ,BBB 1"], seen);
        Assert.Equal(["01-06 16:00 AAA", "01-07 16:00 BBB", "01-08 16:00 BBB"], run.Notes.Where(x => x.Contains("16:00 A", StringComparison.Ordinal) || x.Contains("16:00 B", StringComparison.Ordinal)));
        Assert.Equal(1m, run.Securities[Named("BBB")].Cache.GetData<ETFConstituentUniverse>().Weight);
    }

    [Fact]
    public void Fund_ThatIsRenamed_ReadsTheFolderOfEachDaysTicker()
    {
        _data.Map("NEW", "20190102,old", "20200106,old", "20501231,new");
        Fund("old", "20200106", ("AAA", "1"));
        Fund("new", "20200107", ("BBB", "1"));
        var run = _data.Run("2020-01-07", "2020-01-08", a =>
        {
            a.UniverseSettings.Resolution = Resolution.Daily;
            a.AddUniverse(a.Universe.ETF(Named("NEW")));
        }, a => a.Note(string.Join(",", a.Slice.Bars.Keys.Select(x => x.Value))));
        Assert.Equal(["01-07 16:00 AAA", "01-08 16:00 BBB"], run.Notes.Where(x => x.Contains("16:00 A", StringComparison.Ordinal) || x.Contains("16:00 B", StringComparison.Ordinal)));
    }

    [Fact]
    public void Fund_Delisted_LetsItsStocksGo()
    {
        _data.Map("FUND", "20190102,fund", "20200106,fund");
        Fund("fund", "20200103", ("AAA", "1"));
        var run = _data.Run("2020-01-06", "2020-01-08", a =>
        {
            a.UniverseSettings.Resolution = Resolution.Daily;
            a.AddUniverse(a.Universe.ETF("FUND", stocks => stocks.Select(x => x.Symbol)));
        }, a => a.Note(string.Join(",", a.Slice.Bars.Keys.Select(x => x.Value))));
        Assert.Contains("01-06 16:00 AAA", run.Notes);
        Assert.DoesNotContain("01-07 16:00 AAA", run.Notes);
        Assert.Empty(run.ActiveSecurities);
    }

    [Fact]
    public void List_ByName_NamesItsMembers_AndNoneNobody()
    {
        _data.Write("equity/usa/universes/daily/mine/20200103.csv", $"AAA,{Named("AAA").ID}\n").Write("equity/usa/universes/daily/mine/20200106.csv", "NONE,NONE 0\n");
        var symbol = new Symbol(SecurityIdentifier.GenerateConstituentIdentifier("my-list-mine", SecurityType.Equity, Market.USA), "my-list-mine");
        var run = _data.Run("2020-01-06", "2020-01-07", a =>
        {
            a.UniverseSettings.Resolution = Resolution.Daily;
            a.AddUniverse(new ConstituentsUniverse(symbol, a.UniverseSettings));
        }, a => a.Note(string.Join(",", a.Slice.Bars.Keys.Select(x => x.Value))));
        Assert.Contains("01-06 16:00 AAA", run.Notes);
        Assert.Empty(run.ActiveSecurities);
    }

    [Fact]
    public void History_OfAUniverse_HasTheDaysBefore()
    {
        Fund("fund", "20200103", ("AAA", "1"));
        Fund("fund", "20200106", ("BBB", "1"));
        var found = new List<string>();
        _data.Run("2020-01-07", "2020-01-07", a =>
        {
            var universe = a.AddUniverse(a.Universe.ETF(Named("FUND")));
            found.AddRange(a.History(universe, 2).Select(x => FormattableString.Invariant($"{x.Time:MM-dd} {x.Data.Single().Symbol.Value}")));
        });
        Assert.Equal(["01-03 AAA", "01-06 BBB"], found);
    }

    /// <summary>Where nothing else has data, a run begins with the first selection; until then its benchmark has no price.</summary>
    [Fact]
    public void Benchmark_OfUniversesAlone_BeginsWithTheFirstSelection()
    {
        _data.Zip("equity/usa/hour/spy.zip", new[] { "0103", "0106", "0107" }.SelectMany(day => Enumerable.Range(9, 7), (day, hour) => $"2020{day} {hour:00}:00,100000,100000,100000,100000,1000"));
        Fund("fund", "20200107", ("AAA", "1"));
        Assert.Equal(["01-06 12:00 0", "01-07 12:00 0", "01-08 12:00 10"], Noon(a => a.AddUniverse(a.Universe.ETF(Named("FUND")))));
        Assert.Equal(["01-06 12:00 10", "01-07 12:00 10", "01-08 12:00 10"], Noon(a =>
        {
            a.Add("AAA");
            a.AddUniverse(a.Universe.ETF(Named("FUND")));
        }));

        IEnumerable<string> Noon(Action<ScriptedAlgorithm> initialize) => _data.Run("2020-01-06", "2020-01-08", a =>
        {
            a.SetBenchmark(Named("SPY"));
            a.UniverseSettings.Resolution = Resolution.Daily;
            initialize(a);
            a.Schedule.On(a.DateRules.EveryDay(), a.TimeRules.At(12, 0), () => a.Note($"{a.Benchmark.Evaluate(a.UtcTime):0}"));
        }).Notes.Where(x => x.Contains("12:00", StringComparison.Ordinal));
    }

    private void Fund(string ticker, string date, params (string Ticker, string Weight)[] stocks) =>
        _data.Write($"equity/usa/universes/etf/{ticker}/{date}.csv", string.Concat(stocks.Select(x => $"{x.Ticker},{Named(x.Ticker).ID},{date},{x.Weight},100,\n")));

    private static Symbol Named(string ticker) => Symbol.Create(ticker, SecurityType.Equity, Market.USA);
}
