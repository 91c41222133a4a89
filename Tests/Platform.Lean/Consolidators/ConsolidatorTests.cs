using FsCheck;
using FsCheck.Fluent;
using LeanDeep.Tests.Platform.Lean.Indicators;
using QuantConnect;
using QuantConnect.Data;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.Market;

namespace LeanDeep.Tests.Platform.Lean.Consolidators;

public sealed class ConsolidatorTests
{
    private static readonly DateTime Monday = new(2024, 1, 8, 9, 30, 0);

    [Fact]
    public void TradeBarConsolidator_ByCount_MakesABarOfEachGroup() => Check.QuickThrowOnFailure(Prop.ForAll<PositiveInt, PositiveInt>((count, bars) =>
    {
        var size = count.Get % 7 + 1;
        var consolidator = new TradeBarConsolidator(size);
        var made = Collect(consolidator);
        var inputs = Bars.Random(bars.Get);
        foreach (var bar in inputs)
            consolidator.Update(bar);

        return made.Count == inputs.Count / size && made.Select((x, i) => (Bar: x, Group: inputs.Skip(i * size).Take(size).ToList())).All(x =>
            x.Bar.Open == x.Group[0].Open && x.Bar.Close == x.Group[^1].Close
            && x.Bar.High == x.Group.Max(y => y.High) && x.Bar.Low == x.Group.Min(y => y.Low)
            && x.Bar.Volume == x.Group.Sum(y => y.Volume)
            && x.Bar.Time == x.Group[0].Time && x.Bar.EndTime == x.Group[^1].EndTime);
    }));

    [Fact]
    public void TradeBarConsolidator_FiveMinutes_EmitsWithTheNextBarThatStartsLater()
    {
        var consolidator = new TradeBarConsolidator(TimeSpan.FromMinutes(5));
        var made = Collect(consolidator);
        for (var minute = 0; minute < 5; minute++)
            consolidator.Update(Minute(minute));
        Assert.Empty(made);
        Assert.Equal(5m, consolidator.WorkingBar.Volume);

        consolidator.Update(Minute(5));
        var bar = Assert.Single(made);
        Assert.Equal((Monday, Monday.AddMinutes(5), 5m), (bar.Time, bar.EndTime, bar.Volume));
        Assert.Equal(1m, consolidator.WorkingBar.Volume);
        Assert.Same(bar, consolidator.Consolidated);
        Assert.Same(bar, consolidator[0]);
    }

    [Fact]
    public void TradeBarConsolidator_StartsLate_IsAlignedToThePeriod()
    {
        var consolidator = new TradeBarConsolidator(TimeSpan.FromMinutes(5));
        consolidator.Update(Minute(3));
        Assert.Equal(Monday, consolidator.WorkingBar.Time);
    }

    [Fact]
    public void TradeBarConsolidator_StartTime_IsAlignedToIt()
    {
        var consolidator = new TradeBarConsolidator(TimeSpan.FromMinutes(7), new TimeSpan(9, 31, 0));
        consolidator.Update(Minute(9));
        Assert.Equal(Monday.AddMinutes(8), consolidator.WorkingBar.Time);
    }

    [Fact]
    public void Scan_PeriodOver_EmitsWithoutData()
    {
        var consolidator = new TradeBarConsolidator(TimeSpan.FromMinutes(5));
        var made = Collect(consolidator);
        consolidator.Update(Minute(0));
        consolidator.Scan(Monday.AddMinutes(4));
        Assert.Empty(made);
        consolidator.Scan(Monday.AddMinutes(5));
        Assert.Single(made);
        Assert.Null(consolidator.WorkingData);
    }

    [Fact]
    public void TradeBarConsolidator_SevenDays_StartsWithItsFirstBar()
    {
        var consolidator = new TradeBarConsolidator(TimeSpan.FromDays(7));
        var made = Collect(consolidator);
        var session = TimeSpan.FromHours(6.5);
        for (var day = 0; day < 5; day++)
            consolidator.Update(new TradeBar(Monday.AddDays(day), Symbol.Empty, 1, 1, 1, 1, 1, session));
        consolidator.Scan(Monday.AddDays(7).AddTicks(-1));
        Assert.Empty(made);
        consolidator.Scan(Monday.AddDays(7));
        var bar = Assert.Single(made);
        Assert.Equal((Monday, Monday.AddDays(7)), (bar.Time, bar.EndTime));
    }

    [Fact]
    public void TradeBarConsolidator_Weekly_RunsFromMondayMidnight()
    {
        var consolidator = new TradeBarConsolidator(Calendar.Weekly);
        var made = Collect(consolidator);
        var session = TimeSpan.FromHours(6.5);
        for (var day = 1; day < 5; day++)
            consolidator.Update(new TradeBar(Monday.AddDays(day), Symbol.Empty, day, day, day, day, 1, session));
        consolidator.Scan(Monday.Date.AddDays(7));
        var bar = Assert.Single(made);
        Assert.Equal((Monday.Date, Monday.Date.AddDays(7), 1m, 4m, 4m), (bar.Time, bar.EndTime, bar.Open, bar.Close, bar.Volume));
    }

