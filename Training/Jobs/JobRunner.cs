using System.Diagnostics;

namespace LeanDeep.Training.Jobs;

/// <summary>Does the steps of a run with threads of this process. Others may be at work on the same folder: each step is done by one of them.</summary>
/// <param name="folder">What they share.</param>
/// <param name="journal">Told of what this one does.</param>
/// <param name="attempts">How often a step may fail, all runners together, at least 1.</param>
public sealed class JobRunner(JobFolder folder, JobJournal journal, int attempts)
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

    /// <summary>Told of each step that is done, here or elsewhere: the step, how many are, and how many there are.</summary>
    public Action<JobStep, int, int>? Progress { get; init; }

    /// <summary>Told of what the run survives.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Does what is not done, in the order of the list as far as inputs allow, and waits for what others do.</summary>
    /// <param name="steps">Inputs before what needs them.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="cancellation">Ends the run; what was published stays.</param>
    /// <exception cref="ArgumentException">A name comes twice, or an input is not before its step.</exception>
    /// <exception cref="JobFailedException">A step failed as often as it may. All that does not need it is done.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Run(IReadOnlyList<JobStep> steps, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Check(steps);
        var run = new Work(this, steps, new Dictionary<string, int>(JobJournal.Failures(folder.Root)), cancellation);
        var workers = Enumerable.Range(0, Math.Min(threads, Math.Max(1, steps.Count))).Select(i => new Thread(run.Loop) { IsBackground = true, Name = $"job {i}" }).ToArray();
        foreach (var worker in workers)
            worker.Start();
        foreach (var worker in workers)
            worker.Join();
        if (run.Fault is { } fault)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
        cancellation.ThrowIfCancellationRequested();
        if (run.Failure is { } failure)
            throw failure;
    }

    private static void Check(IReadOnlyList<JobStep> steps)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            if (step.Inputs.FirstOrDefault(input => !known.Contains(input)) is { } input)
                throw new ArgumentException($"step {step.Name}: expected inputs that come before it, found {input}", nameof(steps));
            if (!known.Add(step.Name))
                throw new ArgumentException($"expected each step once, found {step.Name} twice", nameof(steps));
        }
    }

    private sealed class Work(JobRunner runner, IReadOnlyList<JobStep> steps, Dictionary<string, int> failures, CancellationToken cancellation)
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, JobState> _states = steps.ToDictionary(step => step.Name, _ => JobState.Pending);
        private readonly Dictionary<string, long> _elsewhere = [];
        private int _done;

        public JobFailedException? Failure { get; private set; }
        public Exception? Fault { get; private set; }

        public void Loop()
        {
            try
            {
                while (!cancellation.IsCancellationRequested && Fault == null && Next(out var step))
                    if (step != null)
                        Do(step);
            }
#pragma warning disable CA1031 // passed on by the thread that waits
            catch (Exception error)
#pragma warning restore CA1031
            {
                lock (_gate)
                {
                    Fault ??= error;
                    Monitor.PulseAll(_gate);
                }
            }
        }

        /// <returns>False when nothing is left that could be done.</returns>
        private bool Next(out JobStep? next)
        {
            lock (_gate)
            {
                var open = false;
                foreach (var step in steps)
                {
                    open |= _states[step.Name] == JobState.Running;
                    if (_states[step.Name] != JobState.Pending || step.Inputs.Any(input => _states[input] == JobState.Failed))
                        continue;
                    if (step.Inputs.Any(input => _states[input] != JobState.Done))
                        continue;
                    open = true;
                    if (_elsewhere.TryGetValue(step.Name, out var seen) && Stopwatch.GetElapsedTime(seen) < Again)
                        continue;
                    _states[step.Name] = JobState.Running;
                    next = step;
                    return true;
                }
                next = null;
                if (open)
                    Monitor.Wait(_gate, Again);
                return open;
            }
        }

        private void Do(JobStep step)
        {
            using var claim = runner.Folder.TryClaim(step);
            if (claim == null)
            {
                lock (_gate)
                {
                    _elsewhere[step.Name] = Stopwatch.GetTimestamp();
                    _states[step.Name] = JobState.Pending;
                }
                return;
            }
            if (runner.Folder.IsDone(step, out var damage))
            {
                End(step, JobState.Done);
                return;
            }
            if (damage != null)
            {
                runner.Warn?.Invoke($"{damage}: {step.Name} is made again");
                runner.Journal.Add(JobEvent.Damaged, step.Name, step.Key, 0, damage);
            }
            var failed = failures.GetValueOrDefault(step.Key);
            for (var last = ""; ; failed++)
            {
                if (failed >= runner.Attempts)
                {
                    Failure ??= new JobFailedException(step.Name, failed, last.Length > 0 ? last : LastMessage(step));
                    End(step, JobState.Failed);
                    return;
                }
                if (TryDo(step) is not { } message)
                    break;
                last = message;
            }
            End(step, JobState.Done);
        }

        /// <returns>Why it failed; null when it did not.</returns>
        private string? TryDo(JobStep step)
        {
            var start = Stopwatch.GetTimestamp();
            runner.Journal.Add(JobEvent.Began, step.Name, step.Key);
            try
            {
                runner.Folder.Publish(step, step.Run(cancellation));
            }
#pragma warning disable CA1031 // told with the step's name; the run ends with it when it comes too often
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                var message = error is AggregateException { InnerException: { } inner } ? inner.Message : error.Message;
                runner.Warn?.Invoke($"{step.Name} failed: {message}");
                runner.Journal.Add(JobEvent.Failed, step.Name, step.Key, Stopwatch.GetElapsedTime(start).TotalSeconds, message);
                return message;
            }
            runner.Journal.Add(JobEvent.Done, step.Name, step.Key, Stopwatch.GetElapsedTime(start).TotalSeconds);
            return null;
        }

        private string LastMessage(JobStep step) =>
            JobJournal.Read(runner.Folder.Root).LastOrDefault(entry => entry.Event == JobEvent.Failed && entry.Key == step.Key)?.Message ?? "";

        private void End(JobStep step, JobState state)
        {
            lock (_gate)
            {
                _states[step.Name] = state;
                if (state == JobState.Done)
                    runner.Progress?.Invoke(step, ++_done, steps.Count);
                Monitor.PulseAll(_gate);
            }
        }
    }

    private JobFolder Folder => folder;
    private JobJournal Journal => journal;
    private int Attempts => attempts;
}

/// <summary>A step failed as often as it may.</summary>
public sealed class JobFailedException : InvalidOperationException
{
    public JobFailedException(string step, int attempts, string message)
        : base($"{step}: failed {attempts} times, the last with: {message}") => Step = step;

    public JobFailedException() => Step = "";

    public JobFailedException(string message) : base(message) => Step = "";

    public JobFailedException(string message, Exception innerException) : base(message, innerException) => Step = "";

    /// <summary>Its name.</summary>
    public string Step { get; } = "";
}
