using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Data;
using QuantConnect.Lean.Engine;

namespace LeanDeep.Tests.Platform.Lean.Engine;

/// <summary>SetHoldings that closes what is not in its list sends the same orders whether or not the algorithm hears of them.</summary>
public sealed class LiquidationTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    private class Rotation : QCAlgorithm
    {
        private int _step;

        public override void Initialize()
        {
            SetStartDate(2020, 1, 6);
            SetEndDate(2020, 1, 10);
            SetCash(100_000);
            SetBenchmark(_ => 0m);
            foreach (var ticker in new[] { "DDD", "BBB", "CCC", "AAA" }) AddEquity(ticker, Resolution.Daily);
        }

        public override void OnData(Slice slice)
        {
            var names = Securities.Keys.ToList();
            switch (_step++)
            {
                case 0:
                    SetHoldings([new PortfolioTarget(names[0], 0.2m), new PortfolioTarget(names[1], 0.3m), new PortfolioTarget(names[2], -0.2m)]);
                    break;
                case 2:
                    LimitOrder(names[3], 5, 1m); // rests until it is liquidated
                    break;
                case 3:
                    SetHoldings([new PortfolioTarget(names[1], 0.1m)], liquidateExistingHoldings: true);
                    break;
            }
        }
    }

    private sealed class HearingRotation : Rotation
    {
        public override void OnOrderEvent(QuantConnect.Orders.OrderEvent orderEvent) => Log($"{orderEvent.OrderId}");
    }

    private static IEnumerable<string> Orders(BacktestRun run) => run.Orders.Select(x => FormattableString.Invariant($"{x.Id} {x.Symbol.Value} {x.Quantity} {x.Status} {x.Tag}"));

    [Fact]
    public void Liquidate_OfASymbolWithATag_GivesTheOrdersNumbers()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 10, 10);
        List<int> numbers = null;
        var run = _data.Run("2020-01-06", "2020-01-08", a => a.Add("AAA"), a =>
        {
            if (a.Step == 0) a.MarketOrder(a.Symbol, 5);
#pragma warning disable CS0618 // LEAN has it
            if (a.Step == 1) numbers = a.Liquidate(a.Symbol, "why");
#pragma warning restore CS0618
        });
        Assert.Equal([2], numbers);
        Assert.Equal("why", run.Transactions.GetOrderById(2).Tag);
    }

    [Fact]
    public void SetHoldings_Liquidating_ClosesOthersByTicker()
    {
        foreach (var ticker in new[] { "AAA", "BBB", "CCC", "DDD" }) _data.Daily(ticker, "2020-01-06", 10m, 10, 10, 10, 10);
        var orders = Orders(_data.Run(new Rotation())).ToList();
        Assert.Equal(["4 AAA 5 Canceled Liquidated", "5 CCC 1994 Filled Liquidated", "6 DDD -1994 Filled Liquidated"], orders.Skip(3).Take(3));
        Assert.Equal(orders, Orders(_data.Run(new HearingRotation())));
    }
}
