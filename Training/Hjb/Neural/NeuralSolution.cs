using LeanDeep.Training.Hjb.Neural.Kernels;

namespace LeanDeep.Training.Hjb.Neural;

/// <summary>What a network says about a problem.</summary>
/// <remarks>The unknowns are what the network carries, with a horizon start + r(τ)N (see <see cref="HjbProblem.Carried"/>). Not for use by two threads at once.</remarks>
public sealed class NeuralSolution
{
    private readonly EquationResiduals _equations;
    private readonly JetPass _pass;
    private readonly StateVariable? _time;
    private readonly double[] _input, _jets;

    internal NeuralSolution(NeuralSystem system, NeuralStatus status, int steps, double residual)
    {
        (Problem, Network, Status, Steps, Residual) = (system.Problem, system.Network, status, steps, residual);
        (_pass, _time) = (JetPass.Create(Network, system.Channels, JetPrecision.Binary64), CarriedJets.TimeOf(Problem));
        _equations = new(Problem, system.Channels, system.Start);
        (_input, _jets) = (new double[Network.Inputs.Count], new double[_pass.JetLength]);
    }

    public HjbProblem Problem { get; }

    /// <summary>Inputs are the states' coordinates, with a horizon followed by that of time to go.</summary>
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
        for (var i = 0; i < state.Length; i++)
            _input[i] = Problem.States[i].Coordinate(state[i]);
        if (_time is not null) _input[state.Length] = _time.Coordinate(timeToGo);
        _equations.Place(_input);
        _pass.Load(Network.Parameters);
        _pass.Forward(_input, _equations.Weights, _jets, _equations.Given);
        _equations.Policy(0, _jets, unknowns, policy);
    }

    /// <summary>∂/∂xᵢ of unknown k at the state of the last call of <see cref="At(ReadOnlySpan{double}, Span{double}, Span{double})"/>.</summary>
    public double Slope(int k, int i) => _equations.Slope(k, i);
}
