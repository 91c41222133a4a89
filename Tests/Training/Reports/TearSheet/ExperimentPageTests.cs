using System.Globalization;
using System.Text.RegularExpressions;
using LeanDeep.Tests.Training.Data;
using LeanDeep.Training.Data;
using LeanDeep.Training.Reports;
using LeanDeep.Training.Reports.TearSheet;

namespace LeanDeep.Tests.Training.Reports.TearSheet;

/// <summary>The tear sheet, opened in a browser.</summary>
public sealed partial class ExperimentPageTests : IDisposable
{
    private static readonly Lazy<ExperimentPage> Synthetic = new(SyntheticExperiment.Page);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ChromiumFact]
    public void Page_InChromium_DrawsEveryChartWithoutErrors()
    {
        var page = Path.Combine(AppContext.BaseDirectory, "tear-sheet.html");
        ReportPage.Write(Synthetic.Value.Render(), page);
        var dom = Chromium.Dom(page, _folder["profile"]);

        Assert.Equal("", DataErrors().Match(dom).Groups[1].Value);
        var charts = Charts().Matches(dom).Select(match => match.Groups[1].Value).ToArray();
        var drawn = Drawn().Matches(dom).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(charts.Length, drawn.Length);
        Assert.All(charts.Zip(drawn), chart => Assert.True(chart.Second > 500, $"{chart.First}: expected a painted chart, found {chart.Second} pixels"));
        foreach (var expected in new[]
        {
            "Median IC by epoch, layers 32-16", "Coefficients with 95 % intervals", "Training loss, layers 16-8", "IC cumulated, 1 session", "Daily IC, 21 sessions",
            "Distribution of the daily IC, 5 sessions", "Quantiles against the normal, 1 session", "Mean return by quantile, holdout (bp per session, ± standard error)", "Daily mean return by quantile, 1 session",
            "Return by quantile, cumulated", "Top less bottom quantile, 1 session", "Rank autocorrelation", "IC within sectors, 5 sessions, 95 % intervals", "Mean IC with 95 % block-bootstrap intervals",
            "Rank out of sample of the best in sample", "Paths of combinatorial cross-validation, ensemble", "Sharpe ratio with 95 % intervals", "Below the peak", "Volatility, 6 months", "Return of a round trip",
        })
            Assert.Contains(expected, charts);
        Assert.Equal(Synthetic.Value.Sections(MarketCalendar.UsEquities).Count, Regex.Count(dom, "<section "));
    }

    [ChromiumFact]
    public void Page_OnAPhone_StaysWithinItsWidth()
    {
        var page = _folder["phone.html"];
        var text = Synthetic.Value.Render().Replace("</body>", "<script>document.documentElement.dataset.overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;</script></body>", StringComparison.Ordinal);
        ReportPage.Write(text, page);
        var dom = Chromium.Dom(page, _folder["profile"], "--window-size=500,900");

        Assert.Equal("", DataErrors().Match(dom).Groups[1].Value);
        Assert.Equal("0", Overflow().Match(dom).Groups[1].Value);
    }

    [ChromiumFact]
    public void Page_OfNothing_IsAnEmptyPage()
    {
        var page = _folder["empty.html"];
        ReportPage.Write(new ExperimentPage { Title = "<b>none</b>", Subtitle = "& nothing" }.Render(), page);
        var dom = Chromium.Dom(page, _folder["profile"]);

        Assert.Equal("", DataErrors().Match(dom).Groups[1].Value);
        Assert.Equal(0, Regex.Count(dom, "<section "));
        Assert.Contains("&lt;b&gt;none", dom, StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_TablesOfPredictors_HaveARowForEachBaseline()
    {
        var sections = Synthetic.Value.Sections(MarketCalendar.UsEquities);
        foreach (var id in new[] { "ic", "quantiles", "persistence" })
        {
            var table = sections.Single(section => section.Id == id).Parts.OfType<ReportTable>().First();
            Assert.Equal(4 * 2 * 3, table.Rows.Count);
            Assert.Equal(["ensemble", "linear", "reversal of r05", "random"], table.Rows.Select(row => row[0]).Distinct());
        }
        Assert.Contains(sections.Single(section => section.Id == "selection").Parts.OfType<ReportTable>().Single().Rows, row => (string)row[0]! == "random");
    }

    [Fact]
    public void Sections_Seeds_EndWithTheirDeviation()
    {
        var table = Synthetic.Value.Sections(MarketCalendar.UsEquities).Single(section => section.Id == "reliability").Parts.OfType<ReportTable>().Last();
        Assert.Equal(6, table.Rows.Count);
        Assert.Equal(0.002 * Math.Sqrt(2.5), (double)table.Rows[5][1]!, 1e-12);
    }

    [Fact]
    public void Render_TwoSectionsOfOneName_IsRefused()
    {
        if (!ReportPage.IsAvailable) return;
        ReportSection section = new("a", "A", "", []);
        Assert.Contains("found a 2 times", Assert.Throws<ArgumentException>(() => ReportPage.Render("t", "s", [], [section, section])).Message, StringComparison.Ordinal);
    }

    [GeneratedRegex("data-errors=\"([^\"]*)\"")]
    private static partial Regex DataErrors();

    [GeneratedRegex("data-overflow=\"([^\"]*)\"")]
    private static partial Regex Overflow();

    [GeneratedRegex("data-chart=\"([^\"]*)\"")]
    private static partial Regex Charts();

    [GeneratedRegex("data-drawn=\"([0-9]+)\"")]
    private static partial Regex Drawn();
}
