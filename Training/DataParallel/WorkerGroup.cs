using System.Security.Cryptography;

namespace LeanDeep.Training.DataParallel;

/// <summary>Workers that train one network together: each computes the gradient of its share of every batch, and all take the step of the mean.</summary>
/// <remarks>All of them call the same methods in the same order. Source: Sergeev and Del Balso (2018), Horovod.</remarks>
public abstract class WorkerGroup
{
    /// <summary>Number of this worker, from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>How many there are.</summary>
    public abstract int Count { get; }

    /// <summary>Whether this worker writes files and speaks for all.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>Time in sums so far, the wait for slower workers included.</summary>
    public TimeSpan Shared { get; private set; }

    /// <summary>Replaces numbers by their sums over all workers, the same bits on each.</summary>
    /// <param name="values">As many on each.</param>
    public void Sum(Span<double> values)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        SumOverAll(values);
        Shared += System.Diagnostics.Stopwatch.GetElapsedTime(start);
    }

    /// <summary>As <see cref="Sum"/>.</summary>
    protected abstract void SumOverAll(Span<double> values);

    /// <summary>Replaces numbers by their means over all workers, the same bits on each.</summary>
    public void Average(Span<double> values)
    {
        Sum(values);
        foreach (ref var value in values)
            value /= Count;
    }

    /// <summary>Mean of a number over all workers.</summary>
    public double Average(double value)
    {
        Span<double> one = [value];
        Average(one);
        return one[0];
    }

    /// <summary>Whether any worker says so.</summary>
    public bool Any(bool mine) => Average(mine ? 1 : 0) > 0;

    /// <summary>The part of so many samples that is this worker's; the parts differ by one at most.</summary>
    public (int First, int Count) ShareOf(int total)
    {
        var first = (int)((long)total * Rank / Count);
        return (first, (int)((long)total * (Rank + 1) / Count) - first);
    }

    /// <summary>Asserts that all workers hold the same numbers.</summary>
    /// <exception cref="InvalidOperationException">They do not: one began elsewhere, or another machine computes otherwise.</exception>
    public void RequireSame(string what, ReadOnlySpan<double> values)
    {
        // A 32-bit number: its sums are exact.
        double mine = BitConverter.ToUInt32(SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values)));
        if (Any(Average(mine) != mine))
            throw new InvalidOperationException($"{what}: expected the same on all {Count} workers, found others on worker {Rank} than on the rest, or on one of the rest");
    }
}
