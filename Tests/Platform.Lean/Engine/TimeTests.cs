using QuantConnect;
using QuantConnect.Data.Market;

namespace LeanDeep.Tests.Platform.Lean.Engine;

public sealed class TimeTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void OnData_DailyBars_ComeAtTheClose_EarlyOnesToo()
    {
        _data.Daily("AAA", "2020-01-23", 10m, 11, 12);
        var run = _data.Run("2020-01-23", "2020-01-27", a => a.Add("AAA"), a =>
        {
            var bar = a.Slice.Bars[a.Symbol];
            a.Note($"{bar.Time:HH:mm}-{bar.EndTime:HH:mm} {bar.Close:0.#}");
        });
        Assert.Equal(["01-23 00:00 warm", "01-23 16:00 09:30-16:00 10", "01-24 13:00 09:30-13:00 11", "01-27 16:00 09:30-16:00 12", "01-27 16:00 end"], run.Notes);
    }

    [Fact]
    public void OnData_WithoutPreciseEndTime_ComesAtMidnight()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11);
        var run = _data.Run("2020-01-06", "2020-01-08", a =>
        {
            a.Settings.DailyPreciseEndTime = false;
            a.Add("AAA");
        }, a => a.Note($"{a.Slice.Bars[a.Symbol].Close:0.#} {a.Slice.Bars[a.Symbol].IsFillForward}"));
        Assert.Equal(["01-07 00:00 10 False", "01-08 00:00 11 False"], run.Notes.Where(x => x.Contains("False", StringComparison.Ordinal)));
    }

    [Fact]
    public void Slice_HourAndDailyTogether_RepeatsTheDailyBar()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11).Hours("BBB", "2020-01-07", 1, 2, 3);
        var run = _data.Run("2020-01-06", "2020-01-07", a =>
        {
            a.Add("AAA");
            a.AddEquity("BBB", Resolution.Hour);
        }, a =>
        {
            if (a.Slice.Bars.TryGetValue(a.Symbol, out var bar)) a.Note($"{bar.Close:0.#}{(bar.IsFillForward ? " repeated" : "")}");
        });
        Assert.Equal(["01-06 16:00 10", "01-07 10:00 10 repeated", "01-07 11:00 10 repeated"], run.Notes.Where(x => x.Contains(" 10", StringComparison.Ordinal)).Take(3));
        Assert.Contains("01-07 16:00 11", run.Notes);
    }

    [Fact]
    public void RepeatedBar_BetweenTwo_HasTheSpanOfTheOneBefore_AndFeedsNoIndicator()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11).Hours("BBB", "2020-01-07", 1, 2, 3).Zip("equity/usa/minute/ccc/20200107_trade.zip", ["34200000,10000,10000,10000,10000,1"]);
        var run = _data.Run("2020-01-06", "2020-01-07", a =>
        {
            a.Add("AAA");
            var hour = a.AddEquity("BBB", Resolution.Hour).Symbol;
            a.AddEquity("CCC", Resolution.Minute);
            var (days, hours) = (a.SUM(a.Symbol, 5), a.SUM(hour, 9));
            a.AtEnd = () => a.Note($"{days.Samples} days {hours.Samples} hours");
        }, a =>
        {
            if (a.Time != new DateTime(2020, 1, 7, 10, 31, 0)) return;
            foreach (var bar in a.Slice.Bars.Values.OrderBy(x => x.Symbol.Value)) a.Note($"{bar.Symbol.Value} {bar.Time:dd HH:mm}-{bar.EndTime:dd HH:mm}");
        });
        Assert.Equal(["01-07 10:31 AAA 06 09:30-06 16:00", "01-07 10:31 BBB 07 09:00-07 10:00", "01-07 10:31 CCC 07 10:30-07 10:31"], run.Notes.Where(x => x.Contains("10:31 ", StringComparison.Ordinal)));
        // Of hour bars one each hour of the day, repeated ones too.
        Assert.Contains("01-07 16:00 2 days 7 hours", run.Notes);
    }

    [Fact]
    public void DailyBar_OfExtendedHours_EndsWithTheSession_AndIsRepeatedUntilTheLastClose()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11).Zip("equity/usa/minute/ccc/20200107_trade.zip", ["34200000,10000,10000,10000,10000,1"]);
        Symbol daily = null;
        var run = _data.Run("2020-01-06", "2020-01-07", a =>
        {
            daily = a.AddEquity("AAA", Resolution.Daily, extendedMarketHours: true).Symbol;
            a.AddEquity("CCC", Resolution.Minute);
        }, a => { if (a.Slice.Bars.TryGetValue(daily, out var bar)) a.Note($"{bar.Time:dd HH:mm}-{bar.EndTime:dd HH:mm}"); });
        Assert.Equal("01-06 16:00 06 09:30-06 16:00", run.Notes.First(x => x.Contains('-', StringComparison.Ordinal) && x.Contains("06 09", StringComparison.Ordinal)));
        Assert.Contains("01-06 20:00 06 09:30-06 16:00", run.Notes);
        Assert.Contains("01-07 04:01 06 09:30-06 16:00", run.Notes);
        Assert.Contains("01-07 16:00 07 09:30-07 16:00", run.Notes);
        Assert.DoesNotContain("01-07 16:01 07 09:30-07 16:00", run.Notes);
    }

    [Fact]
    public void OnData_WithoutPreciseEndTime_HasTheLastDayToo()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11);
        var run = _data.Run("2020-01-06", "2020-01-07", a =>
        {
            a.Settings.DailyPreciseEndTime = false;
            a.Add("AAA");
        }, a => a.Note(FormattableString.Invariant($"{a.Slice.Bars[a.Symbol].Close:0}")));
        Assert.Equal(["01-07 00:00 10", "01-08 00:00 11"], run.Notes.Where(x => x.Contains("00:00 1", StringComparison.Ordinal)));
    }

    [Fact]
    public void SetWarmUp_Sessions_ReplaysThemAndRefusesOrders()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12, 13, 14);
        var run = _data.Run("2020-01-09", "2020-01-10", a =>
        {
            a.SetWarmUp(2, Resolution.Daily);
            a.Add("AAA");
        }, a =>
        {
            a.Note($"{a.IsWarmingUp} {a.Securities[a.Symbol].Price:0.#}");
            if (a.IsWarmingUp) a.MarketOrder(a.Symbol, 1);
        });
        Assert.Equal(["01-07 16:00 True 11", "01-08 16:00 True 12", "01-09 00:00 warm", "01-09 16:00 False 13", "01-10 16:00 False 14", "01-10 16:00 end"], run.Notes);
        Assert.Empty(run.Result.Orders);
    }

    [Fact]
    public void Schedule_BetweenTwoSteps_SeesThePricesBefore()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11);
        var run = _data.Run("2020-01-06", "2020-01-07", a =>
        {
            a.Add("AAA");
            a.Schedule.On(a.DateRules.EveryDay("AAA"), a.TimeRules.AfterMarketOpen("AAA", 30), () => a.Note($"open {a.Securities[a.Symbol].Price:0.#}"));
            a.Schedule.On(a.DateRules.EveryDay("AAA"), a.TimeRules.BeforeMarketClose("AAA", 5), () => a.Note($"close {a.Securities[a.Symbol].Price:0.#}"));
        }, a => a.Note("data"));
        Assert.Equal(["01-06 10:00 open 0", "01-06 15:55 close 0", "01-06 16:00 data", "01-07 10:00 open 10", "01-07 15:55 close 10", "01-07 16:00 data"], run.Notes.Where(x => !x.EndsWith("warm", StringComparison.Ordinal) && !x.EndsWith("end", StringComparison.Ordinal)));
    }

    [Fact]
    public void History_Bars_AreTheLastOnesBeforeNow()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12, 13).Factors("AAA", "20200106,0.5,1,10", "20501231,1,1,0");
        List<decimal> adjusted = null, raw = null, scaled = null;
        _data.Run("2020-01-08", "2020-01-09", a => a.Add("AAA"), a =>
        {
            if (a.Step != 0) return;
            adjusted = [.. a.History<TradeBar>(a.Symbol, 3).Select(x => x.Close)];
            raw = [.. a.History<TradeBar>(a.Symbol, 2, dataNormalizationMode: DataNormalizationMode.Raw).Select(x => x.Close)];
            scaled = [.. a.History<TradeBar>(a.Symbol, DataFolder.Date("2020-01-06"), DataFolder.Date("2020-01-06").AddHours(17), dataNormalizationMode: DataNormalizationMode.ScaledRaw).Select(x => x.Close)];
        });
        Assert.Equal([5, 11, 12], adjusted);
        Assert.Equal([11, 12], raw);
        // As of its end, nothing has happened yet.
        Assert.Equal([10], scaled);
    }

    [Fact]
    public void AddEquity_InOnData_DeliversFromThenOn()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12).Daily("BBB", "2020-01-06", 1m, 2, 3);
        var run = _data.Run("2020-01-06", "2020-01-08", a => a.Add("AAA"), a =>
        {
            if (a.Step == 0) a.AddEquity("BBB", Resolution.Daily);
            a.Note(string.Join(' ', a.Slice.Bars.Values.Select(x => $"{x.Symbol.Value}={x.Close:0.#}")));
        });
        Assert.Equal(["01-06 16:00 AAA=10", "01-07 16:00 AAA=11 BBB=2", "01-08 16:00 AAA=12 BBB=3"], run.Notes.Where(x => x.Contains('=', StringComparison.Ordinal)));
    }

    [Fact]
    public void SecondBars_HaveQuotesAndAreRepeatedEachSecond()
    {
        const int open = 34_200_000;
        string[] rows = [$"{open},100000,100000,100000,100000,10", $"{open + 2000},101000,101000,101000,101000,10"];
        _data.Zip("equity/usa/second/aaa/20200106_trade.zip", rows).Zip("equity/usa/second/aaa/20200106_quote.zip", [$"{open + 1000},99000,99000,99000,99000,1,102000,102000,102000,102000,1"]);
        var run = _data.Run("2020-01-06", "2020-01-06", a => a.Add("AAA", Resolution.Second), a =>
        {
            if (a.Step > 3) return;
            var bar = a.Slice.Bars[a.Symbol];
            a.Notes.Add(FormattableString.Invariant($"{a.Time:HH:mm:ss} {bar.Close:0.0} {bar.Period.TotalSeconds} {bar.IsFillForward} {a.Securities[a.Symbol].AskPrice:0.0}"));
            if (a.Step == 1) Assert.Equal(2, a.History(a.Symbol, TimeSpan.FromMinutes(1), Resolution.Second).Count());
        });
        Assert.Equal(["09:30:01 10.0 1 False 10.0", "09:30:02 10.0 1 True 10.2", "09:30:03 10.1 1 False 10.2", "09:30:04 10.1 1 True 10.2"], run.Notes.Where(x => x.StartsWith("09:30", StringComparison.Ordinal)));
    }

    [Fact]
    public void WarmUp_WithItsOwnResolution_HasThoseBarsAndThenTheSubscriptions()
    {
        _data.Daily("AAA", "2020-01-02", 10m, 11, 12).Hours("AAA", "2020-01-07", 13m, 14);
        var run = _data.Run("2020-01-07", "2020-01-07", a =>
        {
            a.Add("AAA", Resolution.Hour);
            a.SetWarmUp(TimeSpan.FromDays(5), Resolution.Daily);
            var sum = a.SUM(a.Symbol, 4);
            a.AtEnd = () => a.Note(FormattableString.Invariant($"{sum.Current.Value:0} of {sum.Samples}"));
        }, a => a.Note(FormattableString.Invariant($"{a.Slice.Bars[a.Symbol].Close:0} {a.Slice.Bars[a.Symbol].Period.TotalHours}")));
        Assert.Equal(["01-02 16:00 10 6.5", "01-03 16:00 11 6.5", "01-06 16:00 12 6.5", "01-07 00:00 warm", "01-07 10:00 13 1", "01-07 11:00 14 1", "01-07 12:00 14 1"], run.Notes.Take(7));
    }
}
