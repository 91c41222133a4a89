using LeanDeep.Training.Hjb.Neural.Kernels;
using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Neural;

/// <summary>What a network carries, as functions of a problem's states, from its jets in their coordinates.</summary>
/// <remarks>Without a horizon these are the network's outputs N. With one, start(x) + r(τ)N(x, τ), where the ramp r is the coordinate of τ scaled to go from
/// 0 to 1, so that the start holds exactly. Jets lie as <see cref="Point{T}"/> reads them.</remarks>
internal sealed class CarriedJets
{
    private readonly HjbProblem _problem;
    private readonly JetChannels _channels;
    private readonly StartJets _start;
    private readonly StartScaling? _feature;
    private readonly StateVariable? _time;
    private readonly IReadOnlyList<StateVariable> _axes;
    private readonly Real[] _jets, _drift, _covariance, _equations;
    private readonly int _d, _n, _u;
    private double[] _states = [], _firsts = [], _seconds = [], _startJets = [];

    public CarriedJets(HjbProblem problem, JetChannels channels, StartScaling? feature)
    {
        (_problem, _channels, _feature, _start) = (problem, channels, feature, new(problem, channels.Contracted));
        (_d, _n, _u) = (problem.States.Count, channels.Inputs, problem.Unknowns.Count);
        _time = TimeOf(problem);
        _axes = _time is null ? problem.States : [.. problem.States, _time];
        Length = channels.Contracted ? _d + 2 : Point<Real>.JetLength(_d);
        (_jets, _drift, _covariance, _equations) = (new Real[_u * Length], new Real[_d], new Real[_d], new Real[_u]);
    }

    /// <summary>Time to go as an input of the network; null without a horizon.</summary>
    public static StateVariable? TimeOf(HjbProblem problem) => problem.Horizon is { } horizon
        ? new("tau", 0, horizon, BoundaryKind.Open, BoundaryKind.Open) { LowerScale = problem.StartScale } : null;

    /// <summary>Of one jet.</summary>
    public int Length { get; }

    /// <summary>(points × states) of contracted second derivatives.</summary>
    public double[] Weights { get; private set; } = [];

    /// <summary>(points × given × channels) the start as an input.</summary>
    public double[] Given { get; private set; } = [];

    /// <summary>States of a point.</summary>
    public ReadOnlySpan<double> State(int point) => _states.AsSpan(point * _n, _d);

    /// <summary>Takes the points that the next calls are about.</summary>
    /// <param name="points">(points × inputs) coordinates.</param>
    public void Place(double[] points)
    {
        var count = points.Length / _n;
        if (_states.Length != points.Length)
        {
            (_states, _firsts, _seconds) = (new double[points.Length], new double[points.Length], new double[points.Length]);
            if (_time is not null) _startJets = new double[count * _u * Length];
            if (_channels.Contracted) Weights = new double[count * _d];
            if (_feature is not null) Given = new double[count * _u * _channels.Count];
        }
        for (var p = 0; p < count; p++)
        {
            for (var i = 0; i < _n; i++)
            {
                var (at, axis) = (p * _n + i, i < _axes.Count ? _axes[i] : null);
                _states[at] = axis is null or { IsLinear: true } ? points[at] : Math.Clamp(axis.FromCoordinate(points[at]), axis.Lower, axis.Upper);
                (_firsts[at], _seconds[at]) = axis?.CoordinateSlopes(_states[at]) ?? (1, 0);
            }
            var weights = _channels.Contracted ? Weights.AsSpan(p * _d, _d) : [];
            if (_channels.Contracted) Contract(State(p), weights);
            if (_time is null) continue;
            var start = _startJets.AsSpan(p * _u * Length, _u * Length);
            _start.At(State(p), weights, start);
            if (_feature is not null) Scale(start, Given.AsSpan(p * _u * _channels.Count, _u * _channels.Count));
        }
    }

