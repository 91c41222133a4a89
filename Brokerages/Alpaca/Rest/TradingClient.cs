using System.Text.Json;
using LeanDeep.Brokerages.Alpaca.Wire;
using LeanDeep.Brokerages.Calendar;

namespace LeanDeep.Brokerages.Alpaca.Rest;

/// <summary>Alpaca's trading API: the account, its orders and positions, the market's clock.</summary>
/// <remarks>All methods throw <see cref="AlpacaException"/>. An order is never sent twice: its client_order_id decides what it is, whatever breaks.</remarks>
public sealed class TradingClient : IDisposable
{
    private const int PageSize = 500;

    private readonly RestChannel _channel;
    private readonly OrderSender _sender;

    public TradingClient(AlpacaOptions options, AlpacaCredentials credentials, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(credentials);
        _channel = new RestChannel(options, credentials, handler);
        _sender = new OrderSender(_channel);
    }

    /// <summary>Sends an order, or finds it where an earlier attempt has brought it to the broker.</summary>
    /// <exception cref="AlpacaException">Refused: the broker said no. FateUnknown: it could not be told whether the order is there; sending it
    /// again, now or after a restart, is safe.</exception>
    public Task<AlpacaOrder> SubmitAsync(AlpacaOrderRequest order, CancellationToken cancellation = default) => _sender.SubmitAsync(order, cancellation);

    /// <summary>Changes an open order; the order that takes its place is returned.</summary>
    public Task<AlpacaOrder> ReplaceAsync(string id, AlpacaReplacement change, CancellationToken cancellation = default) => _sender.ReplaceAsync(id, change, cancellation);

    /// <summary>Asks for an order to be canceled; that it is comes as an update.</summary>
    /// <returns>False when it is no longer open.</returns>
    public Task<bool> CancelAsync(string id, CancellationToken cancellation = default) => _sender.CancelAsync(id, cancellation);

    public async Task<AlpacaOrder> OrderAsync(string id, CancellationToken cancellation = default) =>
        (await GetAsync($"/v2/orders/{Uri.EscapeDataString(id)}", cancellation).ConfigureAwait(false)).Read("order", OrderJson.Read);

    /// <returns>Null when the broker has no such order.</returns>
    public Task<AlpacaOrder?> FindAsync(string clientId, CancellationToken cancellation = default) => _sender.FindAsync(clientId, cancellation);

    /// <summary>All open orders, or all submitted after a time; oldest first.</summary>
    /// <param name="after">UTC; null: the open ones.</param>
    public async Task<IReadOnlyList<AlpacaOrder>> OrdersAsync(DateTime? after = null, CancellationToken cancellation = default)
    {
        var orders = new List<AlpacaOrder>();
        var seen = new HashSet<string>();
        for (var from = after; ;)
        {
            var bound = from is { } time ? $"&after={time:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}" : "";
            var page = (await GetAsync($"/v2/orders?status={(after is null ? "open" : "all")}&limit={PageSize}&direction=asc{bound}", cancellation).ConfigureAwait(false))
                .ReadList("orders", OrderJson.Read);
            var fresh = 0;
            foreach (var order in page)
            {
                if (!seen.Add(order.Id)) continue;
                orders.Add(order);
                fresh++;
            }
            if (page.Count < PageSize || fresh == 0 || page[^1].SubmittedAt is not { } last) return orders;
            // Orders of one instant may lie on both sides of the page's end.
            from = last.AddTicks(-1);
        }
    }

    public async Task<IReadOnlyList<AlpacaPosition>> PositionsAsync(CancellationToken cancellation = default) =>
        (await GetAsync("/v2/positions", cancellation).ConfigureAwait(false)).ReadList("positions", AccountJson.Position);

    public async Task<AlpacaAccount> AccountAsync(CancellationToken cancellation = default) =>
        (await GetAsync("/v2/account", cancellation).ConfigureAwait(false)).Read("account", AccountJson.Account);

    public async Task<AlpacaClock> ClockAsync(CancellationToken cancellation = default) =>
        (await GetAsync("/v2/clock", cancellation).ConfigureAwait(false)).Read("clock", AccountJson.Clock);

    /// <summary>The market's sessions.</summary>
    public async Task<MarketCalendar> CalendarAsync(DateOnly from, DateOnly through, CancellationToken cancellation = default) =>
        new((await GetAsync($"/v2/calendar?start={from:yyyy-MM-dd}&end={through:yyyy-MM-dd}", cancellation).ConfigureAwait(false)).ReadList("calendar", AccountJson.Session));

    /// <exception cref="AlpacaException">NotFound: the broker does not know the symbol.</exception>
    public async Task<AlpacaAsset> AssetAsync(string symbol, CancellationToken cancellation = default) =>
        (await GetAsync($"/v2/assets/{Uri.EscapeDataString(symbol)}", cancellation).ConfigureAwait(false)).Read("asset", AccountJson.Asset);

    public void Dispose() => _channel.Dispose();

    private async Task<Reply> GetAsync(string path, CancellationToken cancellation)
    {
        var reply = await _channel.RepeatAsync(HttpMethod.Get, _channel.Options.Trading, path, cancellation).ConfigureAwait(false);
        return reply.IsSuccess ? reply : throw _channel.Refusal(path.Split('?')[0], reply);
    }
}
