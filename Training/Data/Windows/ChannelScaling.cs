using static TorchSharp.torch;

namespace LeanDeep.Training.Data.Windows;

/// <summary>Centre and scale of each channel of the inputs.</summary>
/// <param name="Centre">(channels).</param>
/// <param name="Scale">(channels) positive; 1 for a channel that does not vary.</param>
public sealed record ChannelScaling(IReadOnlyList<double> Centre, IReadOnlyList<double> Scale)
{
    /// <summary>Mean and standard deviation (population) of given samples, and of no others.</summary>
    /// <param name="dataset">Samples.</param>
    /// <param name="samples">Those of training.</param>
    /// <param name="overlapping">Whether every return of each lookback counts, as often as windows hold it; otherwise each sample's newest alone. Default false.</param>
    /// <exception cref="ArgumentException">There are no samples, or none has a name in its universe.</exception>
    public static ChannelScaling Standard(WindowDataset dataset, IReadOnlyList<int> samples, bool overlapping = false) => Of(dataset, samples, overlapping, Standard);

    /// <summary>Median and distance of two percentiles of given samples, and of no others.</summary>
    /// <param name="dataset">Samples.</param>
    /// <param name="samples">Those of training.</param>
    /// <param name="overlapping">As in <see cref="Standard(WindowDataset, IReadOnlyList{int}, bool)"/>.</param>
    /// <param name="lower">Percentile. Default 25.</param>
    /// <param name="upper">Percentile. Default 75.</param>
    /// <exception cref="ArgumentException">There are no samples, none has a name in its universe, or the percentiles do not increase within 0 … 100.</exception>
    public static ChannelScaling Robust(WindowDataset dataset, IReadOnlyList<int> samples, bool overlapping = false, double lower = 25, double upper = 75)
    {
        if (!(lower >= 0 && lower < upper && upper <= 100))
            throw new ArgumentException($"expected increasing percentiles within 0 … 100, found {lower} and {upper}", nameof(lower));
        return Of(dataset, samples, overlapping, values => Robust(values, lower, upper));
    }

    internal static (double Centre, double Scale) Standard(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return (mean, Positive(deviation));
    }

    internal static (double Centre, double Scale) Robust(double[] values, double lower, double upper)
    {
        Array.Sort(values);
        return (Percentile(values, 50), Positive(Percentile(values, upper) - Percentile(values, lower)));
    }

    private static ChannelScaling Of(WindowDataset dataset, IReadOnlyList<int> samples, bool overlapping, Func<double[], (double Centre, double Scale)> fit)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0)
            throw new ArgumentException("expected training samples, found none", nameof(samples));
        using var scope = NewDisposeScope();
        using var batch = dataset.Batch(samples, lookback: overlapping ? null : 1);
        // Channels first, and of each the returns of names in their sample's universe.
        var counted = batch.Universe.unsqueeze(1).expand(batch.Inputs.shape[0], batch.Inputs.shape[2], batch.Inputs.shape[3]);
        var channels = Enumerable.Range(0, (int)batch.Inputs.shape[1])
            .Select(channel => batch.Inputs.select(1, channel).masked_select(counted).to(ScalarType.Float64).data<double>().ToArray()).ToArray();
        if (channels[0].Length == 0)
            throw new ArgumentException("expected names in the training samples' universes, found none", nameof(samples));
        var scalings = Array.ConvertAll(channels, channel => fit(channel));
        return new ChannelScaling([.. scalings.Select(s => s.Centre)], [.. scalings.Select(s => s.Scale)]);
    }

    // Linear between neighbours, as numpy has it.
    private static double Percentile(ReadOnlySpan<double> sorted, double percent)
    {
        var place = percent / 100 * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }

    private static double Positive(double scale) => scale > 0 ? scale : 1;
}
