using LeanDeep.Training.Hjb.Neural.Kernels;
using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Neural;

/// <summary>The equations of a problem at given points as residuals of a network's jets, with their derivatives.</summary>
/// <remarks>Without a horizon the unknowns are the network's outputs N and the residual is the equation, for pseudo-time steps less (v − v₀)/Δ.
/// With one, v(x, τ) = start(x) + (τ/T)N(x, τ), so that the start holds exactly, and the residual is ∂v/∂τ − equation.</remarks>
internal sealed class EquationResiduals : IJetResiduals
{
    private readonly HjbProblem _problem;
    private readonly JetChannels _channels;
    private readonly StartJets _start;
    private readonly int _d, _n, _u, _length, _channelCount;
    private readonly bool[] _static;
    private readonly double[] _values, _slopes;
    private readonly Real[] _jets, _drift, _covariance, _equations;
    private readonly Dual[] _dualJets, _dualDrift, _dualCovariance, _dualEquations;
    private double[] _startJets = [];

    public EquationResiduals(HjbProblem problem, JetChannels channels)
    {
        (_problem, _channels, _start) = (problem, channels, new(problem, channels.Contracted));
        (_d, _n, _u, _channelCount) = (problem.States.Count, channels.Inputs, problem.Unknowns.Count, channels.Count);
        _length = channels.Contracted ? _d + 2 : Point<Real>.JetLength(_d);
        _static = [.. problem.Unknowns.Select(unknown => unknown.IsStatic)];
        var covariance = channels.Contracted ? _d : _d * _d;
        (_values, _slopes) = (new double[_u * _length], new double[_u * _u * _length]);
        (_jets, _drift, _covariance, _equations) = (new Real[_u * _length], new Real[_d], new Real[covariance], new Real[_u]);
        (_dualJets, _dualDrift, _dualCovariance, _dualEquations) = (new Dual[_u * _length], new Dual[_d], new Dual[covariance], new Dual[_u]);
    }

    public int Count => _u;

    /// <summary>(points × inputs).</summary>
    public double[] States { get; private set; } = [];

    /// <summary>(points × states) of contracted second derivatives.</summary>
    public double[] Weights { get; private set; } = [];

    /// <summary>(points × unknowns) v₀ of a pseudo-time step; empty without one.</summary>
    public double[] Previous { get; set; } = [];

    /// <summary>1/Δ of a pseudo-time step.</summary>
    public double InverseStep { get; set; }

