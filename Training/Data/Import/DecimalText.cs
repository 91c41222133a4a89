using System.Globalization;

namespace LeanDeep.Training.Data;

/// <summary>Numbers and dates of CSV files, read from bytes.</summary>
internal static class DecimalText
{
    /// <summary>A price in ten-thousandths of a dollar, exactly, half to even.</summary>
    public static bool TryPrice(ReadOnlySpan<byte> text, out long price)
    {
        price = 0;
        var i = 0;
        var negative = text.Length > 0 && text[0] == '-';
        if (negative)
            i = 1;
        var start = i;
        for (; i < text.Length && (uint)(text[i] - '0') <= 9; i++)
            price = (price * 10) + (text[i] - '0');
        var digits = i - start;
        int decimals = 0, next = 0;
        var sticky = false;
        if (i < text.Length && text[i] == '.')
            for (i++; i < text.Length && (uint)(text[i] - '0') <= 9; i++)
            {
                var d = text[i] - '0';
                digits++;
                if (decimals < 4)
                    price = (price * 10) + d;
                else if (decimals == 4)
                    next = d;
                else
                    sticky |= d != 0;
                decimals++;
            }
        if (i < text.Length || digits is 0 or > 16)
            return TryUnusual(text, out price);
        for (; decimals < 4; decimals++)
            price *= 10;
        if (next > 5 || (next == 5 && (sticky || (price & 1) != 0)))
            price++;
        if (negative)
            price = -price;
        return true;
    }

    /// <summary>A volume in whole shares, rounded toward zero; an empty field or NaN is 0, as data vendors write days without trades.</summary>
    public static bool TryVolume(ReadOnlySpan<byte> text, out long volume)
    {
        volume = 0;
        if (text.IsEmpty || (text.Length == 3 && (text[0] | 0x20) == 'n' && (text[1] | 0x20) == 'a' && (text[2] | 0x20) == 'n'))
            return true;
        var i = 0;
        for (; i < text.Length && i < 18 && (uint)(text[i] - '0') <= 9; i++)
            volume = (volume * 10) + (text[i] - '0');
        if (i == text.Length)
            return true;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || Math.Abs(value) > long.MaxValue / 2)
            return false;
        volume = (long)decimal.Truncate(value);
        return true;
    }

    /// <summary>A day as yyyy-MM-dd or yyyyMMdd.</summary>
    public static bool TryDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        var dashes = text.Length == 10 && text[4] == '-' && text[7] == '-';
        if (!dashes && text.Length != 8)
            return false;
        var digits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (dashes && i is 4 or 7 && text.Length == 10)
                continue;
            var d = text[i] - '0';
            if ((uint)d > 9)
                return false;
            digits = (digits * 10) + d;
        }
        return BarLines.TryDate(digits, out date);
    }

    private static bool TryUnusual(ReadOnlySpan<byte> text, out long price)
    {
        price = 0;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || Math.Abs(value) > 1e12m)
            return false;
        price = (long)Math.Round(value * Bar.PriceScale, MidpointRounding.ToEven);
        return true;
    }
}
