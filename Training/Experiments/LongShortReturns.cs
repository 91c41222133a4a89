using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data.Loading;

namespace LeanDeep.Training.Experiments;

/// <summary>Daily returns of the long-short rule: bought at the close of the day of the prediction, sold when the label ends, without costs. It ranks
/// candidates by what they would have earned; a backtest says what is left after the next open and costs.</summary>
internal sealed class LongShortReturns
{
    private readonly LongShortRule _rule;
    private readonly float[] _labels;
    private readonly int[] _starts;
    private readonly double[] _weights;

    /// <param name="dataset">Rows.</param>
    /// <param name="rows">Those that will be predicted.</param>
    /// <param name="strategy">The rule.</param>
    public LongShortReturns(SupervisedDataset dataset, Range rows, StrategyConfig strategy)
    {
        _rule = new LongShortRule(strategy.SideCount, strategy.MinimumSideCount, strategy.Gross);
        _labels = dataset.Labels[rows];
        var sessions = dataset.RowSessions.AsSpan(rows);
        var starts = new List<int>();
        var most = 0;
        for (var row = 0; row < sessions.Length; row++)
            if (row == 0 || sessions[row] != sessions[row - 1])
            {
                most = Math.Max(most, row - (starts.Count > 0 ? starts[^1] : 0));
                starts.Add(row);
            }
        _starts = [.. starts, sessions.Length];
        _weights = new double[Math.Max(most, sessions.Length - (starts.Count > 0 ? starts[^1] : 0))];
    }

    public int DayCount => _starts.Length - 1;

    /// <param name="predictions">(rows).</param>
    /// <param name="returns">(days) receives fractions of equity; 0 on days without positions.</param>
    public void Compute(ReadOnlySpan<float> predictions, Span<double> returns)
    {
        for (var day = 0; day < DayCount; day++)
        {
            var (first, count) = (_starts[day], _starts[day + 1] - _starts[day]);
            var weights = _weights.AsSpan(0, count);
            var sum = 0.0;
            if (_rule.Decide(predictions.Slice(first, count), weights) > 0)
                for (var i = 0; i < count; i++)
                    sum += weights[i] * _labels[first + i];
            returns[day] = sum;
        }
    }
}
