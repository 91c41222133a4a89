using LeanDeep.Training.Hjb;
using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Reports.Hjb;

/// <summary>A solution on a line or a rectangle of its domain, the other states at their centres.</summary>
internal sealed class SolutionSamples
{
    private readonly NeuralSolution _solution;
    private readonly double[] _state, _unknowns, _policy;

    public SolutionSamples(NeuralSolution solution)
    {
        _solution = solution;
        _state = [.. solution.Problem.States.Select(state => state.Unscale(0))];
        (_unknowns, _policy) = (new double[solution.Problem.Unknowns.Count], new double[solution.Problem.Policies.Count]);
    }

    private HjbProblem Problem => _solution.Problem;

    /// <summary>Whether there is a second axis: time to go for one state, else the second state.</summary>
    public bool HasRectangle => Problem.States.Count > 1 || (Problem.States.Count == 1 && Problem.Horizon is not null);

    /// <summary>Name of the second axis.</summary>
    public string Side => Problem.States.Count > 1 ? Problem.States[1].Name : "years to go";

    /// <summary>Points from one end to the other.</summary>
    public static double[] Along(double lower, double upper, int count) => [.. Enumerable.Range(0, count).Select(i => i == count - 1 ? upper : lower + (upper - lower) * i / (count - 1))];

    /// <summary>Points of the second axis.</summary>
    public double[] AlongSide(int count) => Problem.States.Count > 1
        ? Along(Problem.States[1].Lower, Problem.States[1].Upper, count)
        : Along(0, Problem.Horizon!.Value, count);

    /// <summary>Unknowns and policies with the whole horizon to go, along the first state.</summary>
    public (double[][] Unknowns, double[][] Policies, double[][] Myopic) Line(double[] x)
    {
        var (unknowns, policies, myopic) = (Empty(_unknowns.Length, x.Length), Empty(_policy.Length, x.Length), Empty(_policy.Length, x.Length));
        for (var i = 0; i < x.Length; i++)
        {
            At(x[i], null);
            for (var k = 0; k < _unknowns.Length; k++) unknowns[k][i] = _unknowns[k];
            for (var k = 0; k < _policy.Length; k++) policies[k][i] = _policy[k];
            Myopic();
            for (var k = 0; k < _policy.Length; k++) myopic[k][i] = _policy[k];
        }
        return (unknowns, policies, myopic);
    }

    /// <summary>(unknowns and then policies) of (y) of (x).</summary>
    public double[][][] Rectangle(double[] x, double[] y)
    {
        var (u, p) = (_unknowns.Length, _policy.Length);
        double[][][] fields = [.. Enumerable.Range(0, u + p).Select(_ => Empty(y.Length, x.Length))];
        for (var j = 0; j < y.Length; j++)
            for (var i = 0; i < x.Length; i++)
            {
                At(x[i], y[j]);
                for (var k = 0; k < u; k++) fields[k][j][i] = _unknowns[k];
                for (var k = 0; k < p; k++) fields[u + k][j][i] = _policy[k];
            }
        return fields;
    }

    /// <summary>(points × inputs) of a network: the rectangle, row by row.</summary>
    public double[] Inputs(double[] x, double[] y)
    {
        var (d, n) = (_state.Length, _solution.Network.Inputs.Count);
        var points = new double[x.Length * y.Length * n];
        for (var j = 0; j < y.Length; j++)
            for (var i = 0; i < x.Length; i++)
            {
                var point = points.AsSpan((j * x.Length + i) * n, n);
                for (var k = 0; k < d; k++) point[k] = Problem.States[k].Coordinate(k == 0 ? x[i] : k == 1 ? y[j] : Problem.States[k].Unscale(0));
                if (Problem.Horizon is { } horizon) point[d] = CarriedJets.TimeOf(Problem)!.Coordinate(d > 1 ? horizon : y[j]);
            }
        return points;
    }

    private void At(double x, double? y)
    {
        _state[0] = x;
        var timeToGo = Problem.Horizon ?? 0;
        if (y is { } side && _state.Length > 1) _state[1] = side;
        else if (y is { } years) timeToGo = years;
        _solution.At(_state, timeToGo, _unknowns, _policy);
    }

    /// <summary>The policy where all slopes are zero.</summary>
    private void Myopic()
    {
        var (d, length) = (_state.Length, Point<Real>.JetLength(_state.Length));
        var jets = new Real[_unknowns.Length * length];
        for (var k = 0; k < _unknowns.Length; k++) jets[k * length] = new(_unknowns[k]);
        var at = new Point<Real>(_state, jets, new Real[d], new Real[d * d], new Real[_unknowns.Length]);
        Problem.Equations(at);
        Problem.Policy(at, _policy);
    }

    private static double[][] Empty(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => new double[columns])];
}
