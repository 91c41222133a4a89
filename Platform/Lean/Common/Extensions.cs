using System.Globalization;
using QuantConnect.Data;
using QuantConnect.Orders;
using QuantConnect.Securities;

namespace QuantConnect;

/// <summary>Small conversions that the whole API uses.</summary>
public static partial class Extensions
{
    private const string Base36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>A delisted security is closed this long before the session's end.</summary>
    public static TimeSpan DelistingMarketCloseOffsetSpan { get; set; } = TimeSpan.FromMinutes(-15);

    /// <summary>A type's name as C# writes it, generic arguments included.</summary>
    public static string GetBetterTypeName(this Type type)
    {
        if (!type.IsGenericType) return type.Name;
        var arguments = type.GetGenericArguments();
        return type.Name.Replace($"`{arguments.Length}", $"<{string.Join(", ", arguments.Select(GetBetterTypeName))}>", StringComparison.Ordinal);
    }

    public static string EncodeBase36(this ulong data)
    {
        Span<char> digits = stackalloc char[16];
        var i = digits.Length;
        while (data != 0)
        {
            digits[--i] = Base36[(int)(data % 36)];
            data /= 36;
        }
        return digits[i..].ToString();
    }

    /// <exception cref="ArgumentException">A character is not a capital letter or digit.</exception>
    public static ulong DecodeBase36(this string symbol)
    {
        ulong result = 0;
        foreach (var c in symbol)
        {
            var digit = Base36.IndexOf(c);
            if (digit < 0) throw new ArgumentException($"symbol: expected base 36 digits, found '{symbol}'", nameof(symbol));
            result = result * 36 + (ulong)digit;
        }
        return result;
    }

    public static string LazyToUpper(this string data) => data.ToUpperInvariant();

    public static string LazyToLower(this string data) => data.ToLowerInvariant();

    public static string ToCamelCase(this string value) => string.IsNullOrEmpty(value) ? value : char.ToLowerInvariant(value[0]) + value[1..];

    public static string ToMD5(this string str) =>
        Convert.ToHexString(System.Security.Cryptography.MD5.HashData(System.Text.Encoding.ASCII.GetBytes(str))).ToLowerInvariant();

    public static string ToLower(this Enum @enum) => @enum.ToString().ToLowerInvariant();

    public static string ResolutionToLower(this Resolution resolution) => resolution.ToString().ToLowerInvariant();

    public static string SecurityTypeToLower(this SecurityType securityType) => securityType.ToString().ToLowerInvariant();

    public static bool IsOption(this SecurityType securityType) =>
        securityType is SecurityType.Option or SecurityType.FutureOption or SecurityType.IndexOption;

    /// <summary>Whether map files exist for this kind of security.</summary>
    public static bool RequiresMapping(this Symbol symbol) =>
        symbol.SecurityType == SecurityType.Equity || (symbol.SecurityType == SecurityType.Base && symbol.HasUnderlying && symbol.Underlying.RequiresMapping());

    public static OrderDirection GetOrderDirection(decimal quantity) =>
        quantity > 0 ? OrderDirection.Buy : quantity < 0 ? OrderDirection.Sell : OrderDirection.Hold;

    public static OrderDirection ToOrderDirection(this PositionSide side) => side switch
    {
        PositionSide.Short => OrderDirection.Sell,
        PositionSide.Long => OrderDirection.Buy,
        _ => OrderDirection.Hold,
    };

    /// <summary>Fees of a market order of that quantity at the present price.</summary>
    public static CashAmount GetMarketOrderFees(Security security, decimal quantity, DateTime time) =>
        security.FeeModel.GetOrderFee(new Orders.Fees.OrderFeeParameters(security, new MarketOrder(security.Symbol, quantity, time))).Value;

    /// <summary>Algorithm time in front of a message that goes to the log.</summary>
    public static string PrefixWithAlgorithmTime(this string message, DateTime algorithmTime) =>
        string.Create(CultureInfo.InvariantCulture, $"{algorithmTime:yyyy-MM-dd HH:mm:ss}  {message}");

    /// <summary>Text to a value of the given type: enums by name, numbers and dates in the invariant culture.</summary>
    public static object ConvertTo(this string value, Type type)
    {
        if (type.IsEnum) return Enum.Parse(type, value, true);
        if (type == typeof(TimeSpan)) return TimeSpan.Parse(value, CultureInfo.InvariantCulture);
        if (type == typeof(DateTime)) return DateTime.Parse(value, CultureInfo.InvariantCulture);
        if (Nullable.GetUnderlyingType(type) is { } inner) return value.ConvertTo(inner);
        return Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
    }

    public static T ConvertTo<T>(this string value) => (T)value.ConvertTo(typeof(T));

    /// <summary>Calls of <paramref name="quantity"/>'s sign close a position on the given side.</summary>
    public static bool Closes(this OrderDirection direction, PositionSide side) =>
        (direction == OrderDirection.Sell && side == PositionSide.Long) || (direction == OrderDirection.Buy && side == PositionSide.Short);
}
