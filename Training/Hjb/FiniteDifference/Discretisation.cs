using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.FiniteDifference;

/// <summary>The equations of a problem on a grid, with their exact Jacobian.</summary>
/// <remarks>Every node reads 3^d neighbours. First derivatives follow the drift that they imply: forward first, backward where the drift then
/// is negative. The mixed derivative lies on the main diagonal where the covariance is not negative, else on the other one.
/// Source: Achdou, Han, Lasry, Lions and Moll (2022); Bonnans and Zidani (2003).</remarks>
internal sealed class Discretisation
{
    private readonly HjbProblem _problem;
    private readonly Differencing _differencing;
    private readonly AxisStencils[] _axes;
    private readonly int[] _strides, _index, _neighbours;
    private readonly SlopeSide[] _sides;
    private readonly Direction[] _directions;
    private readonly int _d, _u, _jetLength, _points;
    private readonly double[] _state, _upwind, _backward, _forward, _second, _derivatives;
    private readonly Real[] _jets, _drift, _covariance, _equations;
    private readonly Dual[] _dualJets, _dualDrift, _dualCovariance, _dualEquations;

    public Discretisation(HjbProblem problem, Grid grid, Differencing differencing)
    {
        if (grid.Dimension != problem.States.Count)
            throw new ArgumentException($"grid: expected {problem.States.Count} states, found {grid.Dimension}", nameof(grid));
        if (grid.Dimension > 2)
            throw new ArgumentException($"finite differences: expected at most 2 states, found {grid.Dimension}", nameof(grid));
        (_problem, _differencing, Grid) = (problem, differencing, grid);
        (_d, _u, _jetLength) = (grid.Dimension, problem.Unknowns.Count, Point<Real>.JetLength(grid.Dimension));
        _axes = [.. Enumerable.Range(0, _d).Select(i => new AxisStencils(grid.Axis(i), problem.States[i]))];
        _strides = [.. Enumerable.Range(0, _d).Select(i => _axes.Skip(i + 1).Aggregate(1, (product, axis) => product * axis.Length))];
        _points = _d switch { 0 => 1, 1 => 3, _ => 9 };
        var reach = Enumerable.Range(0, _d).Sum(i => _strides[i] * (Open(problem.States[i]) ? 2 : 1));
        Band = (reach + 1) * _u - 1;
        _sides = [.. problem.Unknowns.Select(unknown => unknown.Side)];
        _directions = new Direction[grid.Count * _d];
        (_index, _neighbours, _state) = (new int[_d], new int[_points], new double[_d]);
        (_upwind, _backward, _forward) = (new double[_d * _points], new double[_d * _points], new double[_d * _points]);
        _second = new double[_d * (_d + 1) / 2 * _points];
        _derivatives = new double[_u * _u * _jetLength];
        (_jets, _drift, _covariance, _equations) = (new Real[_u * _jetLength], new Real[_d], new Real[_d * _d], new Real[_u]);
        (_dualJets, _dualDrift, _dualCovariance, _dualEquations) = (new Dual[_u * _jetLength], new Dual[_d], new Dual[_d * _d], new Dual[_u]);

        static bool Open(StateVariable state) => state.LowerBoundary == BoundaryKind.Open || state.UpperBoundary == BoundaryKind.Open;
    }

    private enum Direction : byte
    {
        Central,
        Forward,
        Backward,
    }

    public Grid Grid { get; }

    /// <summary>Whether first derivatives keep the directions of the last evaluation: where a drift's sign depends on the direction itself, Newton's method
    /// would not settle.</summary>
    public bool Frozen { get; set; }

    /// <summary>Diagonals of the Jacobian to each side of the main one.</summary>
    public int Band { get; }

