using Newtonsoft.Json.Linq;
using QuantConnect;
using QuantConnect.Lean.Engine;
using QuantConnect.Orders;

namespace LeanDeep.Tests.Platform.Lean.Engine;

/// <summary>Algorithms that throw: the run ends with their error, and all that came before is in the result files.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly DataFolder _data = new();

    public FailureTests() => _data.Daily("AAA", "2020-01-06", 10m, 11, 12, 13);

    public void Dispose() => _data.Dispose();

    private BacktestRun Run(Action<ScriptedAlgorithm> initialize, Action<ScriptedAlgorithm> onData = null, Action<OrderEvent> onOrderEvent = null) =>
        _data.RunToFiles(new ScriptedAlgorithm(DataFolder.Date("2020-01-06"), DataFolder.Date("2020-01-09"), initialize, onData, onOrderEvent));

    private JObject Written(BacktestRun run, string message)
    {
        Assert.Equal((AlgorithmStatus.RuntimeError, message), (run.Status, run.RuntimeError.Message));
        var result = JObject.Parse(File.ReadAllText(Path.Combine(_data.Results, "test.json")));
        Assert.Equal(("RuntimeError", message), ((string)result["state"]["Status"], (string)result["state"]["RuntimeError"]));
        Assert.Equal(run.Orders.Count, result["orders"].Count());
        return result;
    }

    [Fact]
    public void Initialize_Throws_WritesAnEmptyResult()
    {
        var run = Run(_ => throw new InvalidOperationException("no universe"));
        Written(run, "no universe");
        Assert.Empty(run.Orders);
        Assert.Empty(run.Statistics.Summary);
    }

    [Fact]
    public void OnData_Throws_KeepsWhatCameBefore()
    {
        var run = Run(a => a.Add("AAA"), a =>
        {
            if (a.Step == 0) a.MarketOrder(a.Symbol, 5);
            else if (a.Step == 1) throw new InvalidOperationException("bad bar");
        });
        var result = Written(run, "bad bar");
        Assert.Equal(2, run.OrderEvents.Count);
        Assert.Equal(2, JArray.Parse(File.ReadAllText(Path.Combine(_data.Results, "test-order-events.json"))).Count);
        Assert.Equal("1", (string)result["statistics"]["Total Orders"]);
        Assert.NotEmpty(result["charts"]["Strategy Equity"]["series"]["Equity"]["values"]);
        Assert.Equal("2020-01-07 16:00:00 Runtime Error: bad bar", File.ReadAllLines(Path.Combine(_data.Results, "test-log.txt"))[^1]);
    }

    // As in LEAN, open orders still see the step that the event came before; OnData does not.
    [Fact]
    public void ScheduledEvent_Throws_LetsOpenOrdersFillAndEnds()
    {
        var run = Run(a =>
        {
            a.Add("AAA");
            a.Schedule.On(a.DateRules.On(2020, 1, 7), a.TimeRules.At(12, 0), () => throw new InvalidOperationException("no plan"));
            a.Schedule.On(a.DateRules.On(2020, 1, 7), a.TimeRules.At(13, 0), () => a.Log("too late"));
        }, a =>
        {
            a.Log($"step {a.Step}");
            if (a.Step == 0) a.MarketOrder(a.Symbol, 5);
        });
        Written(run, "no plan");
        Assert.Equal(OrderStatus.Filled, Assert.Single(run.Orders).Status);
        Assert.Contains(run.Log, x => x.EndsWith("step 0", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Log, x => x.EndsWith("step 1", StringComparison.Ordinal) || x.EndsWith("too late", StringComparison.Ordinal));
    }

    [Fact]
    public void OnOrderEvent_Throws_EndsAfterTheStep()
    {
        var steps = 0;
        var run = Run(a => a.Add("AAA"), a =>
        {
            steps++;
            if (a.Step == 0) a.MarketOrder(a.Symbol, 5);
        }, _ => throw new InvalidOperationException("no book"));
        Written(run, "no book");
        Assert.Equal(1, steps);
        Assert.Equal(OrderStatus.Filled, Assert.Single(run.Orders).Status);
    }

    [Fact]
    public void OnEndOfAlgorithm_Throws_KeepsTheRun()
    {
        var run = Run(a => a.Add("AAA"), a =>
        {
            if (a.Step == 0) a.MarketOrder(a.Symbol, 5);
            a.AtEnd = () => throw new InvalidOperationException("no summary");
        });
        Assert.Equal("1", (string)Written(run, "no summary")["statistics"]["Total Orders"]);
    }
}
