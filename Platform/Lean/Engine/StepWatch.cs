using System.Diagnostics;

namespace QuantConnect.Lean.Engine;

/// <summary>Holds a run to its time limits. The run says where it is, which costs one write a step; another thread watches the clock.</summary>
internal sealed class StepWatch(TimeLimits limits)
{
    private enum Stage { Unlimited, Initialization, Step }

    // Stage in the two low bits; whatever is begun anew counts up above them.
    private int _place;
    private int _eventsBegun, _eventsEnded;

    public void BeginInitialization() => Begin(Stage.Initialization);

    public void BeginStep() => Begin(Stage.Step);

    /// <summary>What follows may take as long as it will.</summary>
    public void End() => Begin(Stage.Unlimited);

    public void BeginEvent() => Volatile.Write(ref _eventsBegun, _eventsBegun + 1);

    public void EndEvent() => Volatile.Write(ref _eventsEnded, _eventsBegun);

    /// <summary>Waits until a run ends or exceeds a limit.</summary>
    /// <returns>What it exceeded, in LEAN's words; null when it has ended, in whatever way.</returns>
    public string Wait(Task run)
    {
        var shortest = Math.Min(limits.Step.TotalMilliseconds, limits.Initialization.TotalMilliseconds);
        var pause = TimeSpan.FromMilliseconds(Math.Clamp(shortest / 4, 1, 1000));
        var (left, added) = (limits.EventMinutes, 0);
        var (place, since) = (Volatile.Read(ref _place), Stopwatch.GetTimestamp());
        var (scheduled, minutes, eventSince) = (0, 0, since);
        while (Task.WaitAny([run], pause) < 0)
        {
            var now = Stopwatch.GetTimestamp();
            if (Volatile.Read(ref _place) is var current && current != place) (place, since, added) = (current, now, 0);
            // A scheduled event's first minute is the step's; each further one is taken from those that events may add.
            if (Volatile.Read(ref _eventsBegun) is var begun && begun != scheduled) (scheduled, minutes, eventSince) = (begun, 1, now);
            if (begun != Volatile.Read(ref _eventsEnded) && Stopwatch.GetElapsedTime(eventSince, now) >= TimeSpan.FromMinutes(minutes))
            {
                minutes++;
                if (left-- > 0) added++;
            }
            var elapsed = Stopwatch.GetElapsedTime(since, now);
            switch ((Stage)(place & 3))
            {
                case Stage.Initialization when elapsed > limits.Initialization:
                    return FormattableString.Invariant($"Execution Security Error: Operation timed out - {limits.Initialization.TotalMinutes} minutes max. Check for recursive loops.");
                case Stage.Step when elapsed > limits.Step + TimeSpan.FromMinutes(added) || left < 0:
                    return FormattableString.Invariant($"Algorithm took longer than {limits.Step.TotalMinutes} minutes on a single time loop. CurrentTimeStepElapsed: {elapsed.TotalMinutes:0.0} minutes");
            }
        }
        return null;
    }

    private void Begin(Stage stage) => Volatile.Write(ref _place, (((_place >> 2) + 1) << 2) | (int)stage);
}
