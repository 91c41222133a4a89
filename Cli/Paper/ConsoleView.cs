using LeanDeep.Brokerages.Live;
using Spectre.Console;

namespace LeanDeep.Cli.Paper;

/// <summary>A run on a terminal, as it goes; elsewhere one line for each alert.</summary>
internal sealed class ConsoleView : IDisposable
{
    private const int Rows = 12;

    private readonly Lock _lock = new();
    private readonly TextWriter _error;
    private readonly Queue<string> _alerts = new();
    private readonly ManualResetEventSlim _over = new();
    private readonly Task _showing = Task.CompletedTask;
    private readonly bool _interactive;
    private PaperSnapshot? _last;

    public ConsoleView(TextWriter error)
    {
        _error = error;
        _interactive = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
        if (_interactive) _showing = Task.Factory.StartNew(Show, TaskCreationOptions.LongRunning);
    }

    public void Show(PaperSnapshot snapshot) { lock (_lock) _last = snapshot; }

    public void Say(string line)
    {
        lock (_lock)
        {
            if (!_interactive) _error.WriteLine(line);
            _alerts.Enqueue(line);
            if (_alerts.Count > 6) _alerts.Dequeue();
        }
    }

    public void Dispose()
    {
        _over.Set();
        _showing.Wait();
        _over.Dispose();
    }

    /// <summary>The state as a table and the alerts below it.</summary>
    internal static Rows Page(PaperSnapshot state, IEnumerable<string> alerts)
    {
        var positions = new Table().Border(TableBorder.Simple).AddColumns("name", "shares", "price", "value", "profit");
        foreach (var held in state.Positions.OrderByDescending(held => Math.Abs(held.Value)).Take(Rows))
            positions.AddRow(held.Symbol.EscapeMarkup(), $"{held.Quantity:#,0}", $"{held.Price:0.00}", $"{held.Value:#,0.00}", $"{held.Profit:#,0.00}");
        var orders = new Table().Border(TableBorder.Simple).AddColumns("order", "shares", "kind", "state");
        foreach (var order in state.Orders.Take(Rows))
            orders.AddRow(order.Symbol.EscapeMarkup(), $"{order.Quantity:#,0}", $"{order.Kind} {order.Duration}", order.State.EscapeMarkup());
        return new Rows(
            new Markup($"[bold]{state.Algorithm.EscapeMarkup()}[/]  {state.Time:yyyy-MM-dd HH:mm:ss} UTC  {(state.IsConnected ? "[green]connected[/]" : "[red]not connected[/]")}  {(state.Model ?? "").EscapeMarkup()}"),
            new Markup($"equity [bold]{state.Equity:#,0.00}[/]  cash {state.Cash:#,0.00}  {state.Positions.Count} positions  {state.Orders.Count} open orders  {state.Blocked} blocked  feed {1000 * state.FeedLatency:0.0} ms  decision {1000 * state.DecisionLatency:0.0} ms"),
            new Columns(positions, orders),
            new Text(string.Join('\n', alerts)));
    }

    private void Show()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_error) });
        console.Live(new Text("connecting")).Start(live =>
        {
            while (!_over.Wait(500))
                lock (_lock)
                    if (_last is { } state) live.UpdateTarget(Page(state, _alerts));
        });
    }
}
