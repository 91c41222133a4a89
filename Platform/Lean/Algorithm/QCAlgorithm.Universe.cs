using QuantConnect.Securities;
using QuantConnect.Securities.Equity;

namespace QuantConnect.Algorithm;

public partial class QCAlgorithm
{
    /// <summary>Adds a stock. A ticker without data is accepted and never gets a bar.</summary>
    /// <param name="resolution">Default: that of <see cref="UniverseSettings"/>, minute.</param>
    /// <param name="fillForward">Whether the last bar is repeated where there is no trade.</param>
    /// <param name="dataNormalizationMode">Default: that of <see cref="UniverseSettings"/>, adjusted.</param>
    public Equity AddEquity(string ticker, Resolution? resolution = null, string market = null, bool fillForward = true,
        decimal leverage = Security.NullLeverage, bool extendedMarketHours = false, DataNormalizationMode? dataNormalizationMode = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(ticker);
        market ??= Market.USA;
        if (!SymbolCache.TryGetSymbol(ticker, out var symbol) || symbol.ID.Market != market || symbol.SecurityType != SecurityType.Equity)
            symbol = QuantConnect.Symbol.Create(ticker, SecurityType.Equity, market);
        return (Equity)RequireRun().AddSecurity(symbol, ticker, resolution ?? UniverseSettings.Resolution, fillForward, leverage, extendedMarketHours, dataNormalizationMode ?? UniverseSettings.DataNormalizationMode);
    }

    public Security AddSecurity(SecurityType securityType, string ticker, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null, DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null) =>
        AddSecurity(securityType, ticker, resolution, fillForward, Security.NullLeverage, extendedMarketHours, dataMappingMode, dataNormalizationMode);

    public Security AddSecurity(SecurityType securityType, string ticker, Resolution? resolution, bool? fillForward, decimal leverage, bool? extendedMarketHours, DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null) =>
        AddSecurity(securityType, ticker, resolution, null, fillForward, leverage, extendedMarketHours, dataMappingMode, dataNormalizationMode);

    /// <exception cref="NotSupportedException">The security type is not an equity.</exception>
    public Security AddSecurity(SecurityType securityType, string ticker, Resolution? resolution, string market, bool? fillForward, decimal leverage, bool? extendedMarketHours, DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null)
    {
        if (securityType != SecurityType.Equity) throw new NotSupportedException($"AddSecurity: security type {securityType} is not supported by this engine (supported: Equity)");
        return AddEquity(ticker, resolution, market, fillForward ?? UniverseSettings.FillForward, leverage, extendedMarketHours ?? UniverseSettings.ExtendedMarketHours, dataNormalizationMode);
    }

    public Security AddSecurity(Symbol symbol, Resolution? resolution = null, bool? fillForward = null, decimal leverage = Security.NullLeverage, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int contractDepthOffset = 0)
    {
        if (symbol.SecurityType != SecurityType.Equity) throw new NotSupportedException($"AddSecurity: security type {symbol.SecurityType} is not supported by this engine (supported: Equity)");
        return RequireRun().AddSecurity(symbol, symbol.Value, resolution ?? UniverseSettings.Resolution, fillForward ?? UniverseSettings.FillForward, leverage,
            extendedMarketHours ?? UniverseSettings.ExtendedMarketHours, dataNormalizationMode ?? UniverseSettings.DataNormalizationMode);
    }

    /// <summary>Closes the position, cancels the orders and ends the data of a security.</summary>
    /// <param name="tag">Default: "Removed".</param>
    public bool RemoveSecurity(Symbol symbol, string tag = null)
    {
        if (!Securities.ContainsKey(symbol)) return false;
        tag ??= "Removed";
        if (!IsWarmingUp)
        {
            Transactions.CancelOpenOrders(symbol, tag);
            if (Portfolio[symbol].Invested) Liquidate(symbol: symbol, tag: tag);
        }
        return RequireRun().RemoveSecurity(symbol);
    }
}
