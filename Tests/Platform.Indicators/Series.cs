using Skender.Stock.Indicators;

namespace LeanDeep.Tests.Platform.Indicators;

/// <summary>Small series whose answers can be worked out by hand.</summary>
internal static class Series
{
    public static DateTime Day(int i) => new DateTime(2020, 1, 1).AddDays(i);

    /// <summary>Dated values.</summary>
    public static (DateTime, double)[] Of(params double[] values) => [.. values.Select((value, i) => (Day(i), value))];

    /// <summary>The whole numbers from 1 to <paramref name="count"/>.</summary>
    public static (DateTime, double)[] Ramp(int count) => Of([.. Enumerable.Range(1, count).Select(i => (double)i)]);

    public static Quote Bar(int i, decimal high, decimal low, decimal close, decimal volume = 100) =>
        new() { Date = Day(i), Open = close, High = high, Low = low, Close = close, Volume = volume };

    /// <summary>Bars whose every price is the same.</summary>
    public static Quote[] Flat(int count, decimal price) => [.. Enumerable.Range(0, count).Select(i => Bar(i, price, price, price))];

    /// <summary>Bars that rise by 1 a day with a range of 2.</summary>
    public static Quote[] Rising(int count) => [.. Enumerable.Range(0, count).Select(i => Bar(i, 101 + i, 99 + i, 100 + i))];

    public static void AssertClose(double expected, double? found) =>
        Assert.True(found is { } value && Math.Abs(value - expected) <= 1e-12 * Math.Max(1, Math.Abs(expected)), $"expected {expected:R}, found {found:R}");
}
