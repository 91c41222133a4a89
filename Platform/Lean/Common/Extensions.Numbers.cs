using System.Globalization;

namespace QuantConnect;

public static partial class Extensions
{
    /// <summary>The same value without trailing zeros.</summary>
    public static decimal Normalize(this decimal input)
    {
        if (input.Scale == 0) return input;
        if (!TryGetSmall(input, out var number, out var scale, out var negative) || number == 0) return input / 1.000000000000000000000000000000000m;
        while (scale > 0)
        {
            var (tenth, digit) = Math.DivRem(number, 10);
            if (digit != 0) break;
            number = tenth;
            scale--;
        }
        return scale == input.Scale ? input : new decimal((int)number, (int)(number >> 32), 0, negative, scale);
    }

    // The digits of most prices and quantities fit 64 bits.
    private static bool TryGetSmall(decimal input, out ulong number, out byte scale, out bool negative)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(input, bits);
        number = (uint)bits[0] | (ulong)(uint)bits[1] << 32;
        scale = input.Scale;
        negative = bits[3] < 0;
        return bits[2] == 0;
    }

    public static string NormalizeToStr(this decimal input) => Normalize(input).ToString(CultureInfo.InvariantCulture);

    public static int GetDecimalPlaces(this decimal input) => Normalize(input).Scale;

    /// <summary>Four decimals above 1000, seven significant digits below.</summary>
    public static decimal SmartRounding(this decimal input)
    {
        input = Normalize(input);
        // Seven digits are not rounded to seven digits.
        if (TryGetSmall(input, out var number, out _, out _) && number is > 0 and < 10_000_000) return input > 1000 ? Math.Round(input, 4) : input;
        return input > 1000 ? Math.Round(input, 4) : input.RoundToSignificantDigits(7).Normalize();
    }

    public static decimal? SmartRounding(this decimal? input) => input?.SmartRounding();

    public static decimal SmartRoundingShort(this decimal input)
    {
        input = Normalize(input);
        if (input <= 1) return input;
        if (input <= 10) return Math.Round(input, 2);
        return input <= 100 ? Math.Round(input, 1) : Math.Truncate(input);
    }

    public static decimal RoundToSignificantDigits(this decimal d, int digits)
    {
        if (d == 0) return 0;
        var scale = (decimal)Math.Pow(10, Math.Floor(Math.Log10((double)Math.Abs(d))) + 1);
        return scale * Math.Round(d / scale, digits);
    }

    public static decimal TruncateTo3DecimalPlaces(this decimal value) =>
        value == 0 || value >= decimal.MaxValue / 1000 || value <= decimal.MinValue / 1000 ? value : Math.Truncate(1000 * value) / 1000;

    /// <summary>The nearest multiple of <paramref name="quanta"/>.</summary>
    public static decimal DiscretelyRoundBy(this decimal value, decimal quanta, MidpointRounding mode = MidpointRounding.AwayFromZero) =>
        quanta == 0m ? value : quanta * Math.Round(value / quanta, mode);

    public static decimal SafeDivision(this decimal numerator, decimal denominator, decimal failValue = 0)
    {
        if (denominator == 0) return failValue;
        try { return numerator / denominator; }
        catch (OverflowException) { return failValue; }
    }

    public static decimal SafeMultiply100(this decimal value) => value >= decimal.MaxValue / 100m ? decimal.MaxValue : value * 100m;

    /// <exception cref="ArgumentException">The input is not finite.</exception>
    public static decimal SafeDecimalCast(this double input)
    {
        if (!double.IsFinite(input)) throw new ArgumentException($"It is not possible to cast a non-finite floating-point value ({input.ToStringInvariant()}) as decimal. Please review math operations and verify the result is valid.", nameof(input));
        if (input <= (double)decimal.MinValue) return decimal.MinValue;
        return input >= (double)decimal.MaxValue ? decimal.MaxValue : (decimal)input;
    }

    public static bool IsNaNOrInfinity(this double value) => !double.IsFinite(value);

    public static bool IsNaNOrZero(this double value) => double.IsNaN(value) || Math.Abs(value) < double.Epsilon;

    public static decimal GetDecimalEpsilon() => 0.000000000000000000000000001m;

    /// <summary>The cells of a line.</summary>
    /// <param name="size">How many are expected; there may be more or fewer.</param>
    public static List<string> ToCsv(this string str, int size = 4)
    {
        var cells = new List<string>(size);
        cells.AddRange(str.Split(','));
        return cells;
    }

    public static decimal ToDecimal(this string str) => decimal.Parse(str, CultureInfo.InvariantCulture);

    public static int ToInt32(this string str) => int.Parse(str, CultureInfo.InvariantCulture);

    public static long ToInt64(this string str) => long.Parse(str, CultureInfo.InvariantCulture);

    /// <summary>1,234 as "1.23K" and so on; four significant digits.</summary>
    public static string ToFinancialFigures(this decimal number)
    {
        if (number < 1000) return number.ToStringInvariant();
        if (number < 10000) return number.ToString("#,.##K", CultureInfo.InvariantCulture);
        if (number < 100000) return number.ToString("#,.#K", CultureInfo.InvariantCulture);
        if (number < 1000000) return number.ToString("#,.K", CultureInfo.InvariantCulture);
        if (number < 10000000) return number.ToString("#,,.##M", CultureInfo.InvariantCulture);
        if (number < 100000000) return number.ToString("#,,.#M", CultureInfo.InvariantCulture);
        if (number < 1000000000) return number.ToString("#,,.M", CultureInfo.InvariantCulture);
        return number.ToString("#,,,.##B", CultureInfo.InvariantCulture);
    }
}

/// <summary>Text in the invariant culture.</summary>
public static class StringExtensions
{
    public static string ToStringInvariant(this IConvertible convertible) => convertible?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    public static string ToStringInvariant(this IFormattable formattable, string format) => formattable?.ToString(format, CultureInfo.InvariantCulture) ?? string.Empty;

    public static string ToIso8601Invariant(this DateTime dateTime) => dateTime.ToString("O", CultureInfo.InvariantCulture);

    public static string Invariant(FormattableString formattable) => FormattableString.Invariant(formattable);

    public static bool StartsWithInvariant(this string value, string beginning, bool ignoreCase = false) =>
        value.StartsWith(beginning, ignoreCase ? StringComparison.InvariantCultureIgnoreCase : StringComparison.InvariantCulture);

    public static bool EndsWithInvariant(this string value, string ending, bool ignoreCase = false) =>
        value.EndsWith(ending, ignoreCase ? StringComparison.InvariantCultureIgnoreCase : StringComparison.InvariantCulture);
}