    /// <summary>Equations of all nodes.</summary>
    /// <param name="values">(nodes × unknowns).</param>
    /// <param name="equations">(nodes × unknowns) receives them.</param>
    /// <param name="jacobian">Receives their derivatives, or null.</param>
    public void Evaluate(ReadOnlySpan<double> values, Span<double> equations, BandedMatrix? jacobian)
    {
        jacobian?.Clear();
        for (var node = 0; node < Grid.Count; node++)
        {
            Evaluate(node, values);
            for (var e = 0; e < _u; e++)
                equations[node * _u + e] = _equations[e].Number;
            if (jacobian is null) continue;
            Differentiate();
            for (var e = 0; e < _u; e++)
                for (var k = 0; k < _u; k++)
                    for (var p = 0; p < _points; p++)
                        if (Weight(e, k, p) is not 0 and var weight)
                            jacobian[node * _u + e, _neighbours[p] * _u + k] += weight;
        }
    }

    /// <summary>Policies at a node.</summary>
    public void Policy(int node, ReadOnlySpan<double> values, Span<double> policy)
    {
        Evaluate(node, values);
        _problem.Policy(new Point<Real>(_state, _jets, _drift, _covariance, _equations), policy);
    }

    /// <summary>Equations of one node and their derivatives with respect to that node's own unknowns.</summary>
    /// <param name="node">Which.</param>
    /// <param name="values">(nodes × unknowns).</param>
    /// <param name="equations">(unknowns) receives the equations.</param>
    /// <param name="own">(unknowns × unknowns) receives the derivatives.</param>
    public void EvaluateOwn(int node, ReadOnlySpan<double> values, Span<double> equations, double[,] own)
    {
        Evaluate(node, values);
        Differentiate();
        for (var e = 0; e < _u; e++)
        {
            equations[e] = _equations[e].Number;
            for (var k = 0; k < _u; k++)
            {
                own[e, k] = 0;
                for (var p = 0; p < _points; p++)
                    if (_neighbours[p] == node) own[e, k] += Weight(e, k, p);
            }
        }
    }

    private void Evaluate(int node, ReadOnlySpan<double> values)
    {
        Place(node);
        for (var i = 0; i < _d; i++)
        {
            Spread(_forward, i, _axes[i].Forward(_index[i]));
            Spread(_backward, i, _axes[i].Backward(_index[i]));
            Spread(_second, i * _d - i * (i - 1) / 2, _axes[i].Second(_index[i]));
            if (!Frozen) _directions[node * _d + i] = _differencing == Differencing.Central ? Direction.Central : Direction.Forward;
            Turn(node, i);
        }
        if (_d == 2) Cross(positive: true);
        Apply(values);
        var changed = false;
        for (var i = 0; i < _d && !Frozen; i++)
        {
            ref var direction = ref _directions[node * _d + i];
            var drift = _drift[i].Number;
            if (direction == Direction.Central && Math.Abs(drift) * _axes[i].Smallest[_index[i]] <= _covariance[i * _d + i].Number) continue;
            if (direction == Direction.Forward && drift >= 0) continue;
            direction = drift >= 0 ? Direction.Forward : Direction.Backward;
            Turn(node, i);
            changed = true;
        }
        if (_d == 2 && _covariance[1].Number < 0)
        {
            Cross(positive: false);
            changed = true;
        }
        if (changed) Apply(values);
    }

    private void Turn(int node, int i) => Spread(_upwind, i, _directions[node * _d + i] switch
    {
        Direction.Forward => _axes[i].Forward(_index[i]),
        Direction.Backward => _axes[i].Backward(_index[i]),
        _ => _axes[i].Central(_index[i]),
    });

    private void Place(int node)
    {
        Grid.State(node, _state);
        var rest = node;
        for (var i = 0; i < _d; i++)
        {
            _index[i] = rest / _strides[i];
            rest %= _strides[i];
        }
        for (var p = 0; p < _points; p++)
        {
            var (code, neighbour) = (p, 0);
            for (var i = _d - 1; i >= 0; i--)
            {
                var at = _axes[i].First[_index[i]] + code % 3;
                code /= 3;
                neighbour = at < 0 || at >= _axes[i].Length || neighbour < 0 ? -1 : neighbour + at * _strides[i];
            }
            // Weights of nodes outside are zero; the node itself stands in for them.
            _neighbours[p] = neighbour < 0 ? node : neighbour;
        }
    }

