using System.Diagnostics;
using System.Net;
using System.Text.Json;
using LeanDeep.Brokerages;
using LeanDeep.Brokerages.Live;
using LeanDeep.Brokerages.Watch;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LeanDeep.Tests.Brokerages.Watch;

[Trait("Category", "Paper")]
public class WatchServerTests
{
    private static readonly PaperSnapshot State = new("LongShort", new DateTime(2016, 1, 4, 21, 0, 0, DateTimeKind.Utc), true, 1_000_123.45m, 500_000, "models/long-short/20151231",
        [new ShownPosition("SYAA", -3235, 17.10m, 17.25m, -55_803.75m, -485.25m)], [new ShownOrder("SYAB", 120, "Market", "OnOpen", "waiting for its window", new DateTime(2016, 1, 4, 21, 0, 0, DateTimeKind.Utc), "models/long-short/20151231")],
        [new DecisionMade(new DateTime(2016, 1, 4, 21, 0, 0, DateTimeKind.Utc), 17, 16, "models/long-short/20151231")], 0.004, 0.02, 0.05, 0.016, 0.03, 401, 0, 2, 33);

    [Fact]
    public async Task Page_ToOthersThanItsOwner_IsClosed()
    {
        await using var watch = await WatchServer.StartAsync(0, "secret");
        using var http = new HttpClient { BaseAddress = new Uri(watch.Address.GetLeftPart(UriPartial.Authority)) };
        Assert.True(watch.Address.IsLoopback);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/events?token=wrong")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/?token=secret")).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await http.PostAsync("/state?token=secret", null)).StatusCode);
        using var elsewhere = new HttpRequestMessage(HttpMethod.Get, "/state?token=secret") { Headers = { Host = "rebound.example" } };
        Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(elsewhere)).StatusCode);
    }

    [Fact]
    public async Task Events_BringEachState()
    {
        await using var watch = await WatchServer.StartAsync(0, "secret");
        using var http = new HttpClient();
        using var stream = new StreamReader(await http.GetStreamAsync(new Uri(watch.Address, "/events?token=secret")));
        await stream.ReadLineAsync();
        watch.Show(State);
        while (await stream.ReadLineAsync() is { } line)
        {
            if (line.Length == 0) continue;
            using var json = JsonDocument.Parse(line["data: ".Length..]);
            if (json.RootElement.GetProperty("state").ValueKind == JsonValueKind.Null) continue;
            Assert.Equal(1_000_123.45m, json.RootElement.GetProperty("state").GetProperty("equity").GetDecimal());
            break;
        }
    }

    [ChromiumFact]
    public async Task Page_InChromium_ShowsTheRun()
    {
        await using var watch = await WatchServer.StartAsync(0, "secret");
        watch.Show(State with { Time = State.Time.AddMinutes(-1), Equity = 999_000 });
        watch.Show(State);
        watch.Say("blocked: maximum gross <b>");
        var profile = Directory.CreateTempSubdirectory("leandeep-chromium-").FullName;
        try
        {
            var document = Dom(watch.Address, profile);
            foreach (var text in new[]
            {
                "<h1 id=\"name\">LongShort</h1>", ">connected<", "$1,000,123.45", "2016-01-04 21:00:00 UTC", "<td>SYAA</td><td>-3,235</td>", "class=\"bad\">-485.25", "waiting for its window",
                "<td>17</td><td>16</td><td>models/long-short/20151231</td>", "blocked: maximum gross &lt;b&gt;", "4.0 ms", "points=\"0.0,165.0 1000.0,5.0\"",
            })
                Assert.Contains(text, document, StringComparison.Ordinal);
            // Events may come after Chromium has taken its picture.
            for (var tries = 0; tries < 10 && !document.Contains("<body data-heard=", StringComparison.Ordinal); tries++) document = Dom(watch.Address, profile);
            Assert.Contains("<body data-heard=", document, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }

    [Fact]
    public async Task Webhook_PostsEachAlertInOrder_AndTellsOfThoseThatFail()
    {
        await using var server = LoopbackServer.On(port: 0);
        var heard = new List<string>();
        server.MapPost("/alerts", async (HttpContext context) =>
        {
            using var json = await JsonDocument.ParseAsync(context.Request.Body);
            heard.Add($"{json.RootElement.GetProperty("kind")}: {json.RootElement.GetProperty("text")}");
            if (heard.Count == 2) context.Response.StatusCode = 500;
        });
        await server.StartAsync();
        var faults = new List<string>();
        await using (var webhook = new Webhook(new Uri(server.Urls.First() + "/alerts"), TimeProvider.System, faults.Add))
        {
            webhook.Post("blocked", "maximum gross");
            webhook.Post("error", "the keys are refused");
            webhook.Post("stop", "stopped");
        }
        Assert.Equal(["blocked: maximum gross", "error: the keys are refused", "stop: stopped"], heard);
        Assert.Contains("expected success, found 500", Assert.Single(faults), StringComparison.Ordinal);
    }

    // The document once events have come.
    private static string Dom(Uri page, string profile)
    {
        using var chromium = Process.Start(new ProcessStartInfo(ChromiumFactAttribute.Path!,
            ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--timeout=3000", $"--user-data-dir={profile}", "--dump-dom", page.ToString()]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        chromium.ErrorDataReceived += (_, _) => { };
        chromium.BeginErrorReadLine();
        var output = chromium.StandardOutput.ReadToEndAsync();
        if (!chromium.WaitForExit(TimeSpan.FromSeconds(60)))
        {
            chromium.Kill(entireProcessTree: true);
            Assert.Fail("Chromium did not finish in 60 seconds");
        }
        return output.Result;
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ChromiumFactAttribute : FactAttribute
    {
        private static readonly string[] Candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

        public static readonly string? Path = Candidates.FirstOrDefault(File.Exists);

        public ChromiumFactAttribute()
        {
            if (Path is null) Skip = "needs Chromium: none of " + string.Join(", ", Candidates);
        }
    }
}
