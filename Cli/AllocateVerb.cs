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
            AllocationStatus Solve(ConstrainedPortfolio within) => chosen switch
            {
                AllocationObjective.MinimumVariance => within.MinimumVariance(file.Covariance, file.Held),
                AllocationObjective.MaximumSharpe => within.MaximumSharpe(file.Returns, file.Covariance, 0, file.Held),
                _ => within.MeanVariance(file.Returns, file.Covariance, gamma, alpha, file.Held),
            };
            var status = Solve(portfolio);
            var report = new Report(parsed, output, error);
            var charged = gamma != 0 || alpha != 0 || file.Constraints.Costs != 0;
            var costs = new LimitCosts(file, chosen, Solve);
            Show(report, output, parsed.GetValue(Report.Json), file, portfolio, status, new PriceInWords(chosen, charged, costs.Volatility(portfolio)), costs);
            if (status is AllocationStatus.Optimal) return 0;
            report.Fail(Failure(portfolio, status));
            return 1;
        });
        return command;
    }

    private static void Show(Report report, TextWriter output, bool json, AllocationProblemFile file, ConstrainedPortfolio portfolio, AllocationStatus status, PriceInWords words, LimitCosts costs)
    {
        var binding = portfolio.Result.Binding(0);
        var violations = portfolio.Result.Violations(0);
        double[] weights = [.. portfolio.Weights];
        var (mean, volatility) = (costs.Mean(portfolio), costs.Volatility(portfolio));
        var prices = binding.Select(price => (Price: price, Cost: status == AllocationStatus.Optimal ? costs.Of(price.Constraint, portfolio) : null)).ToArray();
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
                binding = prices.Select(priced => new
                {
                    constraint = priced.Price.Constraint.ToString(), priced.Price.Constraint.Kind, priced.Price.Constraint.Name, priced.Price.Constraint.Side, priced.Price.Constraint.Limit,
                    priced.Price.Multiplier, priced.Cost, words = status == AllocationStatus.Optimal ? words.Describe(priced.Price, priced.Cost) : null,
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
        if (status == AllocationStatus.Optimal)
            foreach (var (price, cost) in prices) output.WriteLine(words.Describe(price, cost));
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
}
