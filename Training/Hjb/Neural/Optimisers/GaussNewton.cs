using LeanDeep.Training.Hjb.Neural.Linear;

namespace LeanDeep.Training.Hjb.Neural.Optimisers;

/// <summary>The Gauss–Newton method with Levenberg and Marquardt's damping, at new points in every step.</summary>
/// <remarks>Solves (J'J + λI)s = J'r where there are more residuals than parameters, else s = J'(JJ' + λI)⁻¹r, which is the same. λ is relative to the mean
/// of the diagonal. Several workers average J'J and J'r, so they need the first form. Source: Nocedal and Wright (2006), 10.3; Müller and Zeinhofer (2023) for networks.</remarks>
/// <param name="rows">Residuals of this worker.</param>
/// <param name="primal">Whether there are as many residuals as parameters, of all workers.</param>
/// <param name="parameters">Of the network.</param>
/// <param name="steps">At most.</param>
internal sealed class GaussNewton(int rows, bool primal, int parameters, int steps) : IOptimiser
{
    private const double FirstDamping = 1e-3, LeastDamping = 1e-13, MostDamping = 1e6;
    private const int Tries = 8;
    private readonly int _size = primal ? parameters : rows;
    private readonly double[] _jacobian = new double[rows * parameters], _transposed = new double[primal ? rows * parameters : 0];
    private readonly double[] _residuals = new double[rows], _trial = new double[parameters], _step = new double[parameters], _dual = new double[rows], _slope = new double[parameters];
    private readonly double[] _gram = new double[primal ? parameters * parameters : rows * rows], _factor = new double[primal ? parameters * parameters : rows * rows];
    private double _damping = FirstDamping;
    private int _count, _stuck;

    /// <summary>Whether steps are taken and hardly damped, so that they go as far as the equations ask for.</summary>
    public bool IsFree => _stuck == 0 && _damping <= FirstDamping;

    public bool Finished => _count >= steps || _stuck >= 5;

    public double Step(NeuralSystem system, UniformGenerator generator)
    {
        if (!primal && system.Workers is { } workers)
            throw new InvalidOperationException($"points: expected at least as many residuals as the network's {parameters} parameters for Gauss and Newton's method with {workers.Count} workers, found {workers.Count * rows}");
        system.Draw(generator);
        var values = system.Network.Parameters;
        var before = system.Linearise(values, _residuals, _jacobian);
        _count++;
        if (!double.IsFinite(before)) return double.NaN;
        if (primal)
        {
            GramMatrix.Transpose(_jacobian, rows, parameters, _transposed);
            GramMatrix.OfRows(_transposed, parameters, rows, _gram);
            for (var i = 0; i < parameters; i++)
                _slope[i] = VectorMath.Dot(_transposed.AsSpan(i * rows, rows), _residuals);
            system.Workers?.Average(_gram);
            system.Workers?.Average(_slope);
        }
        else
        {
            GramMatrix.OfRows(_jacobian, rows, parameters, _gram);
        }
        var mean = 0.0;
        for (var i = 0; i < _size; i++)
            mean += _gram[i * _size + i] / _size;
        for (var attempt = 0; attempt < Tries && _damping < MostDamping; attempt++)
        {
            if (Solve(mean))
            {
                for (var i = 0; i < parameters; i++)
                    _trial[i] = values[i] - _step[i];
                if (system.Loss(_trial) < before)
                {
                    _trial.CopyTo(values, 0);
                    _damping = Math.Max(LeastDamping, _damping / (attempt == 0 ? 5 : 1));
                    _stuck = 0;
                    return before;
                }
            }
            _damping = Math.Min(MostDamping, _damping * 10);
        }
        _stuck++;
        _damping = Math.Max(LeastDamping, Math.Min(1, _damping / 1e4));
        return before;
    }

    private bool Solve(double mean)
    {
        _gram.CopyTo(_factor, 0);
        for (var i = 0; i < _size; i++)
            _factor[i * _size + i] += _damping * mean + 1e-300;
        if (!Cholesky.Factor(_factor, _size)) return false;
        if (primal)
        {
            _slope.CopyTo(_step, 0);
            Cholesky.Solve(_factor, _size, _step);
            return true;
        }
        _residuals.CopyTo(_dual, 0);
        Cholesky.Solve(_factor, _size, _dual);
        Array.Clear(_step);
        for (var row = 0; row < rows; row++)
            VectorMath.Add(_step, _dual[row], _jacobian.AsSpan(row * parameters, parameters));
        return true;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_count);
        writer.Write(_stuck);
        writer.Write(_damping);
    }

    public void Restore(BinaryReader reader) => (_count, _stuck, _damping) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadDouble());
}
