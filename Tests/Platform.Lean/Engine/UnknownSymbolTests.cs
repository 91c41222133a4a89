#pragma warning disable CS0618 // tickers stand for symbols, as algorithms write them
using QuantConnect;
using QuantConnect.Orders;

namespace LeanDeep.Tests.Platform.Lean.Engine;

/// <summary>Tickers that the algorithm has not added, and names without bars, as LEAN answers them.</summary>
public sealed class UnknownSymbolTests : IDisposable
{
    private readonly DataFolder _data = new();

    public UnknownSymbolTests() => _data.Daily("AAA", "2020-01-06", 10m, 10, 10);

    public void Dispose() => _data.Dispose();

    private ScriptedAlgorithm Run(Action<ScriptedAlgorithm> onFirstDay, string ticker = "AAA") =>
        _data.Run("2020-01-06", "2020-01-08", a =>
        {
            a.Add("AAA");
            a.AddEquity(ticker, Resolution.Daily);
        }, a => { if (a.Step == 0) onFirstDay(a); });

    [Fact]
    public void Securities_UnknownTicker_NamesIt() => NamesTicker(a => _ = a.Securities["NONE"].Price);

    [Fact]
    public void SliceBars_UnknownTicker_NamesIt() => NamesTicker(a => _ = a.Slice.Bars["NONE"].Close);

    [Fact]
    public void MarketOrder_UnknownTicker_IsRefused()
    {
        OrderTicket ticket = null;
        var run = Run(a => ticket = a.MarketOrder("NONE", 1));
        Assert.Equal((OrderStatus.Invalid, OrderResponseErrorCode.SecurityPriceZero), (ticket.Status, ticket.SubmitRequest.Response.ErrorCode));
        Assert.Empty(run.Result.Orders);
    }

    private void NamesTicker(Action<ScriptedAlgorithm> use)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Run(use));
        Assert.IsType<KeyNotFoundException>(error.InnerException);
        Assert.StartsWith("The ticker NONE was not found in the SymbolCache.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Securities_SymbolNotAdded_NamesIt()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Run(a => _ = a.Securities[Symbol.Create("OTHER", SecurityType.Equity, Market.USA)]));
        Assert.StartsWith("This asset symbol (OTHER ", error.Message, StringComparison.Ordinal);
        Assert.Contains("was not found in your security list. Please add this security before using it.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SetHoldings_UnknownTicker_IsAnErrorLineAndNoOrder()
    {
        var run = Run(a => a.SetHoldings("NONE", 0.5));
        Assert.EndsWith(" NONE 0 not found in portfolio. Request this data when initializing the algorithm.", Assert.Single(run.Result.Log), StringComparison.Ordinal);
        Assert.Empty(run.Result.Orders);
        Assert.Equal(2, run.Step);
    }

    [Fact]
    public void Liquidate_UnknownTicker_IsAWarning()
    {
        var run = Run(a => a.Liquidate("NONE"));
        Assert.Contains("liquidate ignored symbol 'NONE 0'", Assert.Single(run.Result.Log), StringComparison.Ordinal);
    }

    [Fact]
    public void MarketOrder_NameWithoutBars_IsRefusedWithoutAnOrder()
    {
        OrderTicket ticket = null;
        var run = Run(a => ticket = a.MarketOrder("BARE", 1), "BARE");
        Assert.Equal((OrderStatus.Invalid, OrderResponseErrorCode.SecurityPriceZero), (ticket.Status, ticket.SubmitRequest.Response.ErrorCode));
        Assert.Contains("The security does not have an accurate price", Assert.Single(run.Result.Log), StringComparison.Ordinal);
        Assert.Empty(run.Result.Orders);
        Assert.Equal(["BARE"], run.Result.Unseen.Select(x => x.Value));
    }
}
