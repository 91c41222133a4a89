using System.Diagnostics;
using LeanDeep.Brokerages.Calendar;
using LeanDeep.Brokerages.Simulator.Market;
using LeanDeep.Brokerages.Simulator.Replay;
using LeanDeep.Brokerages.Simulator.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace LeanDeep.Brokerages.Simulator;

/// <summary>A broker on loopback that speaks Alpaca's protocol and whose market is a LEAN data folder.</summary>
/// <remarks>A function of its options, of what clients send and when it arrives: the same requests at the same simulated times have the same answers.</remarks>
public sealed class BrokerSimulator : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly WebApplication _server;
    private readonly SimulatorState _state;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _pace = Task.CompletedTask;

    private BrokerSimulator(WebApplication server, SimulatorState state)
    {
        _server = server;
        _state = state;
    }

    /// <summary>Where it listens: trading, data and streams alike.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Simulated time; timers made from it go off as it passes.</summary>
    public SimulationClock Clock => _state.Clock;

    /// <summary>The sessions of the market.</summary>
    public MarketCalendar Calendar => _state.Library.Calendar;

    /// <summary>Done when the replay has reached its end.</summary>
    public Task Completed => _completed.Task;

    /// <summary>How it misbehaves.</summary>
    public FaultPlan Faults
    {
        get => _state.Faults.Plan;
        set => _state.SetFaults(value);
    }

    /// <summary>Starts a simulator; with a speed of 0 its time stands still.</summary>
    /// <exception cref="InvalidDataException">The data folder is not one, or has no session in the dates.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<BrokerSimulator> StartAsync(SimulatorOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var state = new SimulatorState(options.Checked());
        var server = LoopbackServer.On(options.Port);
        server.UseWebSockets();
        server.Use(new RequestGate(state).HandleAsync);
        TradingEndpoints.Map(server, state);
        DataEndpoints.Map(server, state);
        var simulator = new BrokerSimulator(server, state);
        AdminEndpoints.Map(server, state, simulator);
        StreamEndpoints.Map(server, state, simulator._stop.Token);
        await server.StartAsync(cancellation).ConfigureAwait(false);
        simulator.Address = new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        if (options.Speed > 0) simulator._pace = Task.Run(simulator.PaceAsync, CancellationToken.None);
        return simulator;
    }

    /// <summary>Moves simulated time on, with all that happens until then.</summary>
    /// <param name="time">UTC; beyond the end of the replay it stops there.</param>
    public void AdvanceTo(DateTime time)
    {
        if (time > _state.End) time = _state.End;
        while (true)
        {
            var next = _state.NextEvent();
            _state.MoveTo(next <= time ? next : time);
            if (next >= time) break;
        }
        if (Clock.Now >= _state.End) _completed.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _pace.ConfigureAwait(false);
        _state.CutAll(data: true, updates: true);
        await _server.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task PaceAsync()
    {
        var options = _state.Options;
        var watch = Stopwatch.StartNew();
        var spent = 0.0;
        while (!_stop.IsCancellationRequested && Clock.Now < _state.End)
        {
            await Task.Delay(Step).ConfigureAwait(false);
            for (var budget = watch.Elapsed.TotalSeconds - spent; budget > 0 && Clock.Now < _state.End;)
            {
                var speed = Calendar.IsOpen(Clock.Now) ? options.Speed : options.ClosedSpeed ?? 10 * options.Speed;
                var next = _state.NextEvent();
                var needed = (next - Clock.Now).TotalSeconds / speed;
                AdvanceTo(needed <= budget ? next : Clock.Now.AddTicks((long)(budget * speed * TimeSpan.TicksPerSecond)));
                spent += Math.Min(budget, needed);
                budget -= needed;
            }
        }
    }
}
