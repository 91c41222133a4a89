using QuantConnect;

namespace LeanDeep.Tests.Platform.Lean.Engine;

public sealed class CorporateActionTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    /// <summary>A map file that begins after a security's first day is that of another one, which took the ticker over.</summary>
    [Fact]
    public void MapFile_OfALaterSecurity_SaysNothingOfTheEarlierOne()
    {
        using var data = new DataFolder();
        data.Daily("AAA", "2020-01-06", 10m, 11, 12).Daily("ZZZ", "2020-01-06", 20m, 21, 22).Map("AAA", "20150102,aaa", "20501231,aaa");
        Assert.Equal((22m, 12m), (LastPrice(2000), LastPrice(2015)));

        decimal LastPrice(int year) => data.Run("2020-01-06", "2020-01-08", a =>
            a.AddSecurity(new Symbol(SecurityIdentifier.GenerateEquity(new DateTime(year, 1, 2), "AAA", Market.USA), "ZZZ"), Resolution.Daily)).Securities.Values.Single().Price;
    }

    [Fact]
    public void Split_RawPrices_ChangesTheQuantityAndPaysTheFraction()
    {
        // Three for two after the close of the 7th: the factor is what the file says.
        _data.Daily("AAA", "2020-01-06", 30m, 30, 20, 20).Factors("AAA", "20200107,1,0.6666667,30", "20501231,1,1,0");
        var run = _data.Run("2020-01-06", "2020-01-09", a => a.Add("AAA", mode: DataNormalizationMode.Raw), a => { if (a.Step == 0) a.MarketOrder(a.Symbol, 11); });
        Assert.Equal(["01-07 00:00 split Warning 0.6666667", "01-08 00:00 split SplitOccurred 0.6666667"], run.Notes.Where(x => x.Contains("split", StringComparison.Ordinal)));
        var holding = run.Portfolio[run.Symbol];
        Assert.Equal(16, holding.Quantity);
        Assert.Equal(30 * 0.6666667m, holding.AveragePrice);
        // 11 / 0.6666667 is 16.49999917…; what is over 16 is paid at the price after the split.
        var fraction = 11 / 0.6666667m - 16;
        Assert.Equal(100000 - 11 * 30 - 1 + Math.Round(fraction * 30 * 0.6666667m, 8), Math.Round(run.Portfolio.Cash, 8));
    }

    [Fact]
    public void Dividend_RawPrices_IsPaidOnTheExDate()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 10, 9.5m, 9.5m).Factors("AAA", "20200107,0.95,1,10", "20501231,1,1,0");
        var run = _data.Run("2020-01-06", "2020-01-09", a => a.Add("AAA", mode: DataNormalizationMode.Raw), a => { if (a.Step == 0) a.MarketOrder(a.Symbol, 100); });
        Assert.Contains("01-08 00:00 dividend 0.5", run.Notes);
        Assert.Equal(100000 - 1000 - 1 + 50, run.Portfolio.Cash);
    }

    [Fact]
    public void Dividend_OnTheFirstDay_IsNotHeardOf()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 10, 9.5m, 9.5m).Factors("AAA", "20200107,0.95,1,10", "20501231,1,1,0");
        Assert.DoesNotContain(_data.Run("2020-01-08", "2020-01-09", a => a.Add("AAA", mode: DataNormalizationMode.Raw)).Notes, x => x.Contains("dividend", StringComparison.Ordinal));
        Assert.Contains("01-08 00:00 dividend 0.5", _data.Run("2020-01-07", "2020-01-09", a => a.Add("AAA", mode: DataNormalizationMode.Raw)).Notes);
    }

    [Fact]
    public void Ticker_NoLongerUsed_IsThatOfTheLastSecurityThatHadIt()
    {
        _data.Daily("OLD", "2020-01-06", 10m, 10, 9.5m).Map("NEW", "20190102,old", "20210107,old", "20501231,new").Factors("NEW", "20200107,0.95,1,10", "20501231,1,1,0");
        var run = _data.Run("2020-01-06", "2020-01-08", a => a.Add("OLD", mode: DataNormalizationMode.Raw));
        Assert.Contains("01-08 00:00 dividend 0.5", run.Notes);
    }

    [Fact]
    public void Dividend_AdjustedPrices_ScalesTheBarsBefore()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 10, 9.5m).Factors("AAA", "20200107,0.95,1,10", "20501231,1,1,0");
        var run = _data.Run("2020-01-06", "2020-01-08", a => a.Add("AAA"), a =>
        {
            if (a.Slice.Bars.TryGetValue(a.Symbol, out var bar)) a.Note(FormattableString.Invariant($"close {bar.Close:0.0}"));
        });
        Assert.Equal(["01-06 16:00 close 9.5", "01-07 16:00 close 9.5", "01-08 16:00 close 9.5"], run.Notes.Where(x => x.Contains("close", StringComparison.Ordinal)));
        Assert.Equal(100000, run.Portfolio.Cash);
    }

    [Fact]
    public void Delisting_AfterTheLastDay_ClosesThePositionAtItsClose()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12).Daily("BBB", "2020-01-06", 1m, 1, 1, 1, 1).Map("AAA", "20190102,aaa", "20200108,aaa");
        var run = _data.Run("2020-01-06", "2020-01-10", a =>
        {
            a.Add("AAA");
            a.AddEquity("BBB", Resolution.Daily);
        }, a => { if (a.Step == 0) a.MarketOrder(a.Symbol, 10); });
        Assert.Equal(["01-08 00:00 delisting Warning", "01-09 00:00 delisting Delisted"], run.Notes.Where(x => x.Contains("delisting", StringComparison.Ordinal)));
        var last = run.Result.Orders[^1];
        Assert.Equal((-10m, 12m, "Liquidate from delisting"), (last.Quantity, last.Price, last.Tag));
        Assert.False(run.Portfolio.Invested);
        Assert.False(run.Securities[run.Symbol].IsTradable);
    }

    [Fact]
    public void TickerChange_BarsOfBothFiles_AreOneSecurity()
    {
        _data.Daily("OLD", "2020-01-06", 10m, 11).Daily("NEW", "2020-01-08", 12m, 13).Map("NEW", "20190102,old", "20200107,old", "20501231,new");
        var run = _data.Run("2020-01-06", "2020-01-09", a => a.Add("NEW"), a =>
        {
            if (a.Slice.Bars.TryGetValue(a.Symbol, out var bar)) a.Note($"close {bar.Close:0.#}");
        });
        Assert.Equal(["01-06 16:00 close 10", "01-07 16:00 close 11", "01-08 16:00 close 12", "01-09 16:00 close 13"], run.Notes.Where(x => x.Contains("close", StringComparison.Ordinal)));
    }
}
