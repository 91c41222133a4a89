namespace LeanDeep.Training.Data.Loading;

/// <summary>What a network does to its last sum: prediction = mean + scale · sum. So the network itself learns labels of
/// mean 0 and variance 1, whatever their unit.</summary>
/// <param name="Mean">In units of the label.</param>
/// <param name="Scale">In units of the label, positive.</param>
public sealed record LabelScaling(float Mean, float Scale)
{
    /// <summary>Leaves sums as they are: the network learns the labels themselves.</summary>
    public static LabelScaling None { get; } = new(0, 1);

    /// <summary>Mean and standard deviation (population) of the training rows' labels, and of no others; the scale is 1 where they
    /// are all equal.</summary>
    /// <exception cref="ArgumentException">No rows.</exception>
    public static LabelScaling Of(SupervisedDataset dataset, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (rows.Length == 0)
            throw new ArgumentException("expected training rows, found none", nameof(rows));
        double sum = 0, squares = 0;
        foreach (var row in rows)
            sum += dataset.Labels[row];
        var mean = sum / rows.Length;
        foreach (var row in rows)
            squares += (dataset.Labels[row] - mean) * (dataset.Labels[row] - mean);
        var deviation = (float)Math.Sqrt(squares / rows.Length);
        return new LabelScaling((float)mean, deviation > 0 ? deviation : 1);
    }
}
