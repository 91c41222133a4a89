using LeanDeep.Models.Policies;
using LeanDeep.Training.Hjb.Problems;
using MathNet.Numerics.Integration;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>Kim and Omberg's closed form with every parameter as an input: re-estimating them needs nothing but another evaluation.</summary>
/// <remarks>l without (1−γ)rτ, which moves no policy. The graph integrates the constant term by Gauss and Legendre's rule. Source: Kim and Omberg (1996).</remarks>
public sealed class KimOmbergPolicy : SolvedPolicy
{
    private const int Nodes = 32;
    private static readonly GaussLegendreRule Rule = new(0, 1, Nodes);

    /// <param name="domain">Where it holds.</param>
    /// <exception cref="ArgumentException">A range is empty or out of what the problem takes.</exception>
    public KimOmbergPolicy(PolicyDomain domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        domain.Check();
        Description = new()
        {
            Problem = "kim-omberg", Method = SolutionMethod.ClosedForm, Inputs = domain.Inputs(), Outputs = 1, Unit = PolicyUnit.Exposures,
            Parameters = new Dictionary<string, double>(),
        };
    }

    public override PolicyDescription Description { get; }

    public override double Evaluate(ReadOnlySpan<double> inputs, Span<double> slope, Span<double> policy)
    {
        var (x, tau, gamma) = (inputs[0], inputs[6], inputs[5]);
        var process = new SharpeProcess(0, 1, inputs[1], inputs[2], inputs[3], inputs[4]);
        var exact = new KimOmberg(process, gamma, Math.Max(tau, double.Epsilon)).Exact(tau);
        slope[0] = exact.Slope(x);
        policy[0] = (x + process.Loading * slope[0]) / gamma;
        return exact.At(x);
    }

    private protected override byte[] Write(PolicyGraph graph, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var form = new ClosedForm(graph);
        var (x, tau, gamma) = (graph[PolicyQuantity.SharpeRatio], graph[PolicyQuantity.TimeToGo], graph[PolicyQuantity.RiskAversion]);
        var (c, b) = form.Slopes(tau);
        var slope = c * x + b;
        var value = (c * x / 2 + b) * x + form.Constant(tau);
        return graph.Build(value, slope, (x + form.Loading * slope) / gamma, x / gamma, x * 0, metadata);
    }

    /// <summary>C, B, A of l = CX²/2 + BX + A as graph terms; a, m, k, s as in the paper, e the root of β² − 4αχ.</summary>
    private sealed class ClosedForm
    {
        private readonly PolicyGraph _graph;
        private readonly GraphTerm _a, _k, _s, _mean, _beta, _root;

        public ClosedForm(PolicyGraph graph)
        {
            _graph = graph;
            var gamma = graph[PolicyQuantity.RiskAversion];
            (_mean, _k, _s) = (graph[PolicyQuantity.LongRunSharpeRatio], graph[PolicyQuantity.Reversion], graph[PolicyQuantity.Deviation]);
            _a = (1 - gamma) / gamma;
            Loading = graph[PolicyQuantity.Correlation] * _s;
            _beta = 2 * (_a * Loading - _k);
            _root = (_beta.Square() - 4 * _a * (_s.Square() + _a * Loading.Square())).Sqrt();
        }

        /// <summary>m.</summary>
        public GraphTerm Loading { get; }

        /// <param name="tau">(batch, any).</param>
        public (GraphTerm C, GraphTerm B) Slopes(GraphTerm tau)
        {
            var decay = 1 - (-(_root * tau)).Exp();
            var half = 1 - (-(_root * tau) / 2).Exp();
            var denominator = 2 * _root - (_beta + _root) * decay;
            return (2 * _a * decay / denominator, 4 * _a * _k * _mean * half.Square() / (_root * denominator));
        }

        /// <summary>A = ∫₀^τ am²B²/2 + kX̄B + s²(B² + C)/2.</summary>
        public GraphTerm Constant(GraphTerm tau)
        {
            // Two panels, as the closed form here takes.
            var nodes = _graph.Matrix([.. Rule.Abscissas.Select(at => at / 2), .. Rule.Abscissas.Select(at => (1 + at) / 2)], 1, 2 * Nodes);
            var weights = _graph.Matrix([.. Rule.Weights.Concat(Rule.Weights).Select(weight => weight / 2)], 2 * Nodes, 1);
            var (c, b) = Slopes(tau * nodes);
            var rate = _a * Loading.Square() * b.Square() / 2 + _k * _mean * b + _s.Square() * (b.Square() + c) / 2;
            return tau * rate.Times(weights);
        }
    }
}
