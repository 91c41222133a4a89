using System.Net;
using LeanDeep.Brokerages.Alpaca.Wire;

namespace LeanDeep.Brokerages.Alpaca.Rest;

/// <summary>Brings an order to the broker exactly once.</summary>
/// <remarks>Whatever leaves open whether a request had an effect (no answer, a broken connection, a server's fault) is followed by a question for the
/// client_order_id; only when the broker does not know it is the order sent again, under the same id, so that the broker refuses the
/// second should the first still arrive.</remarks>
internal sealed class OrderSender(RestChannel channel)
{
    private const int Unprocessable = 422;

    private AlpacaOptions Options => channel.Options;

    public async Task<AlpacaOrder> SubmitAsync(AlpacaOrderRequest order, CancellationToken cancellation)
    {
        order.Check();
        var what = $"order {order.ClientId} ({Words.Of(order.Side)} {order.Quantity} {order.Symbol})";
        return await SettleAsync(
            what,
            () => channel.OnceAsync(HttpMethod.Post, Options.Trading, "/v2/orders", json => OrderJson.Write(json, order), cancellation),
            () => FindAsync(order.ClientId, cancellation), cancellation).ConfigureAwait(false);
    }

    public async Task<AlpacaOrder> ReplaceAsync(string id, AlpacaReplacement change, CancellationToken cancellation) => await SettleAsync(
        $"replacement {change.ClientId}",
        () => channel.OnceAsync(HttpMethod.Patch, Options.Trading, $"/v2/orders/{Uri.EscapeDataString(id)}", json => OrderJson.Write(json, change), cancellation),
        () => FindAsync(change.ClientId, cancellation), cancellation).ConfigureAwait(false);

    public async Task<bool> CancelAsync(string id, CancellationToken cancellation)
    {
        // To cancel twice is harmless.
        var reply = await channel.RepeatAsync(HttpMethod.Delete, Options.Trading, $"/v2/orders/{Uri.EscapeDataString(id)}", cancellation).ConfigureAwait(false);
        return reply.IsSuccess || ((int)reply.Status == Unprocessable ? false : throw channel.Refusal($"cancel {id}", reply));
    }

    public async Task<AlpacaOrder?> FindAsync(string clientId, CancellationToken cancellation)
    {
        var reply = await channel.RepeatAsync(HttpMethod.Get, Options.Trading, $"/v2/orders:by_client_order_id?client_order_id={Uri.EscapeDataString(clientId)}", cancellation).ConfigureAwait(false);
        return reply.Status == HttpStatusCode.NotFound ? null
            : reply.IsSuccess ? reply.Read("order", OrderJson.Read)
            : throw channel.Refusal($"order {clientId}", reply);
    }

    private async Task<AlpacaOrder> SettleAsync(string what, Func<Task<Reply>> send, Func<Task<AlpacaOrder?>> find, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            AlpacaException trouble;
            try
            {
                var reply = await send().ConfigureAwait(false);
                if (reply.IsSuccess) return reply.Read(what, OrderJson.Read);
                trouble = channel.Refusal(what, reply);
                // A second order under the id is refused; then the first one is there.
                if ((int)reply.Status == Unprocessable && reply.Error().Message.Contains("client_order_id", StringComparison.Ordinal) && await find().ConfigureAwait(false) is { } earlier)
                    return earlier;
                if (trouble.Failure != AlpacaFailure.Unreachable) throw trouble;
            }
            catch (AlpacaException e) when (e.Failure == AlpacaFailure.Unreachable)
            {
                trouble = e;
            }
            try
            {
                if (await find().ConfigureAwait(false) is { } found) return found;
            }
            catch (AlpacaException e) when (e.Failure == AlpacaFailure.Unreachable)
            {
                throw new AlpacaException(AlpacaFailure.FateUnknown, $"{what}: sent, and the broker does not say whether it has it: {e.Message}", inner: e);
            }
            if (attempt + 1 >= Options.Attempts)
                throw new AlpacaException(AlpacaFailure.FateUnknown, $"{what}: not with the broker after {attempt + 1} attempts: {trouble.Message}", inner: trouble);
            await Task.Delay(Options.Delay(attempt), Options.Time, cancellation).ConfigureAwait(false);
        }
    }
}
