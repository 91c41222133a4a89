#pragma warning disable CS0618 // tickers stand for symbols, as algorithms write them
using Common.Data.Consolidators;
using LeanDeep.Tests.Platform.Lean.Engine;
using QuantConnect;
using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Securities;

namespace LeanDeep.Tests.Platform.Lean.Securities;

/// <summary>A security's regular sessions, alone and in runs.</summary>
public sealed class SessionTests : IDisposable
{
    private static readonly DateTime Friday = new(2020, 1, 17), Tuesday = new(2020, 1, 21);

    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Session_OfBars_IsTheDaySoFarAndTheDayBefore()
    {
        var session = Session(2);
        Assert.Equal((0m, DateTime.MaxValue, 1), (session.Close, session.EndTime, session.Samples));
        session.Update(Bar(Friday.AddHours(12), 100, 101, 99, 100.5m, 1000));
        session.Update(Bar(Friday.AddHours(13), 101, 102, 100, 101.5m, 1100));
        Assert.Equal("O: 100 H: 102 L: 99 C: 101.5 V: 2100 OI: 0", session.ToString());
        session.Scan(Friday.AddHours(23));
        Assert.Equal(1, session.Samples);

        session.Scan(Friday.AddDays(1));
        // Monday is no trading day.
        Assert.Equal((0m, 0m, Tuesday, Tuesday.AddDays(1)), (session.High, session.Volume, session[0].Time, session.EndTime));
        session.Update(Bar(Tuesday.AddHours(10), 200, 201, 199, 200.5m, 2000));
        Assert.Equal((200m, 201m, 199m, 200.5m, 2000m), (session.Open, session.High, session.Low, session.Close, session.Volume));
        Assert.Equal((100m, 102m, 99m, 101.5m, 2100m), (session[1].Open, session[1].High, session[1].Low, session[1].Close, session[1].Volume));
    }

    [Fact]
    public void Session_WithoutSize_FollowsNothingUntilItHasOne()
    {
        var session = Session(0);
        session.Update(Bar(Friday.AddHours(12), 100, 101, 99, 100, 1000));
        Assert.Equal((0m, 0, default(DateTime), ""), (session.Close, session.Count, session.EndTime, session.ToString()));
        session.Size = 1;
        session.Update(Bar(Friday.AddHours(13), 101, 101, 99, 100, 1000));
        Assert.Equal((101m, 101m, 1), (session.Open, session[0].Open, session.Count));
    }

    [Fact]
    public void Session_OutsideRegularHours_IsUnchanged()
    {
        var session = Session(1);
        session.Update(Bar(Friday.AddHours(8), 90, 90, 90, 90, 10));
        session.Update(Bar(Friday.AddHours(16), 95, 95, 95, 95, 10));
        Assert.Equal((0m, 0m), (session.High, session.Volume));
    }

    [Fact]
    public void Session_OfDataThatOverlap_TakesTheFirst()
    {
        var session = Session(1);
        session.Update(Bar(Friday.AddHours(11), 100, 101, 99, 100, 1000, TimeSpan.FromMinutes(1)));
        session.Update(Bar(Friday.AddHours(11), 300, 301, 299, 300, 5000));
        session.Update(Bar(Friday.AddHours(11).AddMinutes(1), 100, 102, 99, 101, 10, TimeSpan.FromMinutes(1)));
        Assert.Equal((102m, 101m, 1010m), (session.High, session.Close, session.Volume));
    }

    [Fact]
    public void Session_OfDailyBarsWithAGap_KeepsTheirDates()
    {
        var session = Session(3);
        session.Update(Bar(new DateTime(2020, 1, 14, 9, 30, 0), 100, 110, 90, 105, 1000));
        session.Update(Bar(new DateTime(2020, 1, 16, 9, 30, 0), 200, 210, 190, 205, 2000));
        session.Update(Bar(Friday.AddHours(9.5), 300, 310, 290, 305, 3000));
        Assert.Equal([Friday, new DateTime(2020, 1, 16), new DateTime(2020, 1, 14)], session.Select(x => x.Time));
        Assert.Equal([300m, 200, 100], session.Select(x => x.Open));
    }

    [Fact]
    public void Session_Reset_BeginsAnew()
    {
        var session = Session(2);
        session.Update(Bar(Friday.AddHours(12), 100, 101, 99, 100, 1000));
        session.Scan(Friday.AddDays(1));
        session.Reset();
        Assert.Equal((1, 0m, DateTime.MaxValue), (session.Count, session.Close, session[0].Time));
        session.Update(Bar(Friday.AddHours(12), 50, 51, 49, 50, 7));
        Assert.Equal((50m, 7m), (session.Open, session.Volume));
    }

    [Fact]
    public void SessionConsolidator_OfQuotes_HasMiddlesAndTheVolumeOfTrades()
    {
        using var consolidator = new SessionConsolidator(Hours(), TickType.Quote, Spy);
        consolidator.Update(new QuoteBar(Friday.AddHours(11), Spy, new Bar(100, 101, 100, 101), 0, new Bar(101, 102, 100, 101), 0));
        consolidator.Update(new QuoteBar(Friday.AddHours(12), Spy, new Bar(100, 105, 98, 101), 0, null, 0));
        consolidator.Update(Bar(Friday.AddHours(13), 300, 301, 299, 300, 1000));
        consolidator.Update(new Tick(Friday.AddHours(14), Spy, "", "", 500, 5));
        consolidator.Update(new Tick(Friday.AddHours(15), Spy, 106, 110));
        consolidator.Update(new Tick { Time = Friday.AddHours(15), Symbol = Spy, TickType = TickType.OpenInterest, Value = 12 });
        var working = (SessionBar)consolidator.WorkingData;
        Assert.Equal((100.5m, 108m, 99m, 108m, 1500m, 12m), (working.Open, working.High, working.Low, working.Close, working.Volume, working.OpenInterest));

        // The next session opens with the last quotes of this one.
        consolidator.Update(new QuoteBar(Tuesday.AddHours(11), Spy, new Bar(120, 120, 120, 120), 0, null, 0));
        Assert.Equal((108m, 115m), (((SessionBar)consolidator.WorkingData).Open, ((SessionBar)consolidator.WorkingData).Close));
        Assert.Equal((108m, Spy), (((SessionBar)consolidator.Consolidated).Close, consolidator.Consolidated.Symbol));
    }

