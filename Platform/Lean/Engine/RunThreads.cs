using System.Runtime.ExceptionServices;

namespace QuantConnect.Lean.Engine;

/// <summary>Who does the work of one run that need not be done in its turn: helper threads beside the run, or the run's own thread. The answers are the same.</summary>
internal sealed class RunThreads
{
    /// <summary>On threads of the pool, as many as there are processors: for a run that has the machine to itself.</summary>
    public static readonly RunThreads Helpers = new(TaskScheduler.Default);

    /// <summary>At once, by whoever hands it over: for runs side by side, which keep the processors busy themselves.</summary>
    public static readonly RunThreads Own = new(new AtOnce());

    private readonly TaskScheduler _scheduler;
    private readonly ParallelOptions _spread;

    private RunThreads(TaskScheduler scheduler)
    {
        _scheduler = scheduler;
        _spread = new ParallelOptions { TaskScheduler = scheduler, MaxDegreeOfParallelism = scheduler.MaximumConcurrencyLevel == 1 ? 1 : -1 };
    }

    /// <summary>Calls once with each number below a count, in any order.</summary>
    /// <remarks>Whatever a call throws reaches the caller as it was thrown.</remarks>
    public void For(int count, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, _spread, work);
        }
        catch (AggregateException failure)
        {
            ExceptionDispatchInfo.Capture(failure.InnerExceptions[0]).Throw();
        }
    }

    public Task Start(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);

    public Task<T> Start<T>(Func<T> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);

    /// <summary>Work to be done after other work has ended, in whatever way.</summary>
    public Task After(Task before, Action work) => before.ContinueWith(_ => work(), CancellationToken.None, TaskContinuationOptions.None, _scheduler);

    /// <inheritdoc cref="After(Task, Action)"/>
    public Task<T> After<T>(Task before, Func<T> work) => before.ContinueWith(_ => work(), CancellationToken.None, TaskContinuationOptions.None, _scheduler);

    private sealed class AtOnce : TaskScheduler
    {
        public override int MaximumConcurrencyLevel => 1;

        protected override void QueueTask(Task task) => TryExecuteTask(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
