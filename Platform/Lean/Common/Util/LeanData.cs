using System.Globalization;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.Market;
using QuantConnect.Securities;

namespace QuantConnect.Util;

/// <summary>Names of LEAN's data files: equities, and custom data in the same manner.</summary>
public static class LeanData
{
    /// <summary>The session, local, that a time belongs to: its day's, or the last one before it.</summary>
    public static CalendarInfo GetDailyCalendar(DateTime exchangeTimeZoneDate, SecurityExchange exchange, bool extendedMarketHours) => GetDailyCalendar(exchangeTimeZoneDate, exchange.Hours, extendedMarketHours);

    public static CalendarInfo GetDailyCalendar(DateTime exchangeTimeZoneDate, SecurityExchangeHours exchangeHours, bool extendedMarketHours)
    {
        var open = exchangeHours.GetFirstDailyMarketOpen(exchangeTimeZoneDate, extendedMarketHours);
        return new CalendarInfo(open, exchangeHours.GetLastDailyMarketClose(open, extendedMarketHours) - open);
    }

    /// <summary>Daily and hour data of a symbol lie in one archive, finer data in one a day.</summary>
    public static string GenerateZipFilePath(string dataDirectory, Symbol symbol, DateTime date, Resolution resolution, TickType tickType) =>
        Path.Combine(dataDirectory, GenerateRelativeZipFilePath(symbol, date, resolution, tickType));

    public static string GenerateRelativeZipFilePath(Symbol symbol, DateTime date, Resolution resolution, TickType tickType) =>
        Path.Combine(GenerateRelativeZipFileDirectory(symbol, resolution), GenerateZipFileName(symbol, date, resolution, tickType));

    /// <exception cref="NotSupportedException">Neither an equity nor custom data.</exception>
    public static string GenerateRelativeZipFileDirectory(Symbol symbol, Resolution resolution)
    {
        Require(symbol);
        var directory = Path.Combine(symbol.SecurityType.SecurityTypeToLower(), symbol.ID.Market.ToLowerInvariant(), resolution.ResolutionToLower());
        return resolution >= Resolution.Hour ? directory : Path.Combine(directory, symbol.Value.ToLowerInvariant());
    }

    public static string GenerateZipFileName(Symbol symbol, DateTime date, Resolution resolution, TickType tickType)
    {
        Require(symbol);
        return resolution >= Resolution.Hour ? $"{symbol.Value.ToLowerInvariant()}.zip" : $"{Day(date)}_{tickType.ToLower()}.zip";
    }

    /// <summary>Name of the text within the archive.</summary>
    public static string GenerateZipEntryName(Symbol symbol, DateTime date, Resolution resolution, TickType tickType)
    {
        Require(symbol);
        var ticker = symbol.Value.ToLowerInvariant();
        if (resolution >= Resolution.Hour) return $"{ticker}.csv";
        return resolution == Resolution.Tick && symbol.SecurityType == SecurityType.Equity
            ? $"{Day(date)}_{ticker}_{tickType}_{resolution}.csv"
            : $"{Day(date)}_{ticker}_{resolution.ResolutionToLower()}_{tickType.ToLower()}.csv";
    }

    /// <summary>Whether a type is of market data: ticks, trade bars, quote bars.</summary>
    public static bool IsCommonLeanDataType(Type baseDataType) => baseDataType == typeof(Tick) || baseDataType == typeof(TradeBar) || baseDataType == typeof(QuoteBar);

    private static string Day(DateTime date) => date.ToString(DateFormat.EightCharacter, CultureInfo.InvariantCulture);

    private static void Require(Symbol symbol)
    {
        if (symbol.SecurityType is not (SecurityType.Equity or SecurityType.Base))
            throw new NotSupportedException($"LeanData: security type {symbol.SecurityType} is not supported by this engine (supported: Equity, Base)");
    }
}
