using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using QuantConnect;
using QuantConnect.Data;
using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using QuantConnect.Statistics;

namespace LeanDeep.Tests.Platform.Lean.Statistics;

/// <summary>The statistics of genuine LEAN's recorded runs, computed from nothing but their daily samples and fills.</summary>
/// <remarks>LEAN also samples the equity within the day: here a sample at 16:00 of each day that changed stands for those.</remarks>
public sealed class RecordedRunTests
{
    private const string Results = "lean-golden/results";

    // Not in the daily samples: capacity and order hash, what an algorithm adds, and equity that falls and recovers within a day.
    private static readonly string[] NotFromSamples = ["Estimated Strategy Capacity", "Lowest Capacity Asset", "OrderListHash", "Switch Count"];
    private static readonly string[] Intraday = ["CustomModels", "HourlyLimitStop", "MinuteOpeningRange", "OpenCloseOrders", "OrderUpdateCancel"];

    // Its split changes quantities without a fill.
    private const string Split = "CorporateActions.Raw";

    public static TheoryData<string> Runs => !Directory.Exists(SharedFolder.PathOf(Results)) ? [] :
        [.. Directory.EnumerateFiles(SharedFolder.PathOf(Results), "*.json").Select(x => Path.GetFileNameWithoutExtension(x))
            .Where(x => x is not Split and not "LongShort1000").Order(StringComparer.Ordinal)];

    [SharedTheory(Results), MemberData(nameof(Runs))]
    public void Summary_RecordedSamples_IsAsPrinted(string run)
    {
        var (recorded, found) = Compute(run);
        var printed = ((JObject)recorded["statistics"]).Properties().Where(x => !NotFromSamples.Contains(x.Name) && !IsIntraday(run, x.Name)).ToList();
        Assert.True(printed.Count >= 22);
        foreach (var line in printed)
        {
            var ours = found.Summary.GetValueOrDefault(line.Name);
            // The risk-free rate is a mean over all samples, so the last of this one's digits depends on those within the day.
            if (line.Name == PerformanceMetrics.ProbabilisticSharpeRatio)
                Assert.InRange(decimal.Parse(ours[..^1], CultureInfo.InvariantCulture) - decimal.Parse(((string)line.Value)[..^1], CultureInfo.InvariantCulture), -0.001m, 0.001m);
            else
                Assert.Equal($"{line.Name} {line.Value}", $"{line.Name} {ours}");
        }
        // In the same order.
        Assert.Equal(((JObject)recorded["statistics"]).Properties().Select(x => x.Name).Where(found.Summary.ContainsKey), found.Summary.Keys);
    }

    [SharedTheory(Results), MemberData(nameof(Runs))]
    public void PortfolioStatistics_RecordedSamples_AreLeansToFourDecimals(string run)
    {
        var (recorded, found) = Compute(run);
        var ours = JObject.FromObject(found.TotalPerformance.PortfolioStatistics);
        foreach (var expected in ((JObject)recorded["portfolio_statistics"]).Properties().Where(x => !IsIntraday(run, x.Name)))
        {
            var value = (decimal)ours.GetValue(expected.Name, StringComparison.OrdinalIgnoreCase);
            // For the risk-free rate, as above.
            Assert.True(Math.Abs(value - (decimal)expected.Value) <= 0.0004m, $"{expected.Name}: expected {expected.Value}, found {value}");
        }
    }

