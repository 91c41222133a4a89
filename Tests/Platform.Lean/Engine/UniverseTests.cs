using QuantConnect;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Securities;

namespace LeanDeep.Tests.Platform.Lean.Engine;

/// <summary>Universes: when they select, and what comes and goes.</summary>
public sealed class UniverseTests : IDisposable
{
    private readonly DataFolder _data = new();

    public UniverseTests()
    {
        _data.Daily("AAA", "2020-01-02", 10m, 10, 11, 12, 13, 14, 15, 16).Daily("BBB", "2020-01-02", 20m, 20, 21, 22, 23, 24, 25, 26);
        foreach (var (date, row) in new[] { ("20200103", "AAA"), ("20200106", "BBB"), ("20200107", "AAA"), ("20200108", "AAA") })
            _data.Write($"equity/usa/fundamental/coarse/{date}.csv", $"{Symbol.Create(row, SecurityType.Equity, Market.USA).ID},{row},10,1000,10000,True,1,1\n");
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public void CoarseData_OfADay_SelectAtTheNextMidnight()
    {
        var times = new List<string>();
        _data.Run("2020-01-06", "2020-01-08", a =>
        {
            a.UniverseSettings.Resolution = Resolution.Daily;
            a.AddUniverse(stocks =>
            {
                times.Add(FormattableString.Invariant($"{a.Time:MM-dd HH:mm} {string.Join(",", stocks.Select(x => $"{x.Symbol.Value} of {x.Time:MM-dd}"))}"));
                return stocks.Select(x => x.Symbol);
            });
        });
        // The last trading day before the start is known at the start. Nothing of a day is known on that day.
        Assert.Equal(["01-06 00:00 AAA of 01-03", "01-07 00:00 BBB of 01-06", "01-08 00:00 AAA of 01-07"], times.Take(3));
    }

    [Fact]
    public void Members_ComeAndGo_WithTheirData()
    {
        var seen = new List<string>();
        var run = _data.Run("2020-01-06", "2020-01-08", Coarse, a => seen.Add($"{a.Time:MM-dd} {string.Join(",", a.Slice.Bars.Keys.Select(x => x.Value))}"));
        Assert.Equal(["01-06 AAA", "01-07 BBB", "01-08 AAA"], seen);
        Assert.Equal("AAA", Assert.Single(run.ActiveSecurities.Keys).Value);
        Assert.False(run.Securities[Named("BBB")].IsTradable);
    }

    [Fact]
    public void Member_Held_StaysUntilItIsSold()
    {
        var run = _data.Run("2020-01-06", "2020-01-09", Coarse, a =>
        {
            if (a.Step == 0) a.MarketOnOpenOrder(a.Slice.Bars.Keys.Single(), 10);
            a.Note(string.Join(",", a.Slice.Bars.Keys.Select(x => x.Value).Order()));
        });
        // AAA is selected on the 6th and 8th only; the order of the 6th keeps it in on the 7th.
        Assert.Contains("01-07 16:00 AAA,BBB", run.Notes);
        Assert.Equal(10, run.Portfolio[Named("AAA")].Quantity);
    }

    [Fact]
    public void Member_ThatComesBack_IsFoundByTheSymbolItHadBefore()
    {
        Symbol first = null;
        var found = new List<bool>();
        _data.Run("2020-01-06", "2020-01-08", Coarse, a =>
        {
            first ??= a.Slice.Bars.Keys.Single();
            found.Add(a.Slice.Bars.ContainsKey(first));
        });
        Assert.Equal([true, false, true], found);
    }

    [Fact]
    public void Member_Seeded_HasThePriceOfTheDayBefore()
    {
        var prices = new List<string>();
        _data.Run("2020-01-06", "2020-01-08", a =>
        {
            var seeder = new FuncSecuritySeeder(a.GetLastKnownPrices);
            a.SetSecurityInitializer(new FuncSecurityInitializer(security =>
            {
                seeder.SeedSecurity(security);
                prices.Add(FormattableString.Invariant($"{a.Time:MM-dd} {security.Symbol.Value} {security.Price:0}"));
            }));
            Coarse(a);
        });
        Assert.Equal(["01-06 AAA 10", "01-07 BBB 21", "01-08 AAA 12"], prices);
    }

    [Fact]
    public void Initializer_OfAnAddedSecurity_MaySetItsNormalization()
    {
        _data.Factors("AAA", "20200107,0.5,1,12", "20501231,1,1,0");
        var run = _data.Run("2020-01-06", "2020-01-06", a =>
        {
            a.SetSecurityInitializer(security => security.SetDataNormalizationMode(DataNormalizationMode.Raw));
            a.Add("AAA");
        }, a => a.Note(FormattableString.Invariant($"{a.Slice.Bars[a.Symbol].Close:0.##}")));
        Assert.Contains("01-06 16:00 11", run.Notes);
    }

    [Fact]
    public void Security_AddedByHand_IsActiveFromTheNextStepOn()
    {
        var active = new List<bool>();
        _data.Run("2020-01-06", "2020-01-07", a => a.Add("AAA"), a =>
        {
            if (a.Step == 0) a.AddEquity("BBB", Resolution.Daily);
            active.Add(a.ActiveSecurities.ContainsKey(Named("BBB")));
        });
        Assert.Equal([false, true], active);
    }

    [Fact]
    public void FunctionOfTime_IsAskedOnTradingDays()
    {
        var asked = new List<string>();
        _data.Run("2020-01-03", "2020-01-07", a =>
        {
            a.UniverseSettings.Resolution = Resolution.Daily;
            a.AddUniverse("mine", time =>
            {
                asked.Add($"{time:MM-dd HH:mm}");
                return ["AAA"];
            });
        });
        Assert.Equal(["01-03 00:00", "01-06 00:00", "01-07 00:00"], asked);
    }

    [Fact]
    public void Unchanged_LeavesTheMembers()
    {
        var run = _data.Run("2020-01-06", "2020-01-08", a =>
        {
            a.UniverseSettings.Resolution = Resolution.Daily;
            a.AddUniverse("mine", time => time.Day == 6 ? ["AAA"] : Universe.Unchanged);
        });
        Assert.Equal("AAA", Assert.Single(run.ActiveSecurities.Keys).Value);
    }

    [Fact]
    public void Schedule_SelectsAtTheStartAndOnItsDates()
    {
        var times = new List<string>();
        _data.Run("2020-01-06", "2020-01-09", a => a.AddUniverse(a.DateRules.On(new DateTime(2020, 1, 8)), stocks =>
        {
            times.Add($"{a.Time:MM-dd HH:mm}");
            return [];
        }));
        Assert.Equal(["01-08 00:00"], times);
    }

    [Fact]
    public void SecurityOfTwoUniverses_OutlivesOne()
    {
        var run = _data.Run("2020-01-06", "2020-01-08", a =>
        {
            a.Add("AAA");
            Coarse(a);
        });
        Assert.True(run.Securities[Named("AAA")].IsTradable);
        Assert.Contains(run.Symbol, run.ActiveSecurities.Keys);
    }

    [Fact]
    public void Universe_OfATypeThatThereIsNot_SaysSo()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => _data.Run("2020-01-06", "2020-01-08", a => a.AddUniverse<QuantConnect.Data.Market.TradeBar>("bars", data => data.Select(x => x.Symbol))));
        Assert.Contains("a universe of TradeBar is not supported by this engine", failure.Message, StringComparison.Ordinal);
    }

    private static Symbol Named(string ticker) => Symbol.Create(ticker, SecurityType.Equity, Market.USA);

    private static void Coarse(ScriptedAlgorithm a)
    {
        a.UniverseSettings.Resolution = Resolution.Daily;
        a.AddUniverse(stocks => stocks.Select(x => x.Symbol));
    }
}
