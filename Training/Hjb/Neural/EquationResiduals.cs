using LeanDeep.Training.Hjb.Neural.Kernels;
using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Neural;

/// <summary>The equations of a problem at given points as residuals of a network's jets, with their derivatives.</summary>
/// <remarks>Without a horizon the residual is the equation, for pseudo-time steps less (v − v₀)/Δ; with one it is ∂v/∂τ − equation. Equations of unknowns that
/// a network does not carry are left out: they hold by construction.</remarks>
internal sealed class EquationResiduals : IJetResiduals
{
    private readonly HjbProblem _problem;
    private readonly JetChannels _channels;
    private readonly CarriedJets _jetsOf;
    private readonly UnknownJets<Real> _unknowns;
    private readonly UnknownJets<Dual> _dualUnknowns;
    private readonly int[] _carriedUnknowns;
    private readonly int _d, _n, _u, _o, _length, _channelCount;
    private readonly bool[] _static;
    private readonly double[] _values, _slopes;
    private readonly Real[] _carried, _jets, _drift, _covariance, _equations;
    private readonly Dual[] _dualCarried, _dualJets, _dualDrift, _dualCovariance, _dualEquations;

    public EquationResiduals(HjbProblem problem, JetChannels channels, StartScaling? feature = null)
    {
        (_problem, _channels, _jetsOf) = (problem, channels, new(problem, channels, feature));
        _carriedUnknowns = [.. problem.Carried ?? Enumerable.Range(0, problem.Unknowns.Count)];
        (_d, _n, _u, _o, _channelCount) = (problem.States.Count, channels.Inputs, problem.Unknowns.Count, _carriedUnknowns.Length, channels.Count);
        _length = _jetsOf.Length;
        (_unknowns, _dualUnknowns) = (new(problem, _length), new(problem, _length));
        _static = [.. _carriedUnknowns.Select(e => problem.Unknowns[e].IsStatic)];
        var covariance = channels.Contracted ? _d : _d * _d;
        (_values, _slopes) = (new double[_o * _length], new double[_o * _o * _length]);
        (_carried, _jets, _drift, _covariance, _equations) = (new Real[_o * _length], new Real[_u * _length], new Real[_d], new Real[covariance], new Real[_u]);
        (_dualCarried, _dualJets, _dualDrift, _dualCovariance, _dualEquations) = (new Dual[_o * _length], new Dual[_u * _length], new Dual[_d], new Dual[covariance], new Dual[_u]);
    }

    public int Count => _o;

    /// <summary>(points × states) of contracted second derivatives.</summary>
    public double[] Weights => _jetsOf.Weights;

    /// <summary>(points × given × channels) given inputs.</summary>
    public double[] Given => _jetsOf.Given;

    /// <summary>(points × carried) v₀ of a pseudo-time step; empty without one.</summary>
    public double[] Previous { get; set; } = [];

    /// <summary>1/Δ of a pseudo-time step.</summary>
    public double InverseStep { get; set; }

    /// <summary>Scales each residual by its sensitivity; null for none.</summary>
    public ResidualBalance? Balance { get; init; }

    /// <summary>Ends at which the slope is to vanish; null for none.</summary>
    public EndConditions? Ends { get; init; }

    /// <summary>Takes the points that the next evaluations are about.</summary>
    /// <param name="points">(points × inputs) coordinates.</param>
    public void Place(double[] points)
    {
        _jetsOf.Place(points);
        Balance?.Forget(points.Length / _n * _o);
        Ends?.Place(points);
    }

    public void Evaluate(int first, int count, ReadOnlySpan<double> jets, Span<double> residuals, Span<double> seeds)
    {
        var length = _o * _channelCount;
        for (var p = 0; p < count; p++)
        {
            var jet = jets.Slice(p * length, length);
            var own = seeds.Slice(p * _o * length, _o * length);
            if (Ends?.At(first + p) is { } end)
            {
                EndConditions.Residual(end, jet, residuals.Slice(p * _o, _o), own);
                continue;
            }
            Carry(first + p, jet);
            Differentiate(first + p);
            Residual(first + p, jet, residuals.Slice(p * _o, _o), own);
            Balance?.Apply(first + p, residuals.Slice(p * _o, _o), own);
        }
    }

