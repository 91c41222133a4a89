using System.Diagnostics;
using QuantConnect;
using QuantConnect.Lean.Engine;

namespace LeanDeep.Tests.Platform.Lean.Engine;

/// <summary>Algorithms that never return: the run ends at its limit, which the error names, and what came before is written.</summary>
public sealed class TimeLimitTests : IDisposable
{
    private readonly DataFolder _data = new();

    public TimeLimitTests() => _data.Daily("AAA", "2020-01-06", 10m, 11, 12, 13);

    public void Dispose() => _data.Dispose();

    private BacktestRun Run(Action<ScriptedAlgorithm> initialize, Action<ScriptedAlgorithm> onData = null)
    {
        var watch = Stopwatch.StartNew();
        var run = _data.RunToFiles(new ScriptedAlgorithm(DataFolder.Date("2020-01-06"), DataFolder.Date("2020-01-09"), initialize, onData),
            new TimeLimits(Step: TimeSpan.FromMilliseconds(600), Initialization: TimeSpan.FromMilliseconds(600), EventMinutes: 1));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.6, 20);
        Assert.Equal(AlgorithmStatus.RuntimeError, run.Status);
        Assert.IsType<TimeoutException>(run.RuntimeError);
        Assert.Contains(run.RuntimeError.Message, File.ReadAllText(Path.Combine(_data.Results, "test.json")), StringComparison.Ordinal);
        return run;
    }

    // Ends with the test run; an algorithm's endless loop would keep a processor.
    private static void Forever() => Thread.Sleep(Timeout.Infinite);

    [Fact]
    public void Initialize_NeverReturns_EndsAtItsLimit() =>
        Assert.Equal("Execution Security Error: Operation timed out - 0.01 minutes max. Check for recursive loops.", Run(_ => Forever()).RuntimeError.Message);

    [Fact]
    public void OnData_NeverReturns_EndsWithWhatCameBefore()
    {
        var run = Run(a => a.Add("AAA"), a =>
        {
            if (a.Step == 0) a.MarketOrder(a.Symbol, 5);
            else if (a.Step == 1) Forever();
        });
        Assert.StartsWith("Algorithm took longer than 0.01 minutes on a single time loop. CurrentTimeStepElapsed: 0.0", run.RuntimeError.Message, StringComparison.Ordinal);
        Assert.Equal(2, run.OrderEvents.Count);
    }

    [Fact]
    public void ScheduledEvent_NeverReturns_EndsAtTheStepsLimit()
    {
        var run = Run(a =>
        {
            a.Add("AAA");
            a.Schedule.On(a.DateRules.On(2020, 1, 7), a.TimeRules.At(12, 0), Forever);
        });
        Assert.StartsWith("Algorithm took longer than 0.01 minutes", run.RuntimeError.Message, StringComparison.Ordinal);
    }

    // The loop goes on while the results are written: nothing of it may reach them.
    [Fact]
    public void EndlessLoopThatCallsTheEngine_IsStoppedThere()
    {
        var (laps, stopped) = (0, false);
        var run = Run(a => a.Add("AAA"), a =>
        {
            try
            {
                while (true)
                {
                    a.Error($"lap {laps++}");
                    Thread.Sleep(1);
                }
            }
            catch (TimeoutException)
            {
                stopped = true;
                throw;
            }
        });
        Assert.True(stopped);
        Assert.Equal(laps - 1, run.Log.Count(x => x.Contains(" lap ", StringComparison.Ordinal)));
        Assert.Single(run.Log, x => x.Contains("Runtime Error: ", StringComparison.Ordinal));
    }
}