    [Fact]
    public void SessionConsolidator_OfTradeTicks_HasTheirPrices()
    {
        using var consolidator = new SessionConsolidator(Hours(), TickType.Trade, Spy);
        foreach (var (hour, price) in new[] { (10, 25m), (11, 15m), (12, 35m), (13, 20m) }) consolidator.Update(new Tick(Friday.AddHours(hour), Spy, "", "", 5, price));
        consolidator.ValidateAndScan(Friday.AddDays(1));
        Assert.Equal("O: 25 H: 35 L: 15 C: 20 V: 20 OI: 0", consolidator.Consolidated.ToString());
    }

    [Fact]
    public void Run_OfHourBars_HasTheSessionInProgressAndTheOneBefore()
    {
        _data.Zip("equity/usa/hour/aaa.zip", ["20200106 10:00,1000000,1020000,990000,1010000,10", "20200106 15:00,1010000,1030000,1000000,1020000,20", "20200107 10:00,2000000,2000000,1980000,1990000,30"]);
        var seen = new List<string>();
        _data.Run("2020-01-06", "2020-01-07", a =>
        {
            a.Add("AAA", Resolution.Hour, fillForward: false);
            a.Securities["AAA"].Session.Size = 2;
        }, a => seen.Add($"{a.Securities["AAA"].Session} | {a.Securities["AAA"].Session[1]}"));
        Assert.Equal(["O: 100 H: 102 L: 99 C: 101 V: 10 OI: 0 | ", "O: 100 H: 103 L: 99 C: 102 V: 30 OI: 0 | ", "O: 200 H: 200 L: 198 C: 199 V: 30 OI: 0 | O: 100 H: 103 L: 99 C: 102 V: 30 OI: 0"], seen);
    }

    [Fact]
    public void Run_WithDailyBars_EndsTheSessionWithTheDay()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12);
        foreach (var (precise, now) in new[] { (true, "01-07 16:00 11 10"), (false, "01-08 00:00 11 10") })
        {
            var run = _data.Run("2020-01-06", "2020-01-08", a =>
            {
                a.Settings.DailyPreciseEndTime = precise;
                a.Add("AAA");
                a.Securities["AAA"].Session.Size = 2;
            }, a => a.Note(FormattableString.Invariant($"{a.Securities["AAA"].Session.Close:0.##} {a.Securities["AAA"].Session[1]?.Close:0.##}")));
            Assert.Contains(now, run.Notes);
        }
    }

    [Fact]
    public void Security_WhoseSessionNobodyReads_HasNone()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11);
        var run = _data.Run("2020-01-06", "2020-01-07", a => a.Add("AAA"));
        Assert.Null(run.Securities.Values.Single().Cache.StartedSession);
        Assert.Equal(0, run.Securities.Values.Single().Session.Size);
        Assert.Null(new SecurityCache().Session);
    }

    [Fact]
    public void Security_Removed_BeginsItsSessionAnew()
    {
        _data.Zip("equity/usa/hour/aaa.zip", ["20200106 10:00,1000000,1000000,1000000,1000000,10", "20200106 12:00,1100000,1100000,1100000,1100000,20", "20200106 14:00,1200000,1200000,1200000,1200000,30"]);
        _data.Hours("BBB", "2020-01-06", 10m, 10, 10, 10, 10, 10, 10);
        var run = _data.Run("2020-01-06", "2020-01-06", a =>
        {
            a.AddSecurityInitializer(x => x.Session.Size = 2);
            a.AddEquity("BBB", Resolution.Hour);
            a.Add("AAA", Resolution.Hour, fillForward: false);
            a.Schedule.On(a.DateRules.EveryDay(), a.TimeRules.At(12, 0), () => a.RemoveSecurity(a.Symbol));
            a.Schedule.On(a.DateRules.EveryDay(), a.TimeRules.At(14, 0), () => a.Add("AAA", Resolution.Hour, fillForward: false));
        }, a => a.Note($"{(a.Securities.TryGetValue(a.Symbol, out var security) ? security.Session : null)}"));
        Assert.Equal(["01-06 11:00 O: 100 H: 100 L: 100 C: 100 V: 10 OI: 0", "01-06 15:00 O: 120 H: 120 L: 120 C: 120 V: 30 OI: 0"], run.Notes.Where(x => x.Contains("11:00", StringComparison.Ordinal) || x.Contains("15:00", StringComparison.Ordinal)));
    }

    private static Symbol Spy => Symbol.Create("SPY", SecurityType.Equity, Market.USA);

    private SecurityExchangeHours Hours()
    {
        _data.Daily("SPY", "2020-01-06", 10m);
        return _data.Run("2020-01-06", "2020-01-06", a => a.Add("SPY")).Securities.Values.Single().Exchange.Hours;
    }

    private Session Session(int size) => new(TickType.Trade, Hours(), Spy, size);

    private static TradeBar Bar(DateTime time, decimal open, decimal high, decimal low, decimal close, decimal volume, TimeSpan? period = null) =>
        new(time, Spy, open, high, low, close, volume, period ?? TimeSpan.FromHours(1));
}
