using LeanDeep.Training.DataParallel;

namespace LeanDeep.Tests.Training.DataParallel;

/// <summary>Workers that are threads of one process, with the arithmetic of an all-reduce: what several processes do, without them.</summary>
internal sealed class ThreadWorkers : WorkerGroup
{
    private readonly Exchange _exchange;

    private ThreadWorkers(Exchange exchange, int rank) => (_exchange, Rank) = (exchange, rank);

    public override int Rank { get; }
    public override int Count => _exchange.Barrier.ParticipantCount;

    protected override void SumOverAll(Span<double> values)
    {
        _exchange.Parts[Rank] = values.ToArray();
        Wait();
        values.Clear();
        foreach (var part in _exchange.Parts)
            for (var i = 0; i < values.Length; i++)
                values[i] += part[i];
        Wait();
    }

    /// <summary>Runs one thread for each worker; the first error of any is passed on.</summary>
    public static T[] Run<T>(int count, Func<WorkerGroup, T> work)
    {
        var exchange = new Exchange(new Barrier(count), new double[count][]);
        var results = new T[count];
        Exception? error = null;
        var threads = Enumerable.Range(0, count).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = work(new ThreadWorkers(exchange, rank));
            }
            catch (Exception failure)
            {
                Interlocked.CompareExchange(ref error, failure, null);
                exchange.Barrier.RemoveParticipant();
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        exchange.Barrier.Dispose();
        return error is null ? results : throw error;
    }

    private void Wait() => Assert.True(_exchange.Barrier.SignalAndWait(TimeSpan.FromSeconds(30)), "workers wait for each other");

    private sealed record Exchange(Barrier Barrier, double[][] Parts);
}
