namespace Skender.Stock.Indicators;

/// <summary>What several indicators share.</summary>
internal static class Arithmetic
{
    /// <summary>Null for NaN.</summary>
    public static double? Defined(double value) => double.IsNaN(value) ? null : value;

    public static double Mean(ReadOnlySpan<double> window)
    {
        double sum = 0;
        foreach (var value in window)
            sum += value;
        return sum / window.Length;
    }

    /// <summary>Population standard deviation about a mean already known.</summary>
    public static double Deviation(ReadOnlySpan<double> window, double mean)
    {
        double squares = 0;
        foreach (var value in window)
            squares += (value - mean) * (value - mean);
        return Math.Sqrt(squares / window.Length);
    }

    /// <summary>The window of <paramref name="length"/> values that ends at <paramref name="last"/>.</summary>
    public static ReadOnlySpan<double> Window(double[] values, int last, int length) => values.AsSpan(last + 1 - length, length);

    /// <exception cref="ArgumentOutOfRangeException">The value is below the least.</exception>
    public static void AtLeast(int least, int value, string parameter, string indicator)
    {
        if (value < least)
            throw new ArgumentOutOfRangeException(parameter, value, $"{indicator} expects at least {least}.");
    }
}
