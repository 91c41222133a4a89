using Skender.Stock.Indicators;

namespace LeanDeep.Tests.Platform.Indicators;

public sealed class UtilityTests
{
    [Fact]
    public void Indicator_UnsortedQuotes_AreSorted() =>
        Assert.Equal(Series.Rising(30).GetAdx(5).Select(result => (result.Date, result.Adx)), Series.Rising(30).Reverse().GetAdx(5).Select(result => (result.Date, result.Adx)));

    [Fact]
    public void Chain_OfIndicators_KeepsTheDatesAndDelaysTheValues()
    {
        var sma = Series.Rising(20).GetRoc(3).GetSma(4).ToList();
        Assert.Equal(20, sma.Count);
        Assert.Equal(Series.Day(0), sma[0].Date);
        Assert.Null(sma[5].Sma);
        Series.AssertClose(Enumerable.Range(3, 4).Average(i => 100d * 3 / (100 + i - 3)), sma[6].Sma);
    }

    [Fact]
    public void Chain_OfNothingDefined_IsEmptyResults() =>
        Assert.All(Series.Ramp(5).GetSma(9).ToTupleNaN(), tuple => Assert.True(double.IsNaN(tuple.Value)));

    [Theory]
    [InlineData(CandlePart.Open, 4)]
    [InlineData(CandlePart.High, 8)]
    [InlineData(CandlePart.Low, 2)]
    [InlineData(CandlePart.Close, 6)]
    [InlineData(CandlePart.Volume, 100)]
    [InlineData(CandlePart.HL2, 5)]
    [InlineData(CandlePart.HLC3, 16 / 3d)]
    [InlineData(CandlePart.OC2, 5)]
    [InlineData(CandlePart.OHL3, 14 / 3d)]
    [InlineData(CandlePart.OHLC4, 5)]
    public void Use_Part_IsThatPrice(CandlePart part, double expected)
    {
        Quote[] quotes = [new() { Date = Series.Day(0), Open = 4, High = 8, Low = 2, Close = 6, Volume = 100 }];
        Series.AssertClose(expected, quotes.Use(part).Single().Value);
    }

    [Fact]
    public void Condense_RemovesTheUndefined() => Assert.Equal(7, Series.Ramp(10).GetSma(4).Condense().Count());

    [Fact]
    public void RemoveWarmupPeriods_OfANumber_SkipsThem()
    {
        Assert.Equal(Series.Day(3), Series.Ramp(10).GetSma(1).RemoveWarmupPeriods(3).First().Date);
        Assert.Empty(Series.Ramp(10).GetSma(1).RemoveWarmupPeriods(11));
        Assert.Throws<ArgumentOutOfRangeException>(() => Series.Ramp(10).GetSma(1).RemoveWarmupPeriods(-1));
    }

    [Fact]
    public void Find_Date_IsThatResult()
    {
        Assert.Equal(5, Series.Ramp(10).GetSma(1).Find(Series.Day(4))?.Sma);
        Assert.Null(Series.Ramp(10).GetSma(1).Find(Series.Day(40)));
    }

    [Fact]
    public void ToTupleChainable_StartsAtTheFirstDefined()
    {
        Assert.Equal((Series.Day(3), 2.5), Series.Ramp(10).GetSma(4).ToTupleChainable()[0]);
        Assert.True(double.IsNaN(Series.Ramp(10).GetSma(4).ToTupleNaN()[0].Value));
    }

    [Fact]
    public void Validate_TwoQuotesOfOneDate_Throws() =>
        Assert.Throws<InvalidQuotesException>(() => new[] { Series.Bar(1, 1, 1, 1), Series.Bar(1, 2, 2, 2) }.Validate());

    [Fact]
    public void Aggregate_Week_KeepsExtremesAndSums()
    {
        var week = Series.Rising(7).Aggregate(TimeSpan.FromDays(7)).ToList();
        Assert.Equal(Series.Rising(7).Sum(bar => bar.Volume), week.Sum(bar => bar.Volume));
        Assert.Equal(107, week.Max(bar => bar.High));
        Assert.Equal(99, week.Min(bar => bar.Low));
        var month = Series.Rising(40).Aggregate(PeriodSize.Month).ToList();
        Assert.Equal([new DateTime(2020, 1, 1), new DateTime(2020, 2, 1)], month.Select(bar => bar.Date));
        Assert.Equal(100 + 30, month[0].Close);
        Assert.Equal(100 + 31, month[1].Open);
        Assert.Throws<ArgumentOutOfRangeException>(() => Series.Rising(7).Aggregate(TimeSpan.Zero));
    }

    [Theory]
    [InlineData(SyncType.Prepend, "0 1 2 3 9")]
    [InlineData(SyncType.AppendOnly, "0 1 2 3 4 5 9")]
    [InlineData(SyncType.RemoveOnly, "2 3")]
    [InlineData(SyncType.FullMatch, "0 1 2 3 4 5")]
    public void SyncIndex_Type_FitsTheDates(SyncType type, string expected)
    {
        SmaResult[] own = [new(Series.Day(2)), new(Series.Day(3)), new(Series.Day(9))];
        var fitted = own.SyncIndex(Series.Flat(6, 1), type);
        Assert.Equal(expected, string.Join(' ', fitted.Select(result => (result.Date - Series.Day(0)).Days)));
    }
}
