using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Analysis;

/// <summary>Each day's predictions in order, with their ranks and quantiles.</summary>
internal sealed class FactorOrder
{
    public FactorOrder(FactorPanel panel, ReadOnlySpan<float> predictions, int quantiles)
    {
        Sorted = new ulong[panel.RowCount];
        Deviations = new int[panel.RowCount];
        Cut = new byte[panel.RowCount];
        var scratch = new ulong[panel.RowCount];
        for (var day = 0; day < panel.DayCount; day++)
        {
            var (first, count) = (panel.Starts[day], panel.Starts[day + 1] - panel.Starts[day]);
            var values = predictions.Slice(first, count);
            var sorted = Sorted.AsSpan(first, count);
            FloatOrder.Sort(values, sorted, scratch);
            FloatOrder.Deviations(sorted, Deviations.AsSpan(first, count));
            if (!QuantileCut.Assign(sorted, values, quantiles, Cut.AsSpan(first, count)))
                UncutDays++;
        }
    }

    /// <summary>(rows) entries of <see cref="FloatOrder"/>, ascending within each day; indices count from the day's first row.</summary>
    public ulong[] Sorted { get; }

    /// <summary>(rows) twice the rank about the mean rank of the day.</summary>
    public int[] Deviations { get; }

    /// <summary>(rows) 1 to q; 0 on days without quantiles.</summary>
    public byte[] Cut { get; }

    public int UncutDays { get; }
}