    /// <summary>Residuals alone.</summary>
    public void Evaluate(int first, int count, ReadOnlySpan<double> jets, Span<double> residuals)
    {
        var length = _o * _channelCount;
        for (var p = 0; p < count; p++)
        {
            var jet = jets.Slice(p * length, length);
            if (Ends?.At(first + p) is { } end)
            {
                EndConditions.Residual(end, jet, residuals.Slice(p * _o, _o), []);
                continue;
            }
            Solve(first + p, jet);
            Residual(first + p, jet, residuals.Slice(p * _o, _o), []);
            Balance?.Apply(first + p, residuals.Slice(p * _o, _o), []);
        }
    }

    /// <summary>Unknowns and policies at a point.</summary>
    public void Policy(int point, ReadOnlySpan<double> jets, Span<double> unknowns, Span<double> policy)
    {
        Solve(point, jets);
        for (var k = 0; k < _u; k++)
            unknowns[k] = _jets[k * _length].Number;
        _problem.Policy(At(point), policy);
    }

    /// <summary>∂/∂xᵢ of unknown k at the point of the last call of <see cref="Policy"/>.</summary>
    public double Slope(int k, int i) => _jets[k * _length + 1 + i].Number;

    /// <summary>Values of the unknowns that the network carries.</summary>
    public void Values(int point, ReadOnlySpan<double> jets, Span<double> values)
    {
        Solve(point, jets);
        for (var k = 0; k < _o; k++)
            values[k] = _jets[_carriedUnknowns[k] * _length].Number;
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

    private Point<Real> At(int point) => new(_jetsOf.State(point), _jets, _drift, _covariance, _equations, _channels.Contracted, continued: true);

    private void Solve(int point, ReadOnlySpan<double> jets)
    {
        Carry(point, jets);
        for (var i = 0; i < _carried.Length; i++)
            _carried[i] = new(_values[i]);
        _unknowns.Fill(_jetsOf.State(point), _carried, _jets);
        Array.Clear(_covariance);
        _problem.Equations(At(point));
    }

    private void Carry(int point, ReadOnlySpan<double> jets)
    {
        for (var k = 0; k < _o; k++)
            _jetsOf.Forward(point, k, jets.Slice(k * _channelCount, _channelCount), _values.AsSpan(k * _length, _length));
    }

    /// <summary>Equations and their derivatives with respect to the jets of what is carried, four at a time.</summary>
    private void Differentiate(int point)
    {
        var state = _jetsOf.State(point);
        for (var from = 0; from < _values.Length; from += Dual.Width)
        {
            for (var i = 0; i < _values.Length; i++)
                _dualCarried[i] = Dual.Input(_values[i], i - from);
            _dualUnknowns.Fill(state, _dualCarried, _dualJets);
            Array.Clear(_dualCovariance);
            _problem.Equations(new Point<Dual>(state, _dualJets, _dualDrift, _dualCovariance, _dualEquations, _channels.Contracted, continued: true));
            for (var e = 0; e < _o; e++)
            {
                var equation = _dualEquations[_carriedUnknowns[e]];
                if (!_static[e] && Previous.Length > 0) equation -= InverseStep * (_dualJets[_carriedUnknowns[e] * _length] - Previous[point * _o + e]);
                _equations[_carriedUnknowns[e]] = new(equation.Number);
                for (var i = from; i < Math.Min(from + Dual.Width, _values.Length); i++)
                    _slopes[e * _values.Length + i] = equation.Slope[i - from];
            }
        }
    }

    private void Residual(int point, ReadOnlySpan<double> jets, Span<double> residuals, Span<double> seeds)
    {
        seeds.Clear();
        for (var e = 0; e < _o; e++)
        {
            var timed = _problem.Horizon is not null && !_static[e];
            var sign = timed ? -1.0 : 1.0;
            residuals[e] = sign * _equations[_carriedUnknowns[e]].Number;
            for (var k = 0; k < _o && !seeds.IsEmpty; k++)
                _jetsOf.Reverse(point, _slopes.AsSpan((e * _o + k) * _length, _length), sign, seeds.Slice((e * _o + k) * _channelCount, _channelCount));
            if (timed) residuals[e] += _jetsOf.TimeSlope(point, jets.Slice(e * _channelCount, _channelCount), seeds.IsEmpty ? seeds : seeds.Slice((e * _o + e) * _channelCount, _channelCount));
            // With seeds the pseudo-time step is in the equation already.
            else if (seeds.IsEmpty && !_static[e] && Previous.Length > 0)
                residuals[e] -= InverseStep * (_jets[_carriedUnknowns[e] * _length].Number - Previous[point * _o + e]);
        }
    }
}
