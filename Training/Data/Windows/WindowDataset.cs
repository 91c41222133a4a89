using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Data.Windows;

/// <summary>All decisions that a series of returns allows: sample i is made at the end of <see cref="Stamps"/>[i], reads the returns of the lookback up to
/// then, and is judged by those of the horizon after the gap.</summary>
/// <remarks>Inputs and universe of a sample depend on bars up to its stamp alone; no name is left out because of what becomes of it later.</remarks>
public sealed class WindowDataset : IDisposable
{
    private readonly Tensor _values, _runs, _trades;
    private readonly int _first;

    /// <param name="series">Returns.</param>
    /// <param name="options">Lookback, gap and horizon.</param>
    /// <param name="type">Of the tensors. Default float32.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the series is too short for one sample.</exception>
    public WindowDataset(ReturnSeries series, WindowOptions options, ScalarType type = ScalarType.Float32)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Checked();
        Series = series;
        var (sessions, names) = (series.Sessions.Count, series.Names.Count);
        // The first session has returns only where they were given as such.
        _first = series.Defined.AsSpan(0, names).Contains(true) ? 0 : 1;
        Count = sessions - _first - options.Lookback - options.Gap - options.Horizon + 1;
        if (Count < 1)
            throw new ArgumentException($"expected at least {_first + options.Lookback + options.Gap + options.Horizon} sessions, found {sessions}", nameof(series));
        Stamps = [.. series.Sessions.Skip(_first + options.Lookback - 1).Take(Count)];
        var runs = new int[sessions * names];
        for (var i = 0; i < runs.Length; i++)
            runs[i] = !series.Defined[i] ? 0 : i < names ? 1 : runs[i - names] + 1;
        using var scope = NewDisposeScope();
        _values = tensor(series.Values, [series.Channels.Count, sessions, names], dtype: type).DetachFromDisposeScope();
        _runs = tensor(runs, [sessions, names]).DetachFromDisposeScope();
        _trades = tensor(series.Trades, [sessions, names]).DetachFromDisposeScope();
    }

    public WindowOptions Options { get; }
    public ReturnSeries Series { get; }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>(samples) the session at whose end each decision is made.</summary>
    public IReadOnlyList<DateOnly> Stamps { get; }

    /// <summary>(samples) the last session that a sample's outcomes see: what training on it has seen.</summary>
    public DateOnly LastSeen(int sample) => Series.Sessions[Session(sample) + Options.Gap + Options.Horizon];

    /// <summary>Samples whose stamp lies from <paramref name="first"/> and whose outcomes end by <paramref name="last"/>; null for no limit.</summary>
    public int[] SamplesWithin(DateOnly? first, DateOnly? last) =>
        [.. Enumerable.Range(0, Count).Where(i => (first is not { } from || Stamps[i] >= from) && (last is not { } through || LastSeen(i) <= through))];

    /// <summary>Samples as tensors, which the caller disposes.</summary>
    /// <param name="samples">Indices.</param>
    /// <param name="assets">Indices of names; null for all.</param>
    /// <param name="lookback">The newest so many returns; null for all of the lookback.</param>
    /// <param name="horizon">The first so many outcomes; null for all.</param>
    /// <exception cref="ArgumentException">An index or a length is out of range.</exception>
    public WindowBatch Batch(IReadOnlyList<int> samples, IReadOnlyList<int>? assets = null, int? lookback = null, int? horizon = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var (past, future) = (lookback ?? Options.Lookback, horizon ?? Options.Horizon);
        if (past < 1 || past > Options.Lookback || future < 1 || future > Options.Horizon)
            throw new ArgumentException($"expected a lookback within 1 … {Options.Lookback} and a horizon within 1 … {Options.Horizon}, found {past} and {future}", nameof(lookback));
        foreach (var sample in samples)
            if (sample < 0 || sample >= Count)
                throw new ArgumentException($"expected samples within 0 … {Count - 1}, found {sample}", nameof(samples));
        using var scope = NewDisposeScope();
        var names = assets is null ? null : tensor([.. assets.Select(asset => (long)asset)]);
        var at = tensor([.. samples.Select(sample => (long)Session(sample))]);
        var inputs = Windows(_values, at.sub(past - 1), past, names);
        var outcomes = Windows(_values, at.add(Options.Gap + 1), future, names);
        var universe = _runs.index_select(0, at).ge(past).logical_and(_trades.index_select(0, at));
        if (names is not null)
            universe = universe.index_select(1, names);
        return new WindowBatch(
            inputs.MoveToOuterDisposeScope(), outcomes.MoveToOuterDisposeScope(), universe.MoveToOuterDisposeScope(),
            [.. samples], assets is null ? [.. Enumerable.Range(0, Series.Names.Count)] : [.. assets]);
    }

    /// <summary>The universe of decisions that follow each other: element (i, j) is that of sample <paramref name="samples"/>[i] + j.</summary>
    /// <param name="samples">Indices.</param>
    /// <param name="steps">Decisions from each sample on, up to the horizon.</param>
    /// <param name="assets">Indices of names; null for all.</param>
    /// <returns>(samples, steps, assets) bool, the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">Steps go beyond the horizon.</exception>
    public Tensor Universes(IReadOnlyList<int> samples, int steps, IReadOnlyList<int>? assets = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (steps < 1 || steps > Options.Horizon)
            throw new ArgumentException($"expected steps within 1 … {Options.Horizon}, found {steps}", nameof(steps));
        using var scope = NewDisposeScope();
        var at = tensor([.. samples.SelectMany(sample => Enumerable.Range(0, steps).Select(step => (long)Session(sample) + step))]);
        var universe = _runs.index_select(0, at).ge(Options.Lookback).logical_and(_trades.index_select(0, at)).view(samples.Count, steps, -1);
        if (assets is not null)
            universe = universe.index_select(2, tensor([.. assets.Select(asset => (long)asset)]));
        return universe.MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _values.Dispose();
        _runs.Dispose();
        _trades.Dispose();
    }

    private int Session(int sample) => _first + Options.Lookback - 1 + sample;

    // (channels, sessions, names) → (samples, channels, length, names).
    private static Tensor Windows(Tensor values, Tensor starts, int length, Tensor? names)
    {
        var windows = values.unfold(1, length, 1).index_select(1, starts).permute(1, 0, 3, 2);
        return names is null ? windows.contiguous() : windows.index_select(3, names);
    }
}
