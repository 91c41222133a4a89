using System.Globalization;
using System.Text.RegularExpressions;
using LeanDeep.Tests.Training.Data;
using LeanDeep.Training.Hjb;
using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Hjb.Problems;
using LeanDeep.Training.Reports;
using LeanDeep.Training.Reports.Hjb;

namespace LeanDeep.Tests.Training.Reports.Hjb;

/// <summary>Pages of solved problems, opened in a browser.</summary>
public sealed partial class SolutionPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string[]> Problems => new()
    {
        { "horizon", ["l", "l over X and years to go", "theta", "theta over X and years to go", "log₁₀ |residual|", "Active points", "log₁₀ residual", "log₁₀ error of the first unknown"] },
        { "stationary", ["l", "theta", "log₁₀ |residual|", "Active points", "log₁₀ residual", "log₁₀ error of the first unknown"] },
        { "two-states", ["l", "l over X1 and X2", "theta1", "theta2", "theta1 over X1 and X2", "theta2 over X1 and X2", "log₁₀ |residual|", "Active points", "log₁₀ residual", "log₁₀ error of the first unknown"] },
        { "no-state", ["log₁₀ residual", "log₁₀ error of the first unknown"] },
    };

    [ChromiumTheory]
    [MemberData(nameof(Problems))]
    public void Page_InChromium_DrawsEveryChartWithoutErrors(string name, string[] expected)
    {
        var page = _folder["page.html"];
        ReportPage.Write(Render(Make(name)), page);
        var dom = Chromium.Dom(page, _folder["profile"]);

        Assert.Equal("", DataErrors().Match(dom).Groups[1].Value);
        string[] charts = [.. Charts().Matches(dom).Select(match => match.Groups[1].Value)];
        int[] drawn = [.. Drawn().Matches(dom).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.Equal(expected, charts);
        Assert.Equal(charts.Length, drawn.Length);
        Assert.All(charts.Zip(drawn), chart => Assert.True(chart.Second > 500, $"{chart.First}: expected a painted chart, found {chart.Second} pixels"));
    }

    private static string Render(HjbProblem problem)
    {
        var (training, history) = (new NeuralTraining(problem, new NeuralOptions { HiddenLayers = [8], Points = 60, GaussNewtonSteps = 55, Tolerance = 0 }, seed: 1), new List<NeuralProgress>());
        while (training.Step() is { } now) history.Add(now);
        return SolutionPage.Render(training, history, 0.1);
    }

    private static HjbProblem Make(string name)
    {
        SharpeProcess process = new(0.02, 0.18, 0.4, 0.25, 0.2, -0.8);
        return name switch
        {
            "horizon" => new KimOmberg(process, 5, 5),
            "stationary" => new ChackoViceira(0.0153, 0.0811, 0.3374, 27.9345, 0.6503, 0.5241, riskAversion: 4, timePreference: 0.06),
            "two-states" => new VectorSharpe(SharpeMarket.Family(2), 5, 5),
            _ => new Merton(new OpportunitySet(0.03, 0.08, 0.2), 2, 0.05, 10),
        };
    }

    [GeneratedRegex("data-errors=\"([^\"]*)\"")]
    private static partial Regex DataErrors();

    [GeneratedRegex("data-chart=\"([^\"]*)\"")]
    private static partial Regex Charts();

    [GeneratedRegex("data-drawn=\"([0-9]+)\"")]
    private static partial Regex Drawn();
}