    /// <summary>½bᵢᵢ at a state.</summary>
    private void Contract(ReadOnlySpan<double> state, Span<double> weights)
    {
        Array.Clear(_jets);
        Array.Clear(_covariance);
        _problem.Equations(new Point<Real>(state, _jets, _drift, _covariance, _equations, contracted: true));
        for (var i = 0; i < _d; i++)
            weights[i] = 0.5 * _covariance[i].Number;
    }

    private void Scale(ReadOnlySpan<double> start, Span<double> given)
    {
        given.Clear();
        for (var k = 0; k < _u; k++)
            for (var c = 0; c < Length; c++)
                given[k * _channels.Count + (c <= _d ? c : c + _n - _d)] = _feature!.Scale[k] * (start[k * Length + c] - (c == 0 ? _feature.Shift[k] : 0));
    }

    /// <summary>The jet of what output k carries.</summary>
    /// <param name="point">Which.</param>
    /// <param name="k">Output, which carries an unknown of the same number where there is a horizon.</param>
    /// <param name="jet">(channels) of the output.</param>
    /// <param name="carried">(<see cref="Length"/>) receives it.</param>
    public void Forward(int point, int k, ReadOnlySpan<double> jet, Span<double> carried)
    {
        var (ramp, at) = (Ramp(point).Value, point * _n);
        carried[0] = ramp * jet[0];
        for (var i = 0; i < _d; i++)
            carried[1 + i] = ramp * _firsts[at + i] * jet[1 + i];
        for (int i = 0, c = 1 + _d; i < _d && !_channels.Contracted; i++)
            for (var j = i; j < _d; j++, c++)
                carried[c] = ramp * (_firsts[at + i] * _firsts[at + j] * jet[c + _n - _d] + (i == j ? _seconds[at + i] * jet[1 + i] : 0));
        if (_channels.Contracted) carried[^1] = ramp * jet[^1];
        if (_time is null) return;
        for (var c = 0; c < Length; c++)
            carried[c] += _startJets[(point * _u + k) * Length + c];
    }

    /// <summary>The reverse of <see cref="Forward"/>: adds derivatives with respect to the output's jet.</summary>
    /// <param name="point">Which.</param>
    /// <param name="slope">(<see cref="Length"/>) derivatives with respect to what is carried.</param>
    /// <param name="sign">Times this.</param>
    /// <param name="seed">(channels) is added to.</param>
    public void Reverse(int point, ReadOnlySpan<double> slope, double sign, Span<double> seed)
    {
        var (ramp, at) = (sign * Ramp(point).Value, point * _n);
        seed[0] += ramp * slope[0];
        for (var i = 0; i < _d; i++)
            seed[1 + i] += ramp * _firsts[at + i] * slope[1 + i];
        for (int i = 0, c = 1 + _d; i < _d && !_channels.Contracted; i++)
            for (var j = i; j < _d; j++, c++)
            {
                seed[c + _n - _d] += ramp * _firsts[at + i] * _firsts[at + j] * slope[c];
                if (i == j) seed[1 + i] += ramp * _seconds[at + i] * slope[c];
            }
        if (_channels.Contracted) seed[^1] += ramp * slope[^1];
    }

    /// <summary>∂/∂τ of what an output carries, and adds its derivatives with respect to the output's jet.</summary>
    /// <param name="point">Which.</param>
    /// <param name="jet">(channels).</param>
    /// <param name="seed">(channels) is added to; empty for none.</param>
    public double TimeSlope(int point, ReadOnlySpan<double> jet, Span<double> seed)
    {
        var (ramp, slope) = Ramp(point);
        var inner = ramp * _firsts[point * _n + _d];
        if (!seed.IsEmpty)
        {
            seed[0] += slope;
            seed[1 + _d] += inner;
        }
        return slope * jet[0] + inner * jet[1 + _d];
    }

    private (double Value, double Slope) Ramp(int point)
    {
        if (_time is null) return (1, 0);
        var zero = _time.Coordinate(0);
        var (at, scale) = (point * _n + _d, 1 / (_time.Coordinate(_time.Upper) - zero));
        return (scale * (_time.Coordinate(_states[at]) - zero), scale * _firsts[at]);
    }
}
