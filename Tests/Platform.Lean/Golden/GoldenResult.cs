using System.Globalization;
using Newtonsoft.Json.Linq;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Lean.Engine;
using QuantConnect.Orders;

namespace LeanDeep.Tests.Platform.Lean.Golden;

/// <summary>What genuine LEAN answered for one algorithm, and the comparison of a run with it.</summary>
public sealed class GoldenResult
{
    private readonly JObject _json;

    public GoldenResult(string name)
    {
        Name = name;
        using var reader = new Newtonsoft.Json.JsonTextReader(new StreamReader(SharedFolder.PathOf($"lean-golden/results/{name}.json")))
        {
            DateParseHandling = Newtonsoft.Json.DateParseHandling.None, FloatParseHandling = Newtonsoft.Json.FloatParseHandling.Decimal,
        };
        _json = JObject.Load(reader);
    }

    public string Name { get; }

    public string Algorithm => (string)_json["algorithm"];

    public string OrderListHash => (string)_json["statistics"]["OrderListHash"];

    /// <summary>Runs the algorithm of that name in this process.</summary>
    internal BacktestRun Run(string storage) => Run(storage, SharedFolder.PathOf($"data/{(string)_json["data"]}"));

    internal BacktestRun Run(string storage, string data)
    {
        var type = typeof(GoldenResult).Assembly.GetType($"Golden.{Algorithm}", throwOnError: true);
        var parameters = ((JObject)_json["parameters"]).Properties().ToDictionary(x => x.Name, x => (string)x.Value);
        return Backtest.Run((QCAlgorithm)Activator.CreateInstance(type), new BacktestSettings(data, storage, null, Name, parameters));
    }

    /// <summary>The first differences, one a line; empty when all is equal.</summary>
    internal List<string> Differences(BacktestRun run)
    {
        var differences = new List<string>();
        if (run.RuntimeError != null) differences.Add($"runtime error: {run.RuntimeError}");
        CompareOrders(run, differences);
        CompareEvents(run, differences);
        CompareDays(run, differences);
        CompareSeries("equity", Equity(run), differences, 0.0001m);
        CompareSeries("benchmark", Points(run, "Benchmark", "Benchmark"), differences, 0m);
        CompareSeries("daily_return_pct", Points(run, "Strategy Equity", "Return"), differences, 1e-6m);
        foreach (var pair in (JObject)_json["statistics"])
        {
            if (pair.Key == "OrderListHash") continue;
            run.Statistics.Summary.TryGetValue(pair.Key, out var found);
            if (found != (string)pair.Value) differences.Add($"statistics[{pair.Key}]: expected {pair.Value}, found {found}");
        }
        CompareTexts("runtime_statistics", run.RuntimeStatistics, differences);
        ComparePerformance(run, differences);
        CompareCharts(run, differences);
        return differences;
    }

    private void CompareTexts(string name, IReadOnlyDictionary<string, string> found, List<string> differences)
    {
        foreach (var pair in (JObject)_json[name])
        {
            found.TryGetValue(pair.Key, out var text);
            if (text != (string)pair.Value) differences.Add($"{name}[{pair.Key}]: expected {pair.Value}, found {text}");
        }
    }

