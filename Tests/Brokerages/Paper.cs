using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Alpaca.Rest;
using LeanDeep.Brokerages.Alpaca.Streams;
using LeanDeep.Brokerages.Calendar;
using LeanDeep.Brokerages.Simulator;

namespace LeanDeep.Tests.Brokerages;

/// <summary>A simulated broker on the sample market, and a client's options for it.</summary>
internal sealed class Paper : IAsyncDisposable
{
    public const string Folder = "Data";

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _streams = [];

    private Paper(BrokerSimulator broker)
    {
        Broker = broker;
        var draws = new Random(7);
        Options = new AlpacaOptions
        {
            Trading = broker.Address,
            Data = broker.Address,
            DataStream = new UriBuilder(broker.Address) { Scheme = "ws" }.Uri,
            FirstDelay = TimeSpan.FromMilliseconds(5),
            LongestDelay = TimeSpan.FromMilliseconds(50),
            Timeout = TimeSpan.FromSeconds(5),
            RequestsPerMinute = 100_000,
            Jitter = () => { lock (draws) return draws.NextDouble(); },
        };
        Client = new TradingClient(Options, Credentials);
    }

    public BrokerSimulator Broker { get; }
    public AlpacaOptions Options { get; }
    public AlpacaCredentials Credentials { get; } = new("SIMULATED-KEY", "simulated-secret");
    public TradingClient Client { get; }
    public OrderTracker Tracker { get; } = new();
    public List<OrderChange> Changes { get; } = [];
    public List<string> Faults { get; } = [];

    public static async Task<Paper> StartAsync(string from = "2012-03-05", string through = "2012-03-16", decimal cash = 100_000, int requestsPerMinute = 0) => new(await BrokerSimulator.StartAsync(new SimulatorOptions
    {
        DataFolder = Path.Combine(SharedFolder.Repository, Folder),
        From = DateOnly.Parse(from),
        Through = DateOnly.Parse(through),
        Seed = 1,
        Speed = 0,
        Cash = cash,
        RequestsPerMinute = requestsPerMinute,
    }));

    /// <summary>Moves to a time in New York.</summary>
    public void To(string newYork) => Broker.AdvanceTo(MarketCalendar.Utc(DateTime.Parse(newYork)));

    public async Task<TradeUpdateStream> ListenAsync()
    {
        var stream = new TradeUpdateStream(Options, Credentials, Client, Tracker, change => { lock (Changes) Changes.Add(change); }, message => { lock (Faults) Faults.Add(message); });
        _streams.Add(stream.RunAsync(_stop.Token));
        await stream.Ready.WaitAsync(TimeSpan.FromSeconds(10));
        return stream;
    }

    public async Task<MarketDataStream> WatchAsync(Subscription subscription, IMarketDataSink sink)
    {
        var stream = new MarketDataStream(Options, Credentials, subscription, sink);
        _streams.Add(stream.RunAsync(_stop.Token));
        await stream.Ready.WaitAsync(TimeSpan.FromSeconds(10));
        return stream;
    }

    /// <summary>Waits until something is so, for messages take their time.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 2_000 && !condition(); i++) await Task.Delay(5);
        Assert.True(condition());
    }

    public decimal Filled(string clientId) { lock (Changes) return Changes.Where(change => change.Order.ClientId == clientId).Sum(change => change.FillQuantity); }

    public bool Has(OrderStatus status) { lock (Changes) return Changes.Any(change => change.Order.Status == status); }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_streams).WaitAsync(TimeSpan.FromSeconds(10));
        Client.Dispose();
        await Broker.DisposeAsync();
        _stop.Dispose();
    }
}
