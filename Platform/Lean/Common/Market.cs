namespace QuantConnect;

/// <summary>Market names and the numbers that stand for them in a <see cref="SecurityIdentifier"/>.</summary>
public static class Market
{
    public const string USA = "usa";
    public const string Oanda = "oanda";
    public const string FXCM = "fxcm";
    public const string Dukascopy = "dukascopy";
    public const string Bitfinex = "bitfinex";
    public const string Globex = "cmeglobex";
    public const string NYMEX = "nymex";
    public const string CBOT = "cbot";
    public const string ICE = "ice";
    public const string CBOE = "cboe";
    public const string CFE = "cfe";
    public const string India = "india";
    public const string COMEX = "comex";
    public const string CME = "cme";
    public const string EUREX = "eurex";
    public const string Binance = "binance";
    public const string Kraken = "kraken";
    public const string Coinbase = "coinbase";
    public const string InteractiveBrokers = "interactivebrokers";

    private static readonly Dictionary<string, int> Codes = new()
    {
        ["empty"] = 0, [USA] = 1, [FXCM] = 2, [Oanda] = 3, [Dukascopy] = 4, [Bitfinex] = 5, [Globex] = 6, [NYMEX] = 7,
        [CBOT] = 8, [ICE] = 9, [CBOE] = 10, [India] = 11, [Kraken] = 13, [Binance] = 16, [COMEX] = 22, [CME] = 23,
        [CFE] = 33, [Coinbase] = 38, [InteractiveBrokers] = 39, [EUREX] = 40,
    };

    /// <returns>The market's number, or null when the name is unknown.</returns>
    public static int? Encode(string market) => Codes.TryGetValue(market, out var code) ? code : null;

    /// <returns>The market's name, or null when the number is unknown.</returns>
    public static string Decode(int code)
    {
        foreach (var pair in Codes)
            if (pair.Value == code) return pair.Key;
        return null;
    }

    public static List<string> SupportedMarkets() => [.. Codes.Keys];
}