    // The result file's own form of both sets of statistics.
    private void ComparePerformance(BacktestRun run, List<string> differences)
    {
        var serializer = new Newtonsoft.Json.JsonSerializer { ContractResolver = new Newtonsoft.Json.Serialization.CamelCasePropertyNamesContractResolver() };
        foreach (var (name, value) in new (string, object)[] { ("portfolio_statistics", run.Statistics.TotalPerformance.PortfolioStatistics), ("trade_statistics", run.Statistics.TotalPerformance.TradeStatistics) })
        {
            var found = JObject.FromObject(value, serializer);
            foreach (var pair in (JObject)_json[name])
            {
                var text = found[pair.Key] switch { null => null, JValue { Value: DateTime time } => Utc(time), var token => token.ToString() };
                var wanted = pair.Value.Type == JTokenType.Null ? "" : pair.Value.ToString();
                if (text != wanted && !(decimal.TryParse(text, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(wanted, CultureInfo.InvariantCulture, out var b) && a == b))
                    differences.Add($"{name}[{pair.Key}]: expected '{wanted}', found '{text}'");
            }
        }
    }

    private void CompareCharts(BacktestRun run, List<string> differences)
    {
        foreach (var chart in (JObject)_json["custom_charts"])
            foreach (var series in (JObject)chart.Value)
            {
                if (!run.Charts.TryGetValue(chart.Key, out var found) || !found.Series.TryGetValue(series.Key, out var line))
                {
                    differences.Add($"custom_charts[{chart.Key}][{series.Key}]: expected a series, found none");
                    continue;
                }
                var wanted = (JArray)series.Value["values"];
                if ((int)series.Value["type"] != (int)line.SeriesType || (int)series.Value["index"] != line.Index || wanted.Count != line.Values.Count)
                    differences.Add($"custom_charts[{chart.Key}][{series.Key}]: expected type {series.Value["type"]}, index {series.Value["index"]}, {wanted.Count} values, found {(int)line.SeriesType}, {line.Index}, {line.Values.Count}");
                for (var i = 0; i < Math.Min(wanted.Count, line.Values.Count); i++)
                {
                    var (x, y) = wanted[i] is JObject point ? ((long)point["x"], (decimal)point["y"]) : ((long)wanted[i][0], (decimal)wanted[i][1]);
                    var value = (ChartPoint)line.Values[i];
                    if (x == value.x && Math.Abs(y - value.y.Value) <= 1e-8m * Math.Max(1, Math.Abs(y))) continue;
                    differences.Add($"custom_charts[{chart.Key}][{series.Key}][{i}]: expected [{x}, {y}], found [{value.x}, {value.y}]");
                    break;
                }
            }
    }

    /// <summary>The recorded log in a form that does not depend on the order of the engine's own lines.</summary>
    internal List<string> LogDifferences(BacktestRun run)
    {
        var expected = _json["log"].Select(x => (string)x).ToList();
        var found = run.Log.ToList();
        var missing = expected.GroupBy(x => x).SelectMany(x => Enumerable.Repeat("missing: " + x.Key, Math.Max(0, x.Count() - found.Count(y => y == x.Key))));
        var extra = found.GroupBy(x => x).SelectMany(x => Enumerable.Repeat("extra: " + x.Key, Math.Max(0, x.Count() - expected.Count(y => y == x.Key))));
        return [.. missing.Concat(extra)];
    }

    private void CompareOrders(BacktestRun run, List<string> differences)
    {
        var expected = (JArray)_json["orders"];
        var total = (int?)_json["orders_total"] ?? expected.Count;
        if (total != run.Orders.Count) differences.Add($"orders: expected {total}, found {run.Orders.Count}");
        for (var i = 0; i < Math.Min(expected.Count, run.Orders.Count) && differences.Count < 8; i++)
        {
            var (want, order) = ((JObject)expected[i], run.Orders[i]);
            var fills = run.OrderEvents.Where(x => x.OrderId == order.Id && x.Status.IsFill()).ToList();
            var filled = fills.Sum(x => x.FillQuantity);
            var fee = fills.Sum(x => x.OrderFee.Value.Amount);
            Check("id", (int)want["id"], order.Id);
            Check("symbol", (string)want["symbol"], order.Symbol.Value);
            Check("type", (string)want["type"], order.Type.ToString());
            Check("quantity", (decimal)want["quantity"], order.Quantity);
            Check("status", (string)want["status"], order.Status.ToString());
            Check("submitted", (string)want["submitted"], Utc(order.Time));
            Check("filled", (string)want["filled"], fills.Count == 0 ? null : Utc(fills[^1].UtcTime));
            Check("filled_quantity", (decimal)want["filled_quantity"], filled);
            Near("fee", (decimal)want["fee"], fee);
            Check("tag", (string)want["tag"], order.Tag);
            Near("order_price", (decimal)want["order_price"], order.Price);
            Near("submission_last_price", (decimal?)want["submission_last_price"] ?? 0, order.OrderSubmissionData?.LastPrice ?? 0);
            if (want["limit_price"] is { } limit) Near("limit_price", (decimal)limit, order.Ticket.Get(OrderField.LimitPrice));
            if (want["stop_price"] is { } stop) Near("stop_price", (decimal)stop, order.Ticket.Get(OrderField.StopPrice));

            void Check<T>(string field, T wanted, T found)
            {
                if (!EqualityComparer<T>.Default.Equals(wanted, found)) differences.Add($"order {order.Id} {field}: expected {wanted}, found {found}");
            }

            // Recorded through double precision.
            void Near(string field, decimal wanted, decimal found)
            {
                if (Math.Abs(wanted - found) > 1e-8m * Math.Max(1, Math.Abs(wanted))) differences.Add($"order {order.Id} {field}: expected {wanted}, found {found}");
            }
        }
    }

    // Of long runs: the orders of each submission time, how many filled, the value traded and the fees.
    private void CompareDays(BacktestRun run, List<string> differences)
    {
        if (_json["orders_per_day"] is not JArray expected) return;
        var fills = run.OrderEvents.Where(x => x.Status.IsFill()).ToLookup(x => x.OrderId);
        var found = run.Orders.GroupBy(x => x.Time).ToList();
        if (expected.Count != found.Count) differences.Add($"submission times: expected {expected.Count}, found {found.Count}");
        foreach (var (want, orders) in expected.Zip(found))
        {
            var filled = orders.Where(x => x.Status == OrderStatus.Filled).ToList();
            var (value, fee) = (0m, 0m);
            foreach (var fill in filled.SelectMany(x => fills[x.Id]))
            {
                value += Math.Abs(fill.FillQuantity * fill.FillPrice);
                fee += fill.OrderFee.Value.Amount;
            }
            if ((string)want[0] == Utc(orders.Key) && (int)want[1] == orders.Count() && (int)want[2] == filled.Count && Math.Abs((decimal)want[3] - value) < 0.01m && Math.Abs((decimal)want[4] - fee) < 0.01m) continue;
            differences.Add($"orders of {want[0]}: expected {want[1]} {want[2]} {want[3]} {want[4]}, found {Utc(orders.Key)} {orders.Count()} {filled.Count} {value} {fee}");
            break;
        }
    }

    private void CompareEvents(BacktestRun run, List<string> differences)
    {
        if (_json["order_events"] is not JArray expected) return;
        if (expected.Count != run.OrderEvents.Count) differences.Add($"order events: expected {expected.Count}, found {run.OrderEvents.Count}");
        for (var i = 0; i < Math.Min(expected.Count, run.OrderEvents.Count) && differences.Count < 12; i++)
        {
            var (want, found) = (expected[i], run.OrderEvents[i]);
            var text = string.Create(CultureInfo.InvariantCulture, $"{found.OrderId} {found.Id} {Utc(found.UtcTime)} {Camel(found.Status.ToString())} {found.Quantity} {found.FillQuantity} {Math.Round(found.FillPrice, 8)} {Math.Round(found.OrderFee.Value.Amount, 8)} {found.Message}");
            var wanted = string.Create(CultureInfo.InvariantCulture, $"{want[0]} {want[1]} {want[2]} {want[3]} {((decimal)want[4]).Normalize()} {((decimal)want[5]).Normalize()} {Math.Round(((decimal)want[6]).Normalize(), 8)} {Math.Round(((decimal)want[7]).Normalize(), 8)} {want[8]}");
            if (text != wanted) differences.Add($"order event {i}: expected '{wanted}', found '{text}'");
        }
    }

    private void CompareSeries(string name, List<(long Time, decimal Value)> found, List<string> differences, decimal tolerance)
    {
        var expected = (JArray)_json[name];
        if (expected.Count != found.Count) differences.Add($"{name}: expected {expected.Count} samples, found {found.Count}");
        for (var i = 0; i < Math.Min(expected.Count, found.Count); i++)
        {
            var (time, value) = ((long)expected[i][0], (decimal)expected[i][1]);
            if (time == found[i].Time && Math.Abs(value - found[i].Value) <= tolerance) continue;
            differences.Add($"{name} sample {i}: expected {time} {value}, found {found[i].Time} {found[i].Value}");
            break;
        }
    }

    // The equity at the times of the daily returns.
    private static List<(long, decimal)> Equity(BacktestRun run)
    {
        var times = Points(run, "Strategy Equity", "Return").Select(x => x.Item1).ToHashSet();
        var candles = run.Charts["Strategy Equity"].Series["Equity"].Values.Cast<Candlestick>();
        return [.. candles.Select(x => (x.LongTime, x.Close ?? 0m)).Where(x => times.Contains(x.LongTime))];
    }

    private static List<(long, decimal)> Points(BacktestRun run, string chart, string series) =>
        [.. run.Charts[chart].Series[series].Values.Cast<ChartPoint>().Select(x => (x.x, x.y ?? 0m))];

    private static string Utc(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Camel(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
