using QuantConnect;
using QuantConnect.Data;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.Market;
using QuantConnect.Securities;
using QuantConnect.Securities.Equity;

namespace LeanDeep.Tests.Platform.Lean.Engine;

public sealed class SliceExtensionsTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void History_OfSlices_GivesBarsFieldsAndConsolidatedBars()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12, 13);
        var closes = new List<string>();
        _data.Run("2020-01-09", "2020-01-09", a => a.Add("AAA"), a =>
        {
            var slices = a.History(3, Resolution.Daily).ToList();
            closes.Add(Text(slices.Get(a.Symbol).Select(x => x.Close)));
            closes.Add(Text(slices.Get(a.Symbol, Field.Close)));
            closes.Add(Text(slices.Get<TradeBar>(a.Symbol).Select(x => x.Close)));
            closes.Add(Text(slices.Get<TradeBar>().Get(a.Symbol, "Close")));
            closes.Add(Text(a.History<TradeBar>(TimeSpan.FromDays(3), Resolution.Daily).Get(a.Symbol).Select(x => x.Close)));
            using var consolidator = new TradeBarConsolidator(2);
            consolidator.DataConsolidated += (_, bar) => closes.Add($"{bar.Open:0}-{bar.Close:0}");
            slices.PushThroughConsolidators(new Dictionary<Symbol, IDataConsolidator> { [a.Symbol] = consolidator });
        });
        Assert.Equal([.. Enumerable.Repeat("11 12 13", 5), "11-12"], closes);

        static string Text(IEnumerable<decimal> values) => string.Join(' ', values.Select(x => $"{x:0}"));
    }

    /// <summary>An exchange that an algorithm gives a security follows the security's time.</summary>
    [Fact]
    public void Exchange_OfAStock_Has252DaysAndTheSecuritysTime()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11);
        var security = _data.Run("2020-01-06", "2020-01-07", a => a.Add("AAA")).Securities.Values.Single();
        Assert.Equal(252, Assert.IsType<EquityExchange>(security.Exchange).TradingDaysPerYear);
        Assert.Equal(365, new SecurityExchange(security.Exchange.Hours).TradingDaysPerYear);
        security.Exchange = new EquityExchange(security.Exchange.Hours);
        Assert.Equal(security.LocalTime, security.Exchange.LocalTime);
    }
}
