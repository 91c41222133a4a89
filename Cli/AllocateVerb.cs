using System.CommandLine;
using LeanDeep.Cli.Allocation;
using LeanDeep.Models.Portfolio;

namespace LeanDeep.Cli;

/// <summary><c>leandeep allocate</c>: one constrained portfolio from files, with what each binding constraint costs.</summary>
internal static class AllocateVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var problem = new Option<string?>("--problem") { Description = "JSON file with names, returns, covariance, constraints and more" };
        var returns = new Option<string?>("--mu") { Description = "CSV of name,expected return" };
        var covariance = new Option<string?>("--cov") { Description = "CSV of the covariance below a header of names" };
        var constraints = new Option<string?>("--constraints") { Description = "JSON file of a constraint set" };
        var held = new Option<string?>("--held") { Description = "CSV of name,weight held before" };
        var sectors = new Option<string?>("--sectors") { Description = "CSV of name,sector" };
        var objective = new Option<AllocationObjective>("--objective") { Description = "what is sought under the constraints", DefaultValueFactory = _ => AllocationObjective.MeanVariance };
        var aversion = new Option<double?>("--risk-aversion") { Description = "γ of μ′w − γ w′Σw − α‖w‖² (default 1, or the file's)" };
        var ridge = new Option<double?>("--ridge") { Description = "α of the same (default 0, or the file's)" };
        var command = new Command("allocate", "solve one constrained portfolio from files and say what each limit costs")
        {
            problem, returns, covariance, constraints, held, sectors, objective, aversion, ridge, Report.Json,
        };
        command.SetAction(parsed =>
        {
            var (json, cov) = (parsed.GetValue(problem), parsed.GetValue(covariance));
            if (json is null == cov is null) throw new UsageException("allocate: expected --problem FILE.json or --cov FILE.csv, found " + (json is null ? "neither" : "both"));
            if (json is not null && (parsed.GetValue(returns) ?? parsed.GetValue(constraints) ?? parsed.GetValue(held) ?? parsed.GetValue(sectors)) is { } extra)
                throw new UsageException($"allocate: expected all of the problem in {json}, found {extra} too");
            var file = json is not null
                ? AllocationProblemFile.ReadJson(json)
                : AllocationProblemFile.ReadCsv(parsed.GetValue(returns), cov!, parsed.GetValue(constraints), parsed.GetValue(held), parsed.GetValue(sectors));
            var (gamma, alpha) = (parsed.GetValue(aversion) ?? file.RiskAversion, parsed.GetValue(ridge) ?? file.Ridge);
            var portfolio = new ConstrainedPortfolio(file.Constraints.For(file.Names, file.Sectors));
            var chosen = parsed.GetValue(objective);
            var status = chosen switch
            {
                AllocationObjective.MinimumVariance => portfolio.MinimumVariance(file.Covariance, file.Held),
                AllocationObjective.MaximumSharpe => portfolio.MaximumSharpe(file.Returns, file.Covariance, 0, file.Held),
                _ => portfolio.MeanVariance(file.Returns, file.Covariance, gamma, alpha, file.Held),
            };
            var report = new Report(parsed, output, error);
            var charged = gamma != 0 || alpha != 0 || file.Constraints.Costs != 0;
            Show(report, output, parsed.GetValue(Report.Json), file, portfolio, status, chosen, charged);
            if (status is AllocationStatus.Optimal) return 0;
            report.Fail(Failure(portfolio, status));
            return 1;
        });
        return command;
    }

    private static void Show(Report report, TextWriter output, bool json, AllocationProblemFile file, ConstrainedPortfolio portfolio, AllocationStatus status, AllocationObjective objective, bool charged)
    {
        var binding = portfolio.Result.Binding(0);
        var violations = portfolio.Result.Violations(0);
        double[] weights = [.. portfolio.Weights];
        var (mean, volatility) = Moments(file, weights);
        var words = new PriceInWords(objective, charged, volatility);
        report.Result(
            new
            {
                status,
                residual = portfolio.Result.Residuals[0],
                iterations = portfolio.Result.Iterations[0],
                objective = portfolio.Result.Objectives[0],
                expectedReturn = mean,
                volatility,
                net = weights.Sum(),
                gross = weights.Sum(Math.Abs),
                weights = file.Names.Select((name, i) => (name, weights[i])).ToDictionary(),
                binding = binding.Select(price => new
                {
                    constraint = price.Constraint.ToString(), price.Constraint.Kind, price.Constraint.Name, price.Constraint.Side, price.Constraint.Limit, price.Multiplier,
                    words = status == AllocationStatus.Infeasible ? null : words.Describe(price),
                }),
                violations = violations.Select(violation => violation.ToString()),
                nearlyDegenerate = portfolio.Result.NearlyDegenerate[0],
            },
            ["name", "weight %", "state", "held %", "μ %"],
            file.Names.Select((name, i) => (IReadOnlyList<string>)
            [
                name, Report.Number(100 * weights[i], "0.0000"), State(portfolio.Result.WeightStates[i]),
                file.Held.Length == 0 ? "" : Report.Number(100 * file.Held[i], "0.00"), Report.Number(100 * file.Returns[i], "0.####"),
            ]));
        if (json) return;
        output.WriteLine(FormattableString.Invariant(
            $"{status.ToString().ToLowerInvariant()}, KKT residual {portfolio.Result.Residuals[0]:0.0e+0}; expected return {100 * mean:0.####} %, volatility {100 * volatility:0.####} %, net {100 * weights.Sum():0.##} %, gross {100 * weights.Sum(Math.Abs):0.##} %"));
        if (status != AllocationStatus.Infeasible)
            foreach (var price in binding) output.WriteLine(words.Describe(price));
        foreach (var violation in violations) output.WriteLine($"not met: {violation}");
    }

    private static string Failure(ConstrainedPortfolio portfolio, AllocationStatus status) => status == AllocationStatus.Infeasible
        ? $"no weights meet all limits: expected limits that go together, found in each other's way {string.Join(", ", portfolio.Result.Binding(0).Select(price => PriceInWords.Limit(price.Constraint)))}; the weights shown violate them least, by {Report.Number(100 * portfolio.Result.Residuals[0], "0.####")} % of equity together"
        : status switch
        {
            AllocationStatus.Inaccurate => $"expected a KKT residual of at most {new AllocationOptions().Tolerance:0e+0}, found {portfolio.Result.Residuals[0]:0.0e+0}",
            AllocationStatus.Unbounded => "expected an objective that has a maximum under the limits, found one that has none",
            AllocationStatus.Indefinite => "expected a covariance without negative eigenvalues, found one with",
            _ => "expected finite numbers, and risk aversion, ridge and costs of at least 0, found others",
        };

    private static string State(WeightState state) => state switch
    {
        WeightState.Free => "",
        WeightState.AtLower => "at its least",
        WeightState.AtUpper => "at its most",
        WeightState.AtZero => "at zero",
        _ => "as held",
    };

    private static (double Mean, double Volatility) Moments(AllocationProblemFile file, double[] weights)
    {
        double mean = 0, variance = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            mean += file.Returns[i] * weights[i];
            for (var j = 0; j < weights.Length; j++) variance += weights[i] * file.Covariance[i * weights.Length + j] * weights[j];
        }
        return (mean, Math.Sqrt(Math.Max(variance, 0)));
    }
}
