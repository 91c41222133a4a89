using System.Globalization;
using System.Text.Json;

namespace LeanDeep.Brokerages.Live;

/// <summary>Moves the time of a simulated broker that stands still.</summary>
internal sealed class SimulatorStepper(Uri broker) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = broker, Timeout = TimeSpan.FromMinutes(2) };

    /// <returns>Its time then, UTC; and whether the replay is over.</returns>
    /// <exception cref="InvalidOperationException">The broker is no simulation, or its time moves by itself.</exception>
    public async Task<(DateTime Now, bool IsOver)> AdvanceAsync(DateTime until, CancellationToken cancellation)
    {
        using var response = await _http.PostAsync($"/sim/advance?until={Uri.EscapeDataString(until.ToString("o", CultureInfo.InvariantCulture))}", null, cancellation).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{broker}: expected a simulated broker whose time stands still (--speed 0), found {text}");
        using var state = JsonDocument.Parse(text);
        DateTime Time(string name) => state.RootElement.GetProperty(name).GetDateTimeOffset().UtcDateTime;
        return (Time("time"), Time("time") >= Time("end"));
    }

    public void Dispose() => _http.Dispose();
}
