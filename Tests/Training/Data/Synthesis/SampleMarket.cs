using LeanDeep.Models.Features;
using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Training.Data.Synthesis;

/// <summary>The market in <c>Data/</c>, read once.</summary>
internal static class SampleMarket
{
    public static string Root { get; } = Path.Combine(SharedFolder.Repository, "Data");
    public static FolderMetadata Metadata { get; } = FolderMetadata.TryRead(Root) ?? throw new FileNotFoundException(LeanPaths.Metadata(Root));
    public static Panel Adjusted { get; } = LeanFolderReader.ReadPanel(Root);
    public static Panel Raw { get; } = LeanFolderReader.ReadPanel(Root, adjustment: PriceAdjustment.Raw);

    /// <summary>(names)(sessions) adjusted close-to-close log returns, NaN where the name did not trade on both days.</summary>
    public static double[][] LogReturns { get; } = [.. Enumerable.Range(0, Adjusted.NameCount).Select(i =>
    {
        var close = Adjusted.Close(i);
        var returns = new double[close.Length];
        returns[0] = double.NaN;
        for (var t = 1; t < close.Length; t++)
            returns[t] = Math.Log(close[t] / close[t - 1]);
        return returns;
    })];

    /// <summary>Pearson's correlation over the positions where both are numbers.</summary>
    public static double Correlation(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
        for (var t = 0; t < x.Length; t++)
        {
            if (double.IsNaN(x[t]) || double.IsNaN(y[t]))
                continue;
            n++;
            sx += x[t];
            sy += y[t];
            sxx += x[t] * x[t];
            syy += y[t] * y[t];
            sxy += x[t] * y[t];
        }
        return (sxy - (sx * sy / n)) / Math.Sqrt((sxx - (sx * sx / n)) * (syy - (sy * sy / n)));
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
