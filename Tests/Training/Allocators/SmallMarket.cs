using LeanDeep.Training.Data.Windows;

namespace LeanDeep.Tests.Training.Allocators;

/// <summary>Log returns of a few names with a known structure.</summary>
internal static class SmallMarket
{
    /// <param name="sessions">Length.</param>
    /// <param name="assets">Names.</param>
    /// <param name="mean">Session and asset → expected return.</param>
    /// <param name="deviation">Of the noise.</param>
    public static ReturnSeries Of(int sessions, int assets, Func<int, int, double> mean, double deviation = 0.01)
    {
        var random = new Random(11);
        var returns = new double[sessions * assets];
        for (var t = 0; t < sessions; t++)
            for (var i = 0; i < assets; i++)
                returns[t * assets + i] = mean(t, i) + deviation * Math.Sqrt(3) * (2 * random.NextDouble() - 1);
        DateOnly[] days = [.. Enumerable.Range(0, sessions).Select(new DateOnly(2020, 1, 1).AddDays)];
        return ReturnSeries.FromReturns([.. Enumerable.Range(0, assets).Select(i => $"N{i}")], days, returns);
    }
}