    /// <summary>Lays the three weights of axis i along that axis through the node.</summary>
    private void Spread(double[] target, int block, ReadOnlySpan<double> weights)
    {
        var span = target.AsSpan(block * _points, _points);
        if (_d == 1)
        {
            weights.CopyTo(span);
            return;
        }
        span.Clear();
        var axis = ReferenceEquals(target, _second) ? block / 2 : block;
        var other = 1 - axis;
        var own = _index[other] - _axes[other].First[_index[other]];
        for (var k = 0; k < 3; k++)
            span[axis == 0 ? 3 * k + own : 3 * own + k] = weights[k];
    }

    private void Cross(bool positive)
    {
        var span = _second.AsSpan(_points, _points);
        var f0 = _axes[0].Forward(_index[0]);
        var b0 = _axes[0].Backward(_index[0]);
        var f1 = _axes[1].Forward(_index[1]);
        var b1 = _axes[1].Backward(_index[1]);
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++)
                span[3 * i + j] = 0.5 * (positive ? f0[i] * f1[j] + b0[i] * b1[j] : f0[i] * b1[j] + b0[i] * f1[j]);
    }

    private void Apply(ReadOnlySpan<double> values)
    {
        var own = _points == 1 ? 0 : Own();
        for (var k = 0; k < _u; k++)
        {
            _jets[k * _jetLength] = new(values[_neighbours[own] * _u + k]);
            for (var j = 1; j < _jetLength; j++)
            {
                var weights = Weights(k, j);
                var sum = 0.0;
                for (var p = 0; p < _points; p++)
                    sum += weights[p] * values[_neighbours[p] * _u + k];
                _jets[k * _jetLength + j] = new(sum);
            }
        }
        Array.Clear(_covariance);
        _problem.Equations(new Point<Real>(_state, _jets, _drift, _covariance, _equations));
    }

    /// <summary>The place of the node itself among its neighbours.</summary>
    private int Own()
    {
        var own = 0;
        for (var i = 0; i < _d; i++)
            own = 3 * own + _index[i] - _axes[i].First[_index[i]];
        return own;
    }

    private ReadOnlySpan<double> Weights(int k, int j)
    {
        if (j > _d) return _second.AsSpan((j - 1 - _d) * _points, _points);
        var slopes = _sides[k] switch { SlopeSide.Backward => _backward, SlopeSide.Forward => _forward, _ => _upwind };
        return slopes.AsSpan((j - 1) * _points, _points);
    }

    private void Differentiate()
    {
        var inputs = _u * _jetLength;
        for (var first = 0; first < inputs; first += Dual.Width)
        {
            for (var j = 0; j < inputs; j++)
                _dualJets[j] = Dual.Input(_jets[j].Number, j - first);
            Array.Clear(_dualCovariance);
            _problem.Equations(new Point<Dual>(_state, _dualJets, _dualDrift, _dualCovariance, _dualEquations));
            for (var e = 0; e < _u; e++)
                for (var j = first; j < Math.Min(inputs, first + Dual.Width); j++)
                    _derivatives[e * inputs + j] = _dualEquations[e].Slope[j - first];
        }
    }

    /// <summary>Derivative of equation e with respect to unknown k at neighbour p.</summary>
    private double Weight(int e, int k, int p)
    {
        var derivatives = _derivatives.AsSpan((e * _u + k) * _jetLength, _jetLength);
        var sum = _points == 1 || p == Own() ? derivatives[0] : 0;
        for (var j = 1; j < _jetLength; j++)
            sum += derivatives[j] * Weights(k, j)[p];
        return sum;
    }
}
