using System.Diagnostics;
using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Simulator.Server;
using LeanDeep.Brokerages.State;

namespace LeanDeep.Cli.Paper.Checks;

/// <summary>Trades the same days twice: once undisturbed, and once with a broker that misbehaves and a process that is killed (SIGKILL) at random moments.</summary>
internal static class RestartCheck
{
    /// <param name="Algorithm">The options that name the algorithm, its data and parameters.</param>
    /// <param name="LongestRun">Seconds after which a run is killed at the latest.</param>
    internal sealed record Request(string Data, DateOnly From, int Days, int Kills, int Seed, IReadOnlyList<string> Algorithm, double LongestRun, string Folder);

    /// <param name="Repeated">Decisions that are in the journal twice.</param>
    /// <param name="Lost">Orders of the journal that neither reached the broker nor were taken back.</param>
    /// <param name="Unknown">Orders of the broker that the journal does not know.</param>
    /// <param name="Different">Orders that are not the same in both runs: session, name, side, quantity, shares filled, price.</param>
    /// <param name="Differences">What was named at restarts, by kind.</param>
    internal sealed record Result(int Days, int Kills, int Orders, int Repeated, int Lost, int Unknown, int Different, decimal Cash, decimal CashUndisturbed, decimal Equity, decimal EquityUndisturbed,
        bool SamePositions, IReadOnlyDictionary<string, int> Differences, double Seconds)
    {
        public bool IsRight => Repeated + Lost + Unknown + Different == 0 && Cash == CashUndisturbed && Equity == EquityUndisturbed && SamePositions;
    }

    private static readonly FaultPlan Faults = new()
    {
        Chance429 = 0.02, RetryAfterSeconds = 0, Chance500 = 0.03, Chance500After = 0.03, ChanceSilent = 0.03, Drop = 0.01, Duplicate = 0.05, Reorder = 0.05, PartialFills = 0.3,
    };

    public static async Task<Result> RunAsync(Request request, IProgress<string> progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var through = request.From.AddDays(2 * request.Days + 10);
        await using var calm = await PaperAccount.StartAsync(request.Data, request.From, through, request.Seed, Path.Combine(request.Folder, "undisturbed"), cancellation);
        await using var rough = await PaperAccount.StartAsync(request.Data, request.From, through, request.Seed, Path.Combine(request.Folder, "disturbed"), cancellation);
        var until = calm.Broker.Calendar.Sessions.Where(session => session.Date >= request.From).Take(request.Days).Last().Date;

        progress.Report("undisturbed");
        await calm.FinishAsync(request.Algorithm, until, cancellation);
        var draws = new Random(request.Seed);
        rough.Broker.Faults = Faults;
        var kills = 0;
        while (true)
        {
            progress.Report($"disturbed: {kills} kills, at {rough.Broker.Clock.Now:yyyy-MM-dd HH:mm} UTC");
            using var program = rough.Start(request.Algorithm, until);
            var patience = kills < request.Kills ? TimeSpan.FromSeconds(0.1 + request.LongestRun * draws.NextDouble()) : Timeout.InfiniteTimeSpan;
            if (await PaperAccount.WaitAsync(program, patience, cancellation)) break;
            kills++;
        }
        rough.Broker.Faults = new FaultPlan();
        return await CompareAsync(request, calm, rough, kills, watch, cancellation);
    }

    private static async Task<Result> CompareAsync(Request request, PaperAccount calm, PaperAccount rough, int kills, Stopwatch watch, CancellationToken cancellation)
    {
        var (expected, found) = (await calm.Client.OrdersAsync(DateTime.UnixEpoch, cancellation), await rough.Client.OrdersAsync(DateTime.UnixEpoch, cancellation));
        var (cash, undisturbed) = (await rough.Client.AccountAsync(cancellation), await calm.Client.AccountAsync(cancellation));
        var positions = (await rough.Client.PositionsAsync(cancellation)).Select(held => (held.Symbol, held.Quantity))
            .SequenceEqual((await calm.Client.PositionsAsync(cancellation)).Select(held => (held.Symbol, held.Quantity)));
        var book = new OrderBook();
        var differences = new SortedDictionary<string, int>(StringComparer.Ordinal);
        using (var journal = new Journal(Path.Combine(rough.State, "journal.jsonl")))
            foreach (var entry in journal.Entries)
            {
                book.Add(entry);
                if (entry is Found named) differences[named.Kind.ToString()] = differences.GetValueOrDefault(named.Kind.ToString()) + 1;
            }
        var ids = found.Select(order => order.ClientId).ToHashSet();
        var different = expected.Select(Key).GroupBy(key => key).ToDictionary(group => group.Key, group => group.Count());
        foreach (var order in found.Select(Key)) different[order] = different.GetValueOrDefault(order) - 1;
        return new Result(request.Days, kills, found.Count,
            book.Orders.Where(order => order.Root is null).GroupBy(order => (order.Decided, order.Request.Symbol)).Count(group => group.Count() > 1),
            book.Orders.Count(order => !ids.Contains(order.ClientId) && order.Ended is null && (order.Root is null or { Status: OrderStatus.Filled })),
            ids.Count(id => book.Find(id) is null), different.Values.Sum(Math.Abs), cash.Cash, undisturbed.Cash, cash.Equity, undisturbed.Equity, positions, differences, watch.Elapsed.TotalSeconds);
    }

    private static (DateTime, string, OrderSide, decimal, decimal, decimal, OrderStatus) Key(AlpacaOrder order) =>
        (order.SubmittedAt!.Value, order.Symbol, order.Side, order.Quantity, order.FilledQuantity, Math.Round(order.AveragePrice ?? 0, 6), order.Status);
}
