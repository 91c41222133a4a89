using System.Globalization;
using System.Text.RegularExpressions;
using LeanDeep.Models.Portfolio;
using LeanDeep.Tests.Training.Data;
using LeanDeep.Training.Data;
using LeanDeep.Training.Reports;

namespace LeanDeep.Tests.Training.Reports;

/// <summary>The page, opened in a browser.</summary>
public sealed partial class HtmlReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ChromiumFact]
    public void Page_InChromium_DrawsEveryChartWithoutErrors()
    {
        var page = Write(LongRun().Json("Two years"));
        var dom = Chromium.Dom(page, _folder["profile"]);

        Assert.Equal("", Errors(dom));
        var charts = Charts().Matches(dom).Select(match => match.Groups[1].Value).ToArray();
        var drawn = Drawn().Matches(dom).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(
            ["Equity, logarithmic", "Below the peak", "By year", "Volatility, 6 months", "Sharpe ratio, 6 months", "Beta, 6 months", "Exposure", "Leverage", "Turnover", "Concentration", "Fees, cumulated", "Return of a round trip"],
            charts);
        Assert.Equal(charts.Length, drawn.Length);
        Assert.All(drawn, pixels => Assert.True(pixels > 5000, $"expected a painted canvas, found {pixels} pixels"));
        Assert.Equal(11, Regex.Count(dom, "<section "));
        Assert.Contains("<td>HELD</td><td>long</td>", Regex.Replace(dom, " class=\"[^\"]*\"", ""), StringComparison.Ordinal);
    }

    [ChromiumFact]
    public void Page_OfAnAllocator_DrawsItsDecisions()
    {
        var text = LongRun();
        var days = MarketCalendar.UsEquities.Sessions(new(2014, 1, 2), new(2015, 12, 30)).Where((_, t) => t % 20 == 0).ToArray();
        foreach (var (asset, i) in new[] { "HELD", "SOLD", "KEPT" }.Select((name, i) => (name, i)))
        {
            text.Series(AllocationCharts.Weights, asset, days.Select((day, t) => (day, (double?)((1 + Math.Sin(t + 2 * i)) / 3))));
            text.Series(AllocationCharts.Risk, asset, days.Select((day, t) => (day, (double?)((1 + Math.Cos(t + 2 * i)) / 3))));
        }
        text.Series(AllocationCharts.Prices, "turnover ≤ 0.2", days.Where((_, t) => t % 2 == 0).Select((day, t) => (day, (double?)(0.01 * t))));
        var dom = Chromium.Dom(Write(text.Json()), _folder["profile"]);

        Assert.Equal("", Errors(dom));
        var drawn = Charts().Matches(dom).Select(match => match.Groups[1].Value).Zip(Drawn().Matches(dom).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))).ToDictionary();
        Assert.All(["Weights", "Risk contributions", "Prices of limits"], chart => Assert.True(drawn[chart] > 5000, $"{chart}: expected a painted canvas, found {drawn[chart]} pixels"));
        Assert.Equal(14, Regex.Count(dom, "<section "));
        Assert.Contains("turnover ≤ 0.2", dom, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public void Page_InChromium_TakesItsPicture()
    {
        var picture = Path.Combine(AppContext.BaseDirectory, "report.png");
        File.Delete(picture);
        Chromium.Screenshot(Write(LongRun().Json("Two years")), _folder["profile"], picture, 6000);

        Assert.True(new FileInfo(picture).Length > 100_000, picture); // an empty page of this size takes 20 kB
    }

    [ChromiumFact]
    public void Page_ShortRunWithoutBenchmarkOrTrades_HasNoErrors()
    {
        var text = new ResultText().Series("Strategy Equity", "Equity", [(SmallResult.First, 5), (SmallResult.First.AddDays(1), 5), (SmallResult.First.AddDays(2), 5)]);
        var dom = Chromium.Dom(Write(text.Json("</title></script><script>document.title = 'taken'; throw 1</script>")), _folder["profile"]);

        Assert.Equal("", Errors(dom));
        Assert.DoesNotContain("<title>taken", dom, StringComparison.Ordinal);
        Assert.Contains("No trade was closed.", dom, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public void Page_ThatThrows_SaysSo()
    {
        var page = Write(LongRun().Json());
        File.WriteAllText(page, File.ReadAllText(page).Replace("\"$type\":\"heat\"", "\"$type\":\"no such part\"", StringComparison.Ordinal));

        Assert.NotEqual("", Errors(Chromium.Dom(page, _folder["profile"])));
    }

    [ChromiumFact]
    public void Page_ClickOnAHeading_SortsByThatColumn()
    {
        var page = Write(LongRun().Json());
        File.WriteAllText(page, File.ReadAllText(page).Replace("</body>", "<script>document.querySelector('#trades th:nth-child(9)').click();</script></body>", StringComparison.Ordinal));
        var dom = Chromium.Dom(page, _folder["profile"]);
        var rows = dom[dom.IndexOf("id=\"trades\"", StringComparison.Ordinal)..].Split("<tr>").Skip(2);
        var profits = rows.Select(row => Cells().Matches(row)[8].Groups[1].Value.Replace("$", "", StringComparison.Ordinal))
            .Select(text => double.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture)).ToArray();

        Assert.True(profits.Length > 100);
        Assert.Equal(profits.OrderDescending(), profits);
    }

    [ChromiumFact]
    public void Page_HoldsEverythingItNeeds()
    {
        var text = File.ReadAllText(Write(LongRun().Json()));

        Assert.Contains("default-src 'none'", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)<(script|link|img|iframe)[^>]*(src|href)=", text);
        Assert.DoesNotMatch("(?i)@import|url\\(", text);
        Assert.Contains("The MIT License", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_WithoutTheLibrary_SaysWhatToDo()
    {
        if (HtmlReport.IsAvailable)
            Assert.StartsWith("<!DOCTYPE html>", HtmlReport.Render(SmallResult.Read()), StringComparison.Ordinal);
        else
            Assert.Contains("./leandeep setup", Assert.Throws<InvalidOperationException>(() => HtmlReport.Render(SmallResult.Read())).Message, StringComparison.Ordinal);
    }

    private string Write(string json)
    {
        var page = _folder["page.html"];
        HtmlReport.Write(_folder.WriteText("result.json", json), page);
        Assert.False(File.Exists(page + ".new"));
        return page;
    }

    /// <summary>Two years of a made-up run with every kind of series.</summary>
    private static ResultText LongRun()
    {
        var days = MarketCalendar.UsEquities.Sessions(new(2014, 1, 2), new(2015, 12, 30));
        IEnumerable<(DateOnly, double?)> Series(Func<int, double?> value) => days.Select((day, t) => (day, value(t)));
        var text = new ResultText()
            .Series("Strategy Equity", "Equity", Series(t => 1e6 * Math.Exp(0.0006 * t + 0.03 * Math.Sin(t * 0.11) + 0.01 * Math.Sin(t * 1.7))))
            .Series("Benchmark", "Benchmark", Series(t => 200 * Math.Exp(0.0003 * t + 0.04 * Math.Sin(t * 0.09) + 0.01 * Math.Cos(t * 1.7))))
            .Series("Exposure", "Equity - Long Ratio", Series(t => 0.6 + 0.1 * Math.Sin(t * 0.05)))
            .Series("Exposure", "Equity - Short Ratio", Series(t => -0.4 + 0.1 * Math.Sin(t * 0.04)))
            .Series("Portfolio Turnover", "Portfolio Turnover", Series(t => 0.2 + 0.1 * Math.Sin(t)))
            .Series("Portfolio Margin", "HELD", Series(t => 30 + 5 * Math.Sin(t * 0.05)))
            .Series("Portfolio Margin", "SOLD", Series(t => 20))
            .Order("HELD", "2014-01-02T21:00:00Z", 100, 50).Order("SOLD", "2014-01-02T21:00:00Z", -50, 50)
            .Statistic("Total Fees", "$1234.50").Statistic("Sharpe Ratio", "1.5").Statistic("Total Orders", "200");
        for (var t = 0; t + 3 < days.Count; t += 3)
            text.Trade(t % 2 == 0 ? "HELD" : "SOLD", t % 2, $"{days[t]:yyyy-MM-dd}T21:00:00Z", $"{days[t + 3]:yyyy-MM-dd}T21:00:00Z", 10 + t, 50, 50 + Math.Sin(t), 1 + t % 7);
        return text;
    }

    private static string Errors(string dom) => DataErrors().Match(dom) is { Success: true } match ? match.Groups[1].Value : "no data-errors: the script did not start";

    [GeneratedRegex("data-errors=\"([^\"]*)\"")]
    private static partial Regex DataErrors();

    [GeneratedRegex("<td[^>]*>([^<]*)</td>")]
    private static partial Regex Cells();

    [GeneratedRegex("data-chart=\"([^\"]*)\"")]
    private static partial Regex Charts();

    [GeneratedRegex("data-drawn=\"([0-9]+)\"")]
    private static partial Regex Drawn();
}
