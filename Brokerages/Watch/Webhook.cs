using System.Net.Http.Json;
using System.Threading.Channels;

namespace LeanDeep.Brokerages.Watch;

/// <summary>Posts alerts as JSON (<c>kind</c>, <c>text</c>, <c>time</c>), one after the other, beside the run. One that cannot be delivered is told and left.</summary>
public sealed class Webhook : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly Channel<Alert> _alerts = Channel.CreateBounded<Alert>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Task _sending;
    private readonly Uri _target;
    private readonly TimeProvider _time;
    private readonly Action<string> _onFault;

    public Webhook(Uri target, TimeProvider time, Action<string> onFault)
    {
        (_target, _time, _onFault) = (target, time, onFault);
        _sending = Task.Run(SendAsync);
    }

    private sealed record Alert(string Kind, string Text, DateTimeOffset Time);

    public void Post(string kind, string text) => _alerts.Writer.TryWrite(new Alert(kind, text, _time.GetUtcNow()));

    /// <summary>Delivers what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _alerts.Writer.TryComplete();
        await _sending.ConfigureAwait(false);
        _http.Dispose();
    }

    private async Task SendAsync()
    {
        await foreach (var alert in _alerts.Reader.ReadAllAsync().ConfigureAwait(false))
            try
            {
                using var response = await _http.PostAsJsonAsync(_target, new { kind = alert.Kind, text = alert.Text, time = alert.Time }).ConfigureAwait(false);
                if (!response.IsSuccessStatusCode) _onFault($"webhook {_target.Authority}: expected success, found {(int)response.StatusCode}");
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                _onFault($"webhook {_target.Authority}: {e.Message.ReplaceLineEndings(" ")}");
            }
    }
}