    [SharedTheory(Results), MemberData(nameof(Runs))]
    public void TradeStatistics_RecordedFills_AreLeans(string run)
    {
        var recorded = Read(run);
        var builder = new TradeBuilder(FillGroupingMethod.FillToFill, FillMatchingMethod.FIFO);
        foreach (var fill in FillsOf(recorded))
            builder.ProcessFill(fill, 1, fill.OrderFee.Value.Amount);
        var ours = JObject.FromObject(new TradeStatistics(builder.ClosedTrades), JsonSerializer.Create(new JsonSerializerSettings { DateParseHandling = DateParseHandling.None }));
        var compared = 0;
        foreach (var expected in ((JObject)recorded["trade_statistics"]).Properties())
        {
            // Excursions follow the market between the fills.
            if (expected.Name.Contains("MAE", StringComparison.Ordinal) || expected.Name.Contains("MFE", StringComparison.Ordinal)
                || expected.Name.Contains("IntraTrade", StringComparison.Ordinal) || expected.Name.Contains("EndTrade", StringComparison.Ordinal))
                continue;
            var value = ours.GetValue(expected.Name, StringComparison.OrdinalIgnoreCase);
            if (expected.Name.EndsWith("DateTime", StringComparison.Ordinal))
                Assert.Equal((string)expected.Value, value.Type == JTokenType.Null ? null : ((DateTime)value).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            else if (decimal.TryParse((string)expected.Value, CultureInfo.InvariantCulture, out var number))
                Assert.Equal((expected.Name, number), (expected.Name, (decimal)value));
            else
                Assert.Equal($"{expected.Name} {expected.Value}", $"{expected.Name} {value}");
            compared++;
        }
        Assert.True(compared > 25);
    }

    private static bool IsIntraday(string run, string name) => Intraday.Contains(run) && name.Contains("rawdown", StringComparison.Ordinal);

    private static (JObject Recorded, StatisticsResults Found) Compute(string run)
    {
        var recorded = Read(run);
        var equity = Points(recorded, "equity");
        var benchmark = Points(recorded, "benchmark");
        var withinDay = new List<ISeriesPoint>();
        for (var i = 0; i < equity.Count; i++)
        {
            if (i > 0 && i < equity.Count - 1 && (ValueOf(equity[i]) != ValueOf(equity[i - 1]) || ValueOf(benchmark[i]) != ValueOf(benchmark[i - 1])))
                withinDay.Add(new ChartPoint(equity[i].Time.AddHours(-8), ValueOf(equity[i])));
            withinDay.Add(equity[i]);
        }

        var fills = FillsOf(recorded);
        var profits = ProfitsOf(fills);
        return (recorded, StatisticsBuilder.Generate(new RunRecord
        {
            Trades = [],
            ProfitLoss = [.. profits],
            Wins = profits.Where(x => x.Value > 0).Select(x => x.Key),
            Losses = profits.Where(x => x.Value <= 0).Select(x => x.Key),
            Equity = withinDay,
            Performance = Points(recorded, "daily_return_pct"),
            Benchmark = benchmark,
            Turnover = TurnoverOf(fills, equity),
            StartingCapital = decimal.Parse((string)recorded["statistics"]["Start Equity"], CultureInfo.InvariantCulture),
            RiskFreeRate = new InterestRateProvider(SharedFolder.PathOf($"data/{recorded["data"]}")),
            TradingDaysPerYear = 252,
            TotalFees = fills.Sum(x => x.OrderFee.Value.Amount),
            TotalOrders = ((JArray)recorded["orders"]).Count,
            CurrencySymbol = "$",
        }));
    }

    private static JObject Read(string run)
    {
        using var reader = new JsonTextReader(new StreamReader(SharedFolder.PathOf($"{Results}/{run}.json")))
        {
            FloatParseHandling = FloatParseHandling.Decimal,
            DateParseHandling = DateParseHandling.None
        };
        return JObject.Load(reader);
    }

    private static List<ISeriesPoint> Points(JObject recorded, string name) =>
        [.. recorded[name].Select(x => new ChartPoint((long)x[0], (decimal)x[1]))];

    private static decimal ValueOf(ISeriesPoint point) => ((ChartPoint)point).y.Value;

    private static List<OrderEvent> FillsOf(JObject recorded)
    {
        var symbols = recorded["orders"].ToDictionary(x => (int)x["id"], x => SymbolOf((string)x["symbol"]));
        return [.. recorded["order_events"].Where(x => (decimal)x[5] != 0).Select(x => new OrderEvent((int)x[0], symbols[(int)x[0]],
            DateTime.ParseExact((string)x[2], "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal),
            OrderStatus.Filled, OrderDirection.Hold, (decimal)x[6], (decimal)x[5], new OrderFee(new QuantConnect.Securities.CashAmount((decimal)x[7], "USD"))))];
    }

    private static Symbol SymbolOf(string ticker) => new(SecurityIdentifier.GenerateEquity(new DateTime(1998, 1, 2), ticker, Market.USA), ticker);

    /// <summary>Profit of each closing fill against the average price, less twice its fee; a millisecond apart where times are equal.</summary>
    private static SortedDictionary<DateTime, decimal> ProfitsOf(List<OrderEvent> fills)
    {
        var holdings = new Dictionary<Symbol, (decimal Quantity, decimal Price)>();
        var profits = new SortedDictionary<DateTime, decimal>();
        foreach (var fill in fills)
        {
            var (held, price) = holdings.GetValueOrDefault(fill.Symbol);
            var quantity = held + fill.FillQuantity;
            if (held != 0 && Math.Sign(held) != Math.Sign(fill.FillQuantity))
            {
                var closed = Math.Min(fill.AbsoluteFillQuantity, Math.Abs(held)) * Math.Sign(held);
                var time = fill.UtcTime;
                while (profits.ContainsKey(time))
                    time = time.AddMilliseconds(1);
                profits[time] = closed * (fill.FillPrice - price) - 2 * fill.OrderFee.Value.Amount;
                if (Math.Sign(quantity) != Math.Sign(held))
                    price = fill.FillPrice;
            }
            else
            {
                price = (price * held + fill.FillPrice * fill.FillQuantity) / quantity;
            }
            holdings[fill.Symbol] = (quantity, price);
        }
        return profits;
    }

    private static List<ISeriesPoint> TurnoverOf(List<OrderEvent> fills, List<ISeriesPoint> equity)
    {
        var points = new List<ISeriesPoint>();
        for (var i = 1; i < equity.Count; i++)
        {
            var traded = fills.Where(x => x.UtcTime > equity[i - 1].Time && x.UtcTime <= equity[i].Time).Sum(x => x.AbsoluteFillQuantity * x.FillPrice);
            points.Add(new ChartPoint(equity[i].Time, traded / ValueOf(equity[i])));
        }
        return points;
    }
}
