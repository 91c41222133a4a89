using LeanDeep.Models.Policies;
using LeanDeep.Training.Hjb.Neural;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>Kim and Omberg's problem solved by a network that knows all its parameters: re-estimating them needs nothing but another evaluation.</summary>
/// <remarks>The inputs are those of <see cref="KimOmbergPolicy"/>; scaled to units of 1/κ they lie within the domain on which the network was trained
/// (<see cref="ConditionedKimOmberg"/>), which the constructor checks. l is the network's, its gradient is written by the chain rule with standard operators.</remarks>
public sealed class NetworkPolicy : SolvedPolicy
{
    private readonly TanhNetwork _network;
    private readonly double _horizon;
    private readonly double[] _jets, _work, _scaled;

    /// <param name="solution">Of a <see cref="ConditionedKimOmberg"/>.</param>
    /// <param name="domain">Where the policy is to hold.</param>
    /// <exception cref="ArgumentException">The solution is of another problem or diverged, or the domain leaves that of the solution.</exception>
    public NetworkPolicy(NeuralSolution solution, PolicyDomain domain)
    {
        ArgumentNullException.ThrowIfNull(solution);
        ArgumentNullException.ThrowIfNull(domain);
        domain.Check();
        if (solution.Problem is not ConditionedKimOmberg { Horizon: { } horizon } problem) throw new ArgumentException($"expected a solution of kim-omberg-conditioned, found {solution.Problem.Name}", nameof(solution));
        if (solution.Status == NeuralStatus.Diverged) throw new ArgumentException("expected a solution, found a fit that diverged", nameof(solution));
        (_network, _horizon) = (solution.Network, horizon);
        RequireInside(problem, domain);
        (_jets, _work, _scaled) = (new double[Point<Numbers.Real>.JetLength(_network.Inputs.Count)], new double[_network.WorkLength], new double[_network.Inputs.Count]);
        Description = new()
        {
            Problem = "kim-omberg", Method = SolutionMethod.Network, Inputs = domain.Inputs(), Outputs = 1, Unit = PolicyUnit.Exposures,
            Parameters = new Dictionary<string, double>(),
        };
    }

    public override PolicyDescription Description { get; }

    public override double Evaluate(ReadOnlySpan<double> inputs, Span<double> slope, Span<double> policy)
    {
        var (root, gamma, tau) = (Math.Sqrt(inputs[2]), inputs[5], inputs[2] * inputs[6]);
        (_scaled[0], _scaled[1], _scaled[2]) = (inputs[0] / root, inputs[1] / root, inputs[3] / inputs[2]);
        (_scaled[3], _scaled[4], _scaled[5]) = (inputs[4], 1 / gamma - 1, tau);
        _network.Jets(_scaled, _jets, _work);
        slope[0] = tau / _horizon * _jets[1] / root;
        policy[0] = (inputs[0] + inputs[4] * inputs[3] * slope[0]) / gamma;
        return tau / _horizon * _jets[0];
    }

    private protected override byte[] Write(PolicyGraph graph, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var (x, gamma, kappa, sigma) = (graph[PolicyQuantity.SharpeRatio], graph[PolicyQuantity.RiskAversion], graph[PolicyQuantity.Reversion], graph[PolicyQuantity.Deviation]);
        var (rho, tau, root) = (graph[PolicyQuantity.Correlation], kappa * graph[PolicyQuantity.TimeToGo], kappa.Sqrt());
        var scaled = (x / root).Beside(graph[PolicyQuantity.LongRunSharpeRatio] / root).Beside(sigma / kappa).Beside(rho).Beside(1 / gamma - 1).Beside(tau);
        var (value, gradient) = new NetworkGraph(graph, _network).Add(scaled);
        var slope = tau / _horizon * gradient.Columns(0, 1) / root;
        return graph.Build(tau / _horizon * value, slope, (x + rho * sigma * slope) / gamma, x / gamma, x * 0, metadata);
    }

    /// <summary>The domain's corners, scaled, against the network's inputs.</summary>
    private static void RequireInside(ConditionedKimOmberg problem, PolicyDomain domain)
    {
        var (slow, fast) = (domain.Reversion.Lower, domain.Reversion.Upper);
        (string Name, double Lower, double Upper)[] reached =
        [
            ("x", Math.Min(domain.SharpeRatio.Lower / Math.Sqrt(slow), domain.SharpeRatio.Lower / Math.Sqrt(fast)), domain.SharpeRatio.Upper / Math.Sqrt(slow)),
            ("mean", Math.Min(domain.LongRunSharpeRatio.Lower / Math.Sqrt(slow), domain.LongRunSharpeRatio.Lower / Math.Sqrt(fast)), domain.LongRunSharpeRatio.Upper / Math.Sqrt(slow)),
            ("deviation", domain.Deviation.Lower / fast, domain.Deviation.Upper / slow),
            ("correlation", domain.Correlation.Lower, domain.Correlation.Upper),
            ("a", 1 / domain.RiskAversion.Upper - 1, 1 / domain.RiskAversion.Lower - 1),
            ("tau", fast * domain.TimeToGo.Lower, fast * domain.TimeToGo.Upper),
        ];
        StateVariable[] trained = [.. problem.States, new("tau", 0, problem.Horizon!.Value, BoundaryKind.Open, BoundaryKind.Open)];
        for (var i = 0; i < trained.Length; i++)
            if (reached[i].Lower < trained[i].Lower - 1e-9 || reached[i].Upper > trained[i].Upper + 1e-9)
                throw new ArgumentException($"{reached[i].Name}: expected within the trained {trained[i].Lower:G6} to {trained[i].Upper:G6}, found {reached[i].Lower:G6} to {reached[i].Upper:G6}", nameof(domain));
    }
}
