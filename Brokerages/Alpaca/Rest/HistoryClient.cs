using System.Runtime.CompilerServices;
using LeanDeep.Brokerages.Alpaca.Wire;

namespace LeanDeep.Brokerages.Alpaca.Rest;

public enum BarSize { Minute, Hour, Day }

/// <summary>Which events are taken out of the prices of history.</summary>
public enum BarAdjustment { Raw, Split, Dividend, All }

/// <summary>Historical bars.</summary>
public sealed class HistoryClient : IDisposable
{
    private const int PageSize = 10_000, SymbolsInOneRequest = 100;

    private readonly RestChannel _channel;

    public HistoryClient(AlpacaOptions options, AlpacaCredentials credentials, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(credentials);
        _channel = new RestChannel(options, credentials, handler);
    }

    /// <summary>Bars of some symbols, symbol by symbol within a hundred of them, each in order of time.</summary>
    /// <param name="from">First start, UTC.</param>
    /// <param name="through">Last start, UTC; null: up to now.</param>
    /// <exception cref="AlpacaException">The broker refuses or does not answer.</exception>
    public async IAsyncEnumerable<AlpacaBar> BarsAsync(IReadOnlyCollection<string> symbols, BarSize size, DateTime from, DateTime? through, BarAdjustment adjustment,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var table = new SymbolTable();
        var bars = new List<AlpacaBar>();
        foreach (var some in symbols.Chunk(SymbolsInOneRequest))
        {
            var query = $"/v2/stocks/bars?symbols={Uri.EscapeDataString(string.Join(',', some))}&timeframe={Of(size)}&start={Time(from)}"
                + (through is { } end ? $"&end={Time(end)}" : "")
                + $"&limit={PageSize}&adjustment={Of(adjustment)}&feed={_channel.Options.FeedName}";
            for (string? token = ""; token is not null;)
            {
                var reply = await _channel.RepeatAsync(HttpMethod.Get, _channel.Options.Data, query + (token.Length == 0 ? "" : $"&page_token={Uri.EscapeDataString(token)}"), cancellation).ConfigureAwait(false);
                if (!reply.IsSuccess) throw _channel.Refusal("bars", reply);
                bars.Clear();
                token = reply.Read("bars", (ref System.Text.Json.Utf8JsonReader json) => BarPage.Read(ref json, table, bars));
                foreach (var bar in bars) yield return bar;
            }
        }
    }

    public void Dispose() => _channel.Dispose();

    private static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static string Of(BarSize size) => size switch { BarSize.Minute => "1Min", BarSize.Hour => "1Hour", _ => "1Day" };

    private static string Of(BarAdjustment adjustment) => adjustment switch
    {
        BarAdjustment.Raw => "raw",
        BarAdjustment.Split => "split",
        BarAdjustment.Dividend => "dividend",
        _ => "all",
    };
}