    /// <summary>Takes the points that the next evaluations are about.</summary>
    /// <param name="states">(points × inputs); kept, not copied.</param>
    public void Place(double[] states)
    {
        States = states;
        var points = states.Length / _n;
        if (_problem.Horizon is not null)
        {
            if (_startJets.Length != points * _u * _length) _startJets = new double[points * _u * _length];
        }
        if (_channels.Contracted && Weights.Length != points * _d) Weights = new double[points * _d];
        for (var p = 0; p < points; p++)
        {
            var state = states.AsSpan(p * _n, _d);
            if (_channels.Contracted) Contract(state, Weights.AsSpan(p * _d, _d));
            if (_problem.Horizon is not null)
                _start.At(state, _channels.Contracted ? Weights.AsSpan(p * _d, _d) : [], _startJets.AsSpan(p * _u * _length, _u * _length));
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

    public void Evaluate(int first, int count, ReadOnlySpan<double> jets, Span<double> residuals, Span<double> seeds)
    {
        var length = _u * _channelCount;
        for (var p = 0; p < count; p++)
        {
            Unknowns(first + p, jets.Slice(p * length, length));
            Differentiate(first + p);
            Residual(first + p, jets.Slice(p * length, length), residuals.Slice(p * _u, _u), seeds.Slice(p * _u * length, _u * length));
        }
    }

    /// <summary>Residuals alone.</summary>
    public void Evaluate(int first, int count, ReadOnlySpan<double> jets, Span<double> residuals)
    {
        var length = _u * _channelCount;
        for (var p = 0; p < count; p++)
        {
            Solve(first + p, jets.Slice(p * length, length));
            Residual(first + p, jets.Slice(p * length, length), residuals.Slice(p * _u, _u), []);
        }
    }

    /// <summary>Unknowns and policies at a point.</summary>
    public void Policy(int point, ReadOnlySpan<double> jets, Span<double> unknowns, Span<double> policy)
    {
        Solve(point, jets);
        for (var k = 0; k < _u; k++)
            unknowns[k] = _values[k * _length];
        _problem.Policy(new Point<Real>(States.AsSpan(point * _n, _d), _jets, _drift, _covariance, _equations, _channels.Contracted), policy);
    }

    /// <summary>Drift and covariance of the states at a point.</summary>
    public void Coefficients(int point, ReadOnlySpan<double> jets, Span<double> coefficients)
    {
        Solve(point, jets);
        for (var i = 0; i < _d; i++)
            coefficients[i] = _drift[i].Number;
        for (var i = 0; i < _covariance.Length; i++)
            coefficients[_d + i] = _covariance[i].Number;
    }

    /// <summary>How many numbers <see cref="Coefficients"/> gives.</summary>
    public int CoefficientCount => _d + _covariance.Length;

    private void Solve(int point, ReadOnlySpan<double> jets)
    {
        Unknowns(point, jets);
        for (var i = 0; i < _jets.Length; i++)
            _jets[i] = new(_values[i]);
        Array.Clear(_covariance);
        _problem.Equations(new Point<Real>(States.AsSpan(point * _n, _d), _jets, _drift, _covariance, _equations, _channels.Contracted));
    }

    /// <summary>Jets of the unknowns from those of the network.</summary>
    private void Unknowns(int point, ReadOnlySpan<double> jets)
    {
        var ramp = Ramp(point);
        for (var k = 0; k < _u; k++)
        {
            var (from, to) = (k * _channelCount, k * _length);
            _values[to] = ramp * jets[from];
            for (var i = 0; i < _d; i++)
                _values[to + 1 + i] = ramp * jets[from + 1 + i];
            for (var c = 1 + _d; c < _length; c++)
                _values[to + c] = ramp * jets[from + c + _n - _d];
        }
        if (_problem.Horizon is null) return;
        for (var i = 0; i < _values.Length; i++)
            _values[i] += _startJets[point * _values.Length + i];
    }

    private double Ramp(int point) => _problem.Horizon is { } horizon ? States[point * _n + _d] / horizon : 1;

    /// <summary>Equations and their derivatives with respect to the jets of the unknowns, four at a time.</summary>
    private void Differentiate(int point)
    {
        for (var from = 0; from < _values.Length; from += Dual.Width)
        {
            for (var i = 0; i < _values.Length; i++)
                _dualJets[i] = Dual.Input(_values[i], i - from);
            Array.Clear(_dualCovariance);
            _problem.Equations(new Point<Dual>(States.AsSpan(point * _n, _d), _dualJets, _dualDrift, _dualCovariance, _dualEquations, _channels.Contracted));
            for (var e = 0; e < _u; e++)
            {
                _equations[e] = new(_dualEquations[e].Number);
                for (var i = from; i < Math.Min(from + Dual.Width, _values.Length); i++)
                    _slopes[e * _values.Length + i] = _dualEquations[e].Slope[i - from];
            }
        }
    }

    private void Residual(int point, ReadOnlySpan<double> jets, Span<double> residuals, Span<double> seeds)
    {
        var ramp = Ramp(point);
        seeds.Clear();
        for (var e = 0; e < _u; e++)
        {
            var equation = _equations[e].Number;
            var sign = _problem.Horizon is not null && !_static[e] ? -1.0 : 1.0;
            residuals[e] = sign * equation;
            for (var k = 0; k < _u && !seeds.IsEmpty; k++)
            {
                var seed = seeds.Slice((e * _u + k) * _channelCount, _channelCount);
                var slope = _slopes.AsSpan((e * _u + k) * _length, _length);
                for (var c = 0; c < _length; c++)
                    seed[c <= _d ? c : c + _n - _d] = sign * ramp * slope[c];
            }
            if (_static[e]) continue;
            var own = seeds.IsEmpty ? seeds : seeds.Slice((e * _u + e) * _channelCount, _channelCount);
            if (_problem.Horizon is { } horizon)
            {
                residuals[e] += jets[e * _channelCount] / horizon + ramp * jets[e * _channelCount + 1 + _d];
                if (own.IsEmpty) continue;
                own[0] += 1 / horizon;
                own[1 + _d] = ramp;
            }
            else if (Previous.Length > 0)
            {
                residuals[e] -= InverseStep * (_values[e * _length] - Previous[point * _u + e]);
                if (!own.IsEmpty) own[0] -= InverseStep;
            }
        }
    }
}
