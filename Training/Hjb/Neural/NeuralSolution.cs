using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Neural;

/// <summary>What a network says about a problem.</summary>
/// <remarks>The unknowns are the network's outputs N, with a horizon start(x) + (τ/T)N(x, τ). Not for use by two threads at once.</remarks>
public sealed class NeuralSolution
{
    private readonly StartJets _start;
    private readonly double[] _input, _networkJets, _work, _startJets;
    private readonly Real[] _jets, _drift, _covariance, _equations;
    private readonly int _d, _u, _length;

    internal NeuralSolution(HjbProblem problem, TanhNetwork network, NeuralStatus status, int steps, double residual)
    {
        (Problem, Network, Status, Steps, Residual) = (problem, network, status, steps, residual);
        (_d, _u) = (problem.States.Count, problem.Unknowns.Count);
        var inputs = network.Inputs.Count;
        (_length, _start) = (Point<Real>.JetLength(_d), new(problem, contracted: false));
        (_input, _networkJets, _work) = (new double[inputs], new double[_u * Point<Real>.JetLength(inputs)], new double[network.WorkLength]);
        _startJets = new double[_u * _length];
        (_jets, _drift, _covariance, _equations) = (new Real[_u * _length], new Real[_d], new Real[_d * _d], new Real[_u]);
    }

    public HjbProblem Problem { get; }

    /// <summary>Inputs are the states, with a horizon followed by time to go.</summary>
    public TanhNetwork Network { get; }
    public NeuralStatus Status { get; }
    public int Steps { get; }

    /// <summary>Root of the mean squared residual at the points of the last step.</summary>
    public double Residual { get; }

    /// <summary>Unknowns and policies at a state, with the whole horizon to go.</summary>
    /// <param name="state">(states).</param>
    /// <param name="unknowns">(unknowns) receives them.</param>
    /// <param name="policy">(policies) receives them.</param>
    public void At(ReadOnlySpan<double> state, Span<double> unknowns, Span<double> policy) => At(state, Problem.Horizon ?? 0, unknowns, policy);

    /// <summary>Unknowns and policies at a state, with some time to go.</summary>
    /// <param name="state">(states).</param>
    /// <param name="timeToGo">τ, at most the horizon; without meaning for a stationary problem.</param>
    /// <param name="unknowns">(unknowns) receives them.</param>
    /// <param name="policy">(policies) receives them.</param>
    public void At(ReadOnlySpan<double> state, double timeToGo, Span<double> unknowns, Span<double> policy)
    {
        state.CopyTo(_input);
        var ramp = 1.0;
        if (Problem.Horizon is { } horizon) (_input[_d], ramp) = (timeToGo, timeToGo / horizon);
        Network.Jets(_input, _networkJets, _work);
        Fill(state, ramp);
        for (var k = 0; k < _u; k++)
            unknowns[k] = _jets[k * _length].Number;
        Array.Clear(_covariance);
        var at = new Point<Real>(state, _jets, _drift, _covariance, _equations);
        Problem.Equations(at);
        Problem.Policy(at, policy);
    }

    /// <summary>∂/∂xᵢ of unknown k at the state of the last call of <see cref="At"/>.</summary>
    public double Slope(int k, int i) => _jets[k * _length + 1 + i].Number;

    private void Fill(ReadOnlySpan<double> state, double ramp)
    {
        var inputs = Network.Inputs.Count;
        var outer = Point<Real>.JetLength(inputs);
        if (Problem.Horizon is not null) _start.At(state, [], _startJets);
        for (var k = 0; k < _u; k++)
        {
            var (to, from) = (k * _length, k * outer);
            for (var c = 0; c <= _d; c++)
                _jets[to + c] = new(ramp * _networkJets[from + c] + _startJets[to + c]);
            // Second derivatives of the network also know its last input, time.
            for (int i = 0, c = to + 1 + _d, row = from + 1 + inputs; i < _d; row += inputs - i, i++)
                for (var j = i; j < _d; j++, c++)
                    _jets[c] = new(ramp * _networkJets[row + j - i] + _startJets[c]);
        }
    }
}
