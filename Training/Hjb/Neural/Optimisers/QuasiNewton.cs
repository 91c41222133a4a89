using LeanDeep.Training.Hjb.Neural.Linear;

namespace LeanDeep.Training.Hjb.Neural.Optimisers;

/// <summary>L-BFGS with memory 50 and a halved step until the loss falls enough; points stay for 200 steps.</summary>
/// <remarks>Source: Nocedal and Wright (2006), algorithms 7.4 and 3.1. Ends where the loss falls by less than 1e-8 of itself over ten steps.</remarks>
internal sealed class QuasiNewton(int parameters, int steps) : IOptimiser
{
    private const int Memory = 50, Stay = 200, Patience = 10;
    private const double Least = 1e-8, Armijo = 1e-4;
    private readonly double[] _moves = new double[Memory * parameters], _changes = new double[Memory * parameters], _inner = new double[Memory];
    private readonly double[] _gradient = new double[parameters], _direction = new double[parameters], _trial = new double[parameters], _next = new double[parameters];
    private readonly double[] _scale = new double[Memory];
    private int _count, _kept, _slow;
    private double _loss;
    private bool _stuck;

    public bool Finished => _count >= steps || _stuck;

    public double Step(NeuralSystem system, UniformGenerator generator)
    {
        var values = system.Network.Parameters;
        if (_count % Stay == 0)
        {
            system.Draw(generator);
            _loss = system.Loss(values, _gradient);
            (_kept, _slow) = (0, 0);
        }
        var before = _loss;
        if (!double.IsFinite(before)) return double.NaN;
        Direct();
        var slope = VectorMath.Dot(_direction, _gradient);
        if (slope >= 0)
        {
            // The memory has gone bad; begin with the steepest descent.
            _kept = 0;
            Direct();
            slope = VectorMath.Dot(_direction, _gradient);
        }
        var step = _kept == 0 ? Math.Min(1, 1 / Math.Sqrt(-slope + 1e-300)) * 0.1 : 1.0;
        for (var halving = 0; halving < 30; halving++, step /= 2)
        {
            values.CopyTo(_trial, 0);
            VectorMath.Add(_trial, step, _direction);
            var loss = system.Loss(_trial, _next);
            if (!(loss <= before + Armijo * step * slope)) continue;
            Remember(step);
            _trial.CopyTo(values, 0);
            _next.CopyTo(_gradient, 0);
            _loss = loss;
            _count++;
            _slow = before - loss < Least * before ? _slow + 1 : 0;
            _stuck = _slow >= Patience;
            return before;
        }
        _stuck = _kept == 0;
        (_kept, _count) = (0, _count + 1);
        return before;
    }

    /// <summary>−H times the gradient.</summary>
    private void Direct()
    {
        for (var i = 0; i < _direction.Length; i++)
            _direction[i] = -_gradient[i];
        for (var age = 0; age < _kept; age++)
        {
            var at = _kept - 1 - age;
            _scale[at] = VectorMath.Dot(Row(_moves, at), _direction) / _inner[at];
            VectorMath.Add(_direction, -_scale[at], Row(_changes, at));
        }
        if (_kept > 0)
        {
            var last = _kept - 1;
            var factor = _inner[last] / VectorMath.Dot(Row(_changes, last), Row(_changes, last));
            for (var i = 0; i < _direction.Length; i++)
                _direction[i] *= factor;
        }
        for (var age = _kept - 1; age >= 0; age--)
        {
            var at = _kept - 1 - age;
            VectorMath.Add(_direction, _scale[at] - VectorMath.Dot(Row(_changes, at), _direction) / _inner[at], Row(_moves, at));
        }
    }

    private void Remember(double step)
    {
        if (_kept == Memory)
        {
            _moves.AsSpan(parameters).CopyTo(_moves);
            _changes.AsSpan(parameters).CopyTo(_changes);
            _inner.AsSpan(1).CopyTo(_inner);
            _kept--;
        }
        var change = 0.0;
        for (var i = 0; i < parameters; i++)
        {
            _moves[_kept * parameters + i] = step * _direction[i];
            _changes[_kept * parameters + i] = _next[i] - _gradient[i];
            change += _changes[_kept * parameters + i] * _changes[_kept * parameters + i];
        }
        _inner[_kept] = VectorMath.Dot(Row(_moves, _kept), Row(_changes, _kept));
        // Without positive curvature the pair would spoil the memory.
        if (_inner[_kept] > 1e-12 * change) _kept++;
    }

    private ReadOnlySpan<double> Row(double[] rows, int row) => rows.AsSpan(row * parameters, parameters);

    public void Save(BinaryWriter writer)
    {
        writer.Write(_count);
        writer.Write(_kept);
        writer.Write(_slow);
        writer.Write(_stuck);
        writer.Write(_loss);
        writer.WriteNumbers(_moves);
        writer.WriteNumbers(_changes);
        writer.WriteNumbers(_inner);
        writer.WriteNumbers(_gradient);
    }

    public void Restore(BinaryReader reader)
    {
        (_count, _kept, _slow, _stuck, _loss) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadDouble());
        reader.ReadNumbers(_moves);
        reader.ReadNumbers(_changes);
        reader.ReadNumbers(_inner);
        reader.ReadNumbers(_gradient);
    }
}
