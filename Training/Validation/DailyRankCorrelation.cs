using System.Buffers;

namespace LeanDeep.Training.Validation;

/// <summary>Daily Spearman correlations of many predictions with the same outcomes, whose ranks are taken once: the kernel of a grid of models,
/// each predicting the same rows after each epoch.</summary>
/// <remarks>Ties get the mean of their ranks. Ranks are whole numbers throughout, so the result is that of <see cref="InformationCoefficient.Daily"/>
/// bit for bit, whatever the order of sums. Safe for use by several threads at once; nothing is allocated per call.</remarks>
public sealed class DailyRankCorrelation
{
    private readonly int[] _starts;
    private readonly int[] _outcomes; // twice the rank about the mean rank
    private readonly long[] _squares;
    private readonly int _mostNames;

    /// <param name="sessions">(rows) session of each row, never decreasing.</param>
    /// <param name="outcomes">(rows) without NaN.</param>
    /// <exception cref="ArgumentException">Lengths differ, sessions decrease, or an outcome is NaN.</exception>
    public DailyRankCorrelation(ReadOnlySpan<int> sessions, ReadOnlySpan<float> outcomes)
    {
        if (outcomes.Length != sessions.Length)
            throw new ArgumentException($"expected {sessions.Length} values, found {outcomes.Length}", nameof(outcomes));
        var days = new List<int>();
        var starts = new List<int>();
        for (var row = 0; row < sessions.Length; row++)
            if (row == 0 || sessions[row] != sessions[row - 1])
            {
                if (row > 0 && sessions[row] < sessions[row - 1])
                    throw new ArgumentException($"expected sessions that never decrease, found {sessions[row]} after {sessions[row - 1]}", nameof(sessions));
                days.Add(sessions[row]);
                starts.Add(row);
            }
        Sessions = days;
        _starts = [.. starts, sessions.Length];
        _outcomes = new int[sessions.Length];
        _squares = new long[days.Count];
        for (var day = 0; day < days.Count; day++)
            _mostNames = Math.Max(_mostNames, _starts[day + 1] - _starts[day]);
        var (sorted, scratch) = (new ulong[_mostNames], new ulong[_mostNames]);
        for (var day = 0; day < days.Count; day++)
        {
            var (first, count) = (_starts[day], _starts[day + 1] - _starts[day]);
            FloatOrder.Sort(outcomes.Slice(first, count), sorted, scratch);
            _squares[day] = FloatOrder.Deviations(sorted.AsSpan(0, count), _outcomes.AsSpan(first, count));
        }
    }

    /// <summary>(days) that have rows, in order.</summary>
    public IReadOnlyList<int> Sessions { get; }

    public int DayCount => _squares.Length;
    public int RowCount => _outcomes.Length;

    /// <param name="predictions">(rows) without NaN.</param>
    /// <param name="correlations">(days) receives one for each; NaN with fewer than two names, or constant predictions or outcomes.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a prediction is NaN.</exception>
    public void Compute(ReadOnlySpan<float> predictions, Span<double> correlations)
    {
        if (predictions.Length != RowCount)
            throw new ArgumentException($"expected {RowCount} values, found {predictions.Length}", nameof(predictions));
        if (correlations.Length != DayCount)
            throw new ArgumentException($"expected room for {DayCount} days, found {correlations.Length}", nameof(correlations));
        var buffer = ArrayPool<ulong>.Shared.Rent(2 * _mostNames);
        try
        {
            Span<ulong> sorted = buffer.AsSpan(0, _mostNames), scratch = buffer.AsSpan(_mostNames, _mostNames);
            for (var day = 0; day < DayCount; day++)
            {
                var (first, count) = (_starts[day], _starts[day + 1] - _starts[day]);
                FloatOrder.Sort(predictions.Slice(first, count), sorted, scratch);
                correlations[day] = Correlation(sorted[..count], _outcomes.AsSpan(first, count), _squares[day]);
            }
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(buffer);
        }
    }

    /// <summary>Of sorted predictions with outcomes' rank deviations.</summary>
    internal static double Correlation(ReadOnlySpan<ulong> sorted, ReadOnlySpan<int> outcomes, long outcomeSquares)
    {
        long products = 0, squares = 0;
        for (var first = 0; first < sorted.Length;)
        {
            var next = FloatOrder.EndOfTie(sorted, first);
            long deviation = first + next - sorted.Length, sum = 0;
            for (var i = first; i < next; i++)
                sum += outcomes[FloatOrder.Index(sorted[i])];
            products += deviation * sum;
            squares += deviation * deviation * (next - first);
            first = next;
        }
        return squares == 0 || outcomeSquares == 0 ? double.NaN : products / Math.Sqrt((double)squares * outcomeSquares);
    }
}
