using LeanDeep.Brokerages.Calendar;
using LeanDeep.Brokerages.Simulator.Market;
using LeanDeep.Brokerages.Simulator.Replay;

namespace LeanDeep.Brokerages.Simulator.Server;

/// <summary>What the server's threads share: the exchange, the clock, the clients. <see cref="Do{T}"/> lets in one at a time.</summary>
internal sealed class SimulatorState
{
    private readonly Lock _lock = new();
    private readonly Exchange _exchange;
    private readonly List<(MarketFeed Feed, bool IsIex)> _markets = [];
    private readonly List<UpdateFeed> _updates = [];

    public SimulatorState(SimulatorOptions options)
    {
        Options = options;
        Library = new BarLibrary(options.DataFolder, options.From, options.Through);
        Start = MarketCalendar.Utc(options.From.ToDateTime(TimeOnly.MinValue));
        End = MarketCalendar.Utc(options.Through.AddDays(1).ToDateTime(TimeOnly.MinValue));
        Clock = new SimulationClock(Start);
        Faults = new Faults(options.Seed + 1);
        History = new HistoricalBars(Library);
        _exchange = new Exchange(Library, Start, options.Cash, options.VolumeShare, options.Seed) { Happened = Tell, Ended = (symbol, bar) => Ended(symbol, bar) };
    }

    public SimulatorOptions Options { get; }
    public BarLibrary Library { get; }
    public HistoricalBars History { get; }
    public SimulationClock Clock { get; }
    public Faults Faults { get; }

    /// <summary>UTC.</summary>
    public DateTime Start { get; }

    /// <summary>UTC.</summary>
    public DateTime End { get; }

    public T Do<T>(Func<Exchange, T> action)
    {
        lock (_lock) return action(_exchange);
    }

    public bool Knows(string? key, string? secret) => key == Options.Key && secret == Options.Secret && !Faults.Plan.KeysRevoked;

    public void SetFaults(FaultPlan plan)
    {
        lock (_lock)
        {
            Faults.Plan = plan;
            _exchange.PartialFills = plan.PartialFills;
            _exchange.Halt(plan.Halt);
        }
        if (plan.KeysRevoked) CutAll(data: true, updates: true);
    }

    public DateTime NextEvent()
    {
        lock (_lock) return _exchange.NextEvent();
    }

    /// <summary>Moves to a time at or before the next event.</summary>
    public void MoveTo(DateTime time)
    {
        lock (_lock)
        {
            // Timers of clients in this process see the market as it is before the minute's end.
            Clock.AdvanceTo(time);
            _exchange.MoveTo(time);
            foreach (var (feed, _) in _markets) feed.Flush();
        }
    }

    public void Add(MarketFeed feed, bool isIex)
    {
        lock (_lock) _markets.Add((feed, isIex));
        feed.Greet();
    }

    public void Add(UpdateFeed feed)
    {
        lock (_lock) _updates.Add(feed);
    }

    public void Remove(object feed)
    {
        lock (_lock)
        {
            _markets.RemoveAll(market => market.Feed == feed);
            _updates.RemoveAll(update => update == feed);
        }
    }

    /// <summary>Carries out a message of a market data client. One connection is allowed to each feed.</summary>
    public void Take(MarketFeed feed, bool isIex, ReadOnlySpan<byte> message)
    {
        lock (_lock)
            feed.Take(message,
                (key, secret) => (Knows(key, secret), !_markets.Any(other => other.Feed != feed && other.IsIex == isIex && other.Feed.IsAuthenticated)),
                symbol =>
                {
                    if (symbol != "*") _exchange.Follow(symbol);
                    else
                        foreach (var name in Library.Symbols) _exchange.Follow(name);
                }, isIex);
    }

    public void Take(UpdateFeed feed, ReadOnlySpan<byte> message)
    {
        lock (_lock) feed.Take(message, Knows);
    }

    public void CutAll(bool data, bool updates)
    {
        lock (_lock)
        {
            if (data)
                foreach (var (feed, _) in _markets) feed.Socket.Cut();
            if (updates)
                foreach (var feed in _updates) feed.Socket.Cut();
        }
    }

    private void Ended(string symbol, ReplayBar bar)
    {
        foreach (var (feed, _) in _markets) feed.Minute(symbol, bar, _exchange.SessionOf(symbol));
    }

    private void Tell(string word, SimulatedOrder order, decimal quantity, decimal price)
    {
        // Drawn whether or not anyone listens, so that ids do not depend on it.
        var execution = _exchange.NewId();
        byte[]? message = null;
        foreach (var feed in _updates)
            if (feed.IsListening)
                feed.Socket.Send(message ??= Answers.Bytes(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("stream", "trade_updates");
                    json.WriteStartObject("data");
                    json.WriteString("event", word);
                    json.WriteString("execution_id", execution);
                    if (quantity > 0)
                    {
                        json.WriteString("price", Answers.Number(price));
                        json.WriteString("qty", Answers.Number(quantity));
                        json.WriteString("position_qty", Answers.Number(_exchange.Account.Held(order.Symbol)));
                    }
                    json.WriteString("timestamp", Answers.Time(_exchange.Now));
                    json.WritePropertyName("order");
                    Answers.Order(json, order);
                    json.WriteEndObject();
                    json.WriteEndObject();
                }), disturbed: true);
    }
}
