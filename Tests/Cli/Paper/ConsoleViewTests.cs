using LeanDeep.Brokerages.Live;
using LeanDeep.Cli.Paper;
using Spectre.Console;

namespace LeanDeep.Tests.Cli.Paper;

public sealed class ConsoleViewTests
{
    private static PaperSnapshot State(int positions, string algorithm = "LongShort", bool connected = true) => new(
        algorithm, new DateTime(2011, 1, 4, 15, 30, 5), connected, 1_234_567.891m, 1_000m, "models/long-short/20101231",
        [.. Enumerable.Range(1, positions).Select(i => new ShownPosition($"SY{i:00}", i % 2 == 0 ? i : -i, 10, 11, (i % 2 == 0 ? 11 : -11) * i, i))],
        [new ShownOrder("SYAA", -7, "Market", "OnOpen", "waiting for [its] window", default, null)],
        [], 0.0021, 0, 0, 0.0457, 0, 0, 0, Blocked: 3, Decided: 0);

    [Fact]
    public void Page_State_ShowsTheLargestPositionsTheOrdersAndTheAlerts()
    {
        var text = Text(ConsoleView.Page(State(14), ["feed: late", "[not] markup"]));

        Assert.Contains("LongShort  2011-01-04 15:30:05 UTC  connected  models/long-short/20101231", text, StringComparison.Ordinal);
        Assert.Contains($"equity {1_234_567.891m:#,0.00}  cash {1_000m:#,0.00}  14 positions  1 open orders  3 blocked", text, StringComparison.Ordinal);
        Assert.Contains("feed 2.1 ms  decision 45.7 ms", text, StringComparison.Ordinal);
        Assert.Contains("SY14", text, StringComparison.Ordinal);
        Assert.Contains("SY03", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SY02", text, StringComparison.Ordinal); // the thirteenth by value
        Assert.True(text.IndexOf("SY14", StringComparison.Ordinal) < text.IndexOf("SY13", StringComparison.Ordinal));
        Assert.Contains("Market OnOpen", text, StringComparison.Ordinal);
        Assert.Contains("waiting for [its] window", text, StringComparison.Ordinal);
        Assert.Contains("[not] markup", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_ConnectionGone_SaysSo() => Assert.Contains("[Mine]  2011-01-04 15:30:05 UTC  not connected", Text(ConsoleView.Page(State(0, "[Mine]", connected: false), [])), StringComparison.Ordinal);

    [Fact]
    public void Say_NoTerminal_IsALineEach()
    {
        using var error = new StringWriter();
        using (var view = new ConsoleView(error))
        {
            view.Say("start: 12 names");
            view.Show(State(1));
            view.Say("guard: maximum gross");
        }

        Assert.Equal(["start: 12 names", "guard: maximum gross"], error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private static string Text(Rows page)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 160;
        console.Write(page);
        return writer.ToString();
    }
}
