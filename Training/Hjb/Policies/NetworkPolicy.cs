using LeanDeep.Models.Policies;
using LeanDeep.Training.Hjb.Neural;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>Kim and Omberg's problem solved by a network that knows all its parameters: re-estimating them needs nothing but another evaluation.</summary>
/// <remarks>The inputs are those of <see cref="StandardisedDomain"/>, on which the network was trained (<see cref="ConditionedKimOmberg"/>). l is the network's, its gradient, with respect to
/// the deviations, is written by the chain rule with standard operators.</remarks>
public sealed class NetworkPolicy : SolvedPolicy
{
    private readonly TanhNetwork _network;
    private readonly double _horizon;
    private readonly double[] _jets, _work, _scaled;

    /// <param name="solution">Of a <see cref="ConditionedKimOmberg"/>.</param>
    /// <exception cref="ArgumentException">The solution is of another problem or diverged.</exception>
    public NetworkPolicy(NeuralSolution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        if (solution.Problem is not ConditionedKimOmberg problem) throw new ArgumentException($"expected a solution of kim-omberg-conditioned, found {solution.Problem.Name}", nameof(solution));
        if (solution.Status == NeuralStatus.Diverged) throw new ArgumentException("expected a solution, found a fit that diverged", nameof(solution));
        (_network, _horizon) = (solution.Network, problem.Domain.ReversionsToGo);
        (_jets, _work, _scaled) = (new double[Point<Numbers.Real>.JetLength(_network.Inputs.Count)], new double[_network.WorkLength], new double[_network.Inputs.Count]);
        Description = new()
        {
            Problem = "kim-omberg", Method = SolutionMethod.Network, Inputs = problem.Domain.Inputs(), Outputs = 1, Unit = PolicyUnit.Exposures,
            Parameters = new Dictionary<string, double>(),
        };
    }

    public override PolicyDescription Description { get; }

    public override double Evaluate(ReadOnlySpan<double> inputs, Span<double> slope, Span<double> policy)
    {
        var (gamma, tau) = (inputs[4], inputs[5]);
        inputs[..6].CopyTo(_scaled);
        _scaled[4] = 1 / gamma - 1;
        _network.Jets(_scaled, _jets, _work);
        slope[0] = tau / _horizon * _jets[1];
        policy[0] = Math.Sqrt(inputs[6]) * (ConditionedKimOmberg.SharpeRatio(inputs[0], inputs[1], inputs[2]) + Math.Sqrt(2) * inputs[3] * slope[0]) / gamma;
        return tau / _horizon * _jets[0];
    }

    private protected override byte[] Write(PolicyGraph graph, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var (gamma, rho, tau) = (graph[PolicyQuantity.RiskAversion], graph[PolicyQuantity.Correlation], graph[PolicyQuantity.ReversionsToGo]);
        var states = graph.Inputs.Columns(0, 4);
        var (value, gradient) = new NetworkGraph(graph, _network).Add(states.Beside(1 / gamma - 1).Beside(tau));
        var slope = tau / _horizon * gradient.Columns(0, 1);
        var root = graph[PolicyQuantity.Reversion].Sqrt();
        var myopic = root * (graph[PolicyQuantity.MeanPerReversion] + graph[PolicyQuantity.DeviationPerReversion] * graph.States / Math.Sqrt(2)) / gamma;
        return graph.Build(tau / _horizon * value, slope, myopic + root * Math.Sqrt(2) * rho * slope / gamma, myopic, tau * 0, metadata);
    }
}
