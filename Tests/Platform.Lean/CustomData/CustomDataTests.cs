#pragma warning disable CS0618 // tickers stand for symbols, as algorithms write them
using System.Globalization;
using LeanDeep.Tests.Platform.Lean.Engine;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Indicators;

namespace LeanDeep.Tests.Platform.Lean.CustomData;

/// <summary>Custom data: where it comes from, when it comes, and what it does there.</summary>
public sealed class CustomDataTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    private string File(params string[] lines)
    {
        _data.Write("custom.csv", string.Join('\n', lines));
        return _data.Full("custom.csv");
    }

    private static string Told(ScriptedAlgorithm a, Symbol symbol) => a.Slice.Get<Reading>().TryGetValue(symbol, out var point) ? point.Value.ToString(CultureInfo.InvariantCulture) : "none";

    private List<string> Walk(string first, string last, Resolution resolution = Resolution.Daily, bool fillForward = false)
    {
        Symbol symbol = null;
        return _data.Run(first, last, a => symbol = a.AddData<Reading>("X", resolution, fillForward).Symbol, a => a.Note(Told(a, symbol))).Notes;
    }

    [Fact]
    public void AddData_LocalFile_ComesAtItsTimeAndAtNoOther()
    {
        var path = File("2020-01-04 10:00,0", "2020-01-06 00:00,1", "2020-01-06 11:30,2", "2020-01-11 09:00,3", "2020-01-13 09:00,4");
        Reading.Source = _ => new SubscriptionDataSource(path);
        Assert.Equal(["01-06 00:00 warm", "01-06 00:00 1", "01-06 11:30 2", "01-11 09:00 3", "01-11 09:00 end"], Walk("2020-01-06", "2020-01-11"));
    }

    [Fact]
    public void AddData_FileADay_ReadsEachDaysOwn()
    {
        foreach (var day in new[] { 6, 8 }) _data.Write($"x/202001{day:00}.csv", $"2020-01-{day:00} 10:00,{day}\n2020-01-09 10:00,99");
        Reading.Source = date => new SubscriptionDataSource(_data.Full($"x/{date:yyyyMMdd}.csv"));
        Assert.Equal(["01-06 10:00 6", "01-08 10:00 8"], Walk("2020-01-06", "2020-01-10")[1..^1]);
    }

    [Fact]
    public void AddData_Unsorted_SortPutsItInOrder()
    {
        var path = File("2020-01-08 10:00,3", "2020-01-07 10:00,2", "2020-01-06 10:00,1");
        Reading.Source = _ => new SubscriptionDataSource(path) { Sort = true };
        Assert.Equal(["01-06 10:00 1", "01-07 10:00 2", "01-08 10:00 3"], Walk("2020-01-06", "2020-01-10")[1..^1]);
        Reading.Source = _ => new SubscriptionDataSource(path);
        Assert.Equal(["01-08 10:00 3"], Walk("2020-01-06", "2020-01-10")[1..^1]);
    }

    [Fact]
    public void AddData_FillForward_RepeatsAtTheLocalClock()
    {
        var path = File("2020-03-06 10:00,1", "2020-03-09 12:00,2");
        Reading.Source = _ => new SubscriptionDataSource(path);
        Assert.Equal(["03-06 10:00 1", "03-07 10:00 1", "03-08 10:00 1", "03-09 10:00 1", "03-09 12:00 2"], Walk("2020-03-06", "2020-03-09", fillForward: true)[1..^1]);
    }

    [Theory]
    [InlineData("a.zip")]
    [InlineData("a.zip#a.csv")]
    public void AddData_ZippedFile_IsRead(string name)
    {
        _data.Zip("a.zip", ["2020-01-06 10:00,7"]);
        Reading.Source = _ => new SubscriptionDataSource(_data.Full("a.zip")[..^5] + name);
        Assert.Equal(["01-06 10:00 7"], Walk("2020-01-06", "2020-01-07")[1..^1]);
    }

    [Fact]
    public void AddData_ObjectStore_IsReadAsSavedBeforeTheWalk()
    {
        Symbol symbol = null;
        Reading.Source = _ => new SubscriptionDataSource("custom/x", SubscriptionTransportMedium.ObjectStore);
        var run = _data.Run("2020-01-06", "2020-01-07", a =>
        {
            symbol = a.AddData<Reading>("X", Resolution.Hour).Symbol;
            a.ObjectStore.Save("custom/x", "2020-01-06 10:00,5\n2020-01-06 11:00,6");
        }, a => a.Note(Told(a, symbol)));
        Assert.Equal(["01-06 10:00 5", "01-06 11:00 6"], run.Notes[1..^1]);
    }

    [Fact]
    public void AddData_UnfoldingCollection_HandsOnEachPoint()
    {
        Bundle.Path = File("2020-01-06 10:00,1,2", "2020-01-07 10:00,3");
        var sum = new Sum(3);
        _data.Run("2020-01-06", "2020-01-07", a => a.RegisterIndicator(a.AddData<Bundle>("X", Resolution.Daily).Symbol, sum, (Resolution?)null));
        Assert.Equal(6m, sum.Current.Value);
    }

    [Fact]
    public void AddData_LastDaysPoint_ComesAtTheMidnightAfterIt()
    {
        Daily.Path = File("2020-01-06,1", "2020-01-07,2", "2020-01-08,3");
        Symbol symbol = null;
        var run = _data.Run("2020-01-06", "2020-01-07", a => symbol = a.AddData<Daily>("X", Resolution.Daily).Symbol, a => a.Note($"{a.Slice.Get<Daily>(symbol).Value}"));
        Assert.Equal(["01-07 00:00 1", "01-08 00:00 2"], run.Notes[1..^1]);
    }

    [Theory]
    [InlineData(SubscriptionTransportMedium.RemoteFile)]
    [InlineData(SubscriptionTransportMedium.Rest)]
    public void AddData_ElsewhereThanHere_IsRefusedByName(SubscriptionTransportMedium medium)
    {
        Reading.Source = _ => new SubscriptionDataSource("https://example.org/a.csv", medium);
        var error = Assert.Throws<InvalidOperationException>(() => Walk("2020-01-06", "2020-01-07"));
        Assert.IsType<NotSupportedException>(error.InnerException);
        Assert.StartsWith($"Reading.GetSource: transport medium {medium} is not supported by this engine", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddData_LineThatCannotBeRead_IsALogLineAndNoPoint()
    {
        var path = File("time,value", "2020-01-06 10:00,1");
        Reading.Source = _ => new SubscriptionDataSource(path);
        Symbol symbol = null;
        var run = _data.Run("2020-01-06", "2020-01-07", a => symbol = a.AddData<Reading>("X", Resolution.Daily).Symbol, a => a.Note(Told(a, symbol)));
        Assert.Contains("Error invoking X.Reading data reader. Line: time,value", Assert.Single(run.Result.Log), StringComparison.Ordinal);
        Assert.Equal(["01-06 10:00 1"], run.Notes[1..^1]);
    }

    [Fact]
    public void AddData_IsASecurity_TradesAtItsValueWithoutFees()
    {
        var path = File("2020-01-06 10:00,50", "2020-01-07 10:00,60");
        Reading.Source = _ => new SubscriptionDataSource(path);
        var run = _data.Run("2020-01-06", "2020-01-08", a => a.AddData<Reading>("X", Resolution.Daily), a =>
        {
            if (a.Step == 0) a.MarketOrder("X.Reading", 100);
        });
        var fill = Assert.Single(run.Events, x => x.FillQuantity != 0);
        Assert.Equal((50m, 0m), (fill.FillPrice, fill.OrderFee.Value.Amount));
        Assert.Equal(101000m, run.Portfolio.TotalPortfolioValue);
        Assert.Equal("X.Reading 2S", fill.Symbol.ID.ToString());
    }

    [Fact]
    public void AddData_TickerOfTwoTypes_IsTheirOwnNames()
    {
        var path = File("2020-01-06 10:00,1");
        Reading.Source = _ => new SubscriptionDataSource(path);
        _data.Daily("X", "2020-01-06", 10m, 11m);
        var run = _data.Run("2020-01-06", "2020-01-07", a =>
        {
            a.Add("X");
            var custom = a.AddData<Reading>(a.Symbol, Resolution.Daily);
            Assert.Equal(a.Symbol, custom.Symbol.Underlying);
            Assert.Equal("X.Reading", custom.Symbol.ID.Symbol);
        }, a => a.Note(string.Join(" ", a.Slice.Keys.Select(x => x.SecurityType))));
        Assert.Equal(["01-06 10:00 Base", "01-06 16:00 Equity", "01-07 16:00 Equity"], run.Notes[1..^1]);
    }

    [Fact]
    public void History_OfCustomData_EndsAtThePresent()
    {
        var path = File("2020-01-03 10:00,1", "2020-01-06 00:00,2", "2020-01-06 10:00,3", "2020-01-07 10:00,4");
        Reading.Source = _ => new SubscriptionDataSource(path);
        var values = new List<string>();
        _data.Run("2020-01-06", "2020-01-08", a => a.AddData<Reading>("X", Resolution.Daily), a =>
        {
            var symbol = a.Securities.Keys.Single();
            values.Add(string.Join(",", a.History<Reading>(symbol, TimeSpan.FromDays(30)).Select(x => x.Value)) + " "
                + string.Join(",", a.History<Reading>(symbol, 2).Select(x => x.Value)) + " "
                + string.Join(",", a.History(new[] { symbol }, TimeSpan.FromDays(1)).Select(x => x.Get<Reading>(symbol).Value)));
        });
        Assert.Equal(["1,2 2 2", "1,2,3 2,3 2,3", "1,2,3,4 2,3,4 4"], values);
    }

    [Fact]
    public void OnData_OfItsType_IsCalledBeforeTheSlices()
    {
        var path = File("2020-01-06 10:00,1", "2020-01-07 10:00,2");
        Reading.Source = _ => new SubscriptionDataSource(path);
        var algorithm = new Typed();
        Assert.Null(_data.Run(algorithm).RuntimeError);
        Assert.Equal(["typed 1", "slice 1", "typed 2", "slice 1"], algorithm.Calls);
    }

    [Fact]
    public void AddUniverse_OfCustomData_SelectsByItsPoints()
    {
        _data.Daily("AAA", "2020-01-06", 1m, 2, 3, 4, 5).Daily("BBB", "2020-01-06", 10m, 20, 30, 40, 50);
        Picks.Path = File("2020-01-06,AAA", "2020-01-08,BBB");
        var run = _data.Run("2020-01-06", "2020-01-09", a =>
        {
            a.UniverseSettings.Resolution = Resolution.Daily;
            a.AddUniverse<Picks>("picks", data => data.OfType<Picks>().SelectMany(x => x.Tickers).Select(x => Symbol.Create(x, SecurityType.Equity, Market.USA)));
        }, a => a.Note(string.Join(" ", a.Slice.Bars.Values.Select(x => (int)x.Close))));
        Assert.Equal(["01-06 16:00 1", "01-07 16:00 2", "01-08 16:00 30", "01-09 16:00 40"], run.Notes.Where(x => !x.EndsWith(' ')).Skip(1).SkipLast(1));
    }

    [Fact]
    public void SetBenchmark_OfCustomData_FollowsIt()
    {
        var path = File("2020-01-06 10:00,7");
        Reading.Source = _ => new SubscriptionDataSource(path);
        var run = _data.Run("2020-01-06", "2020-01-07", a => a.SetBenchmark(a.AddData<Reading>("X", Resolution.Hour).Symbol));
        Assert.Equal(7m, run.Benchmark.Evaluate(run.UtcTime));
    }

    private sealed class Typed : QCAlgorithm
    {
        public List<string> Calls { get; } = [];

        public override void Initialize()
        {
            SetStartDate(2020, 1, 6);
            SetEndDate(2020, 1, 8);
            SetBenchmark(_ => 0m);
            AddData<Reading>("X", Resolution.Daily);
        }

        public void OnData(Reading data) => Calls.Add($"typed {data.Value}");

        public override void OnData(Slice slice) => Calls.Add($"slice {slice.Get<Reading>().Count}");
    }
}