    [Theory]
    [InlineData("2024-02-29T15:00:00", "2024-02-26", "2024-02-01", "2024-01-01", "2024-01-01")]
    [InlineData("2023-12-31T23:59:00", "2023-12-25", "2023-12-01", "2023-10-01", "2023-01-01")]
    [InlineData("2024-01-01T00:00:00", "2024-01-01", "2024-01-01", "2024-01-01", "2024-01-01")]
    public void Calendar_AnyTime_GivesTheBarItBelongsTo(string time, string week, string month, string quarter, string year)
    {
        var at = DateTime.Parse(time, null);
        CalendarInfo[] bars = [Calendar.Weekly(at), Calendar.Monthly(at), Calendar.Quarterly(at), Calendar.Yearly(at)];
        Assert.Equal([week, month, quarter, year], bars.Select(x => x.Start.ToString("yyyy-MM-dd", null)));
        Assert.All(bars, x => Assert.True(x.Start <= at && at < x.End));
    }

    [Fact]
    public void TradeBarConsolidator_CalendarOfTheNextBar_Throws() =>
        Assert.Throws<ArgumentException>(() => new TradeBarConsolidator(x => new CalendarInfo(x.AddDays(1), TimeSpan.FromDays(1))));

    [Fact]
    public void Update_DataLongerThanTheBars_Throws() =>
        Assert.Throws<ArgumentException>(() => new TradeBarConsolidator(TimeSpan.FromMinutes(5)).Update(Bars.Daily(0, 1, 1, 1, 1, 1)));

    [Fact]
    public void Update_OtherType_Throws() =>
        Assert.Throws<ArgumentException>(() => ((IDataConsolidator)new TradeBarConsolidator(2)).Update(new QuoteBar { Symbol = Symbol.Empty }));

    [Fact]
    public void Reset_HalfABar_StartsAnew()
    {
        var consolidator = new TradeBarConsolidator(2);
        var made = Collect(consolidator);
        consolidator.Update(Minute(0));
        consolidator.Reset();
        consolidator.Update(Minute(1));
        Assert.Empty(made);
        consolidator.Update(Minute(2));
        Assert.Equal(Monday.AddMinutes(1), Assert.Single(made).Time);
    }

    [Fact]
    public void SequentialConsolidator_TwoOfThree_MakesABarOfSix()
    {
        var consolidator = new SequentialConsolidator(new TradeBarConsolidator(3), new TradeBarConsolidator(2));
        var made = Collect(consolidator);
        for (var minute = 0; minute < 12; minute++)
            consolidator.Update(Minute(minute));
        Assert.Equal([6m, 6m], made.Select(x => x.Volume));
        Assert.Same(made[1], consolidator.Consolidated);
    }

    [Fact]
    public void SequentialConsolidator_TypesDoNotFit_Throws() =>
        Assert.Throws<ArgumentException>(() => new SequentialConsolidator(new TradeBarConsolidator(3), new QuoteBarConsolidator(2)));

    [Fact]
    public void IdentityDataConsolidator_SameEnd_PassesOnTheFirst()
    {
        var consolidator = new IdentityDataConsolidator<TradeBar>();
        var made = Collect(consolidator);
        consolidator.Update(Minute(0));
        consolidator.Update(Minute(0));
        consolidator.Update(Minute(1));
        Assert.Equal(2, made.Count);
    }

    [Fact]
    public void QuoteBarConsolidator_NextBar_OpensAtTheLastClose()
    {
        var consolidator = new QuoteBarConsolidator(2);
        var made = new List<QuoteBar>();
        consolidator.DataConsolidated += (object _, QuoteBar bar) => made.Add(bar);
        for (var i = 0; i < 4; i++)
            consolidator.Update(new QuoteBar(Monday.AddMinutes(i), Symbol.Empty, new Bar(i, i + 1, i - 1, i), 5, new Bar(i + 2, i + 3, i + 1, i + 2), 7, QuantConnect.Time.OneMinute));
        Assert.Equal((0m, 2m, -1m, 1m), (made[0].Bid.Open, made[0].Bid.High, made[0].Bid.Low, made[0].Bid.Close));
        Assert.Equal(1m, made[1].Bid.Open);
        Assert.Equal(3m, made[1].Ask.Open);
        Assert.Equal(7m, made[1].LastAskSize);
    }

    [Fact]
    public void TickConsolidator_QuotesAmongTrades_LeavesThemOut()
    {
        var consolidator = new TickConsolidator(2);
        var made = Collect(consolidator);
        foreach (var (kind, price) in new[] { (TickType.Trade, 10m), (TickType.Quote, 99m), (TickType.Trade, 12m) })
            consolidator.Update(new Tick { Symbol = Symbol.Empty, Time = Monday, TickType = kind, Value = price, Quantity = 3 });
        var bar = Assert.Single(made);
        Assert.Equal((10m, 12m, 6m), (bar.Open, bar.Close, bar.Volume));
    }

    [Fact]
    public void BaseDataConsolidator_Values_MakesABarWithoutVolume()
    {
        var consolidator = new BaseDataConsolidator(3);
        var made = Collect(consolidator);
        foreach (var bar in Bars.Of(5, 9, 7))
            consolidator.Update(bar);
        Assert.Equal((5m, 9m, 5m, 7m, 0m), (made[0].Open, made[0].High, made[0].Low, made[0].Close, made[0].Volume));
    }

    private static List<TradeBar> Collect(IDataConsolidator consolidator)
    {
        var made = new List<TradeBar>();
        consolidator.DataConsolidated += (_, bar) => made.Add((TradeBar)bar);
        return made;
    }

    private static TradeBar Minute(int minute) => new(Monday.AddMinutes(minute), Symbol.Empty, 10, 11, 9, 10, 1, QuantConnect.Time.OneMinute);
}
