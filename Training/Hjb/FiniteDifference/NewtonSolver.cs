namespace LeanDeep.Training.Hjb.FiniteDifference;

/// <summary>Newton's method for one implicit step: equations(v) − (c v + history)/Δ = 0, without the second term for static unknowns.</summary>
internal sealed class NewtonSolver
{
    /// <summary>Iterations after which the directions of first derivatives stay.</summary>
    private const int Turning = 12;
    private readonly Discretisation _system;
    private readonly BandedMatrix _jacobian;
    private readonly bool[] _static;
    private readonly double[] _residual, _update, _trial;

    public NewtonSolver(Discretisation system, IReadOnlyList<Unknown> unknowns)
    {
        var size = system.Grid.Count * unknowns.Count;
        (_system, _jacobian) = (system, new(size, Math.Min(size - 1, system.Band), Math.Min(size - 1, system.Band)));
        _static = [.. unknowns.Select(unknown => unknown.IsStatic)];
        (_residual, _update, _trial) = (new double[size], new double[size], new double[size]);
    }

    /// <summary>Newton iterations in all.</summary>
    public int Iterations { get; private set; }

    /// <summary>Largest |residual| after the last call.</summary>
    public double Residual { get; private set; }

    /// <summary>Keeps the directions of first derivatives as they are.</summary>
    public bool Frozen { get; set; }

    /// <summary>Largest |equation| at the values.</summary>
    public double Norm(ReadOnlySpan<double> values)
    {
        _system.Frozen = Frozen;
        _system.Evaluate(values, _residual, null);
        return Largest(_residual);
    }

    /// <summary>Solves in place.</summary>
    /// <param name="values">(nodes × unknowns) a first guess; receives the solution, or stays where no step was found.</param>
    /// <param name="history">(nodes × unknowns) what earlier times add.</param>
    /// <param name="own">c of the value itself, over Δ.</param>
    /// <param name="tolerance">Largest |residual| that will do.</param>
    /// <param name="iterations">At most this many.</param>
    /// <returns>Whether the tolerance was met.</returns>
    public bool Solve(Span<double> values, ReadOnlySpan<double> history, double own, double tolerance, int iterations)
    {
        for (var iteration = 0; ; iteration++)
        {
            _system.Frozen = Frozen || iteration > Turning;
            _system.Evaluate(values, _residual, _jacobian);
            TimeTerm(values, history, own);
            Residual = Largest(_residual);
            if (Residual <= tolerance) return true;
            if (!double.IsFinite(Residual) || iteration == iterations) return false;
            for (var i = 0; i < values.Length; i++)
                if (!_static[i % _static.Length]) _jacobian[i, i] -= own;
            Iterations++;
            if (!_jacobian.Factor()) return false;
            _residual.CopyTo(_update, 0);
            _jacobian.Solve(_update);
            if (!Step(values, history, own)) return false;
        }
    }

    /// <summary>The Newton step, halved until the residual is finite and does not explode.</summary>
    private bool Step(Span<double> values, ReadOnlySpan<double> history, double own)
    {
        var before = Residual;
        for (var scale = 1.0; scale > 1e-3; scale /= 2)
        {
            for (var i = 0; i < values.Length; i++)
                _trial[i] = values[i] - scale * _update[i];
            _system.Evaluate(_trial, _residual, null);
            TimeTerm(_trial, history, own);
            var after = Largest(_residual);
            if (!(after <= 2 * before)) continue;
            _trial.CopyTo(values);
            return true;
        }
        return false;
    }

    private void TimeTerm(ReadOnlySpan<double> values, ReadOnlySpan<double> history, double own)
    {
        for (var i = 0; i < values.Length; i++)
            if (!_static[i % _static.Length]) _residual[i] -= own * values[i] + history[i];
    }

    /// <summary>Largest |value|, NaN if any is.</summary>
    public static double Largest(ReadOnlySpan<double> values)
    {
        var largest = 0.0;
        foreach (var value in values)
        {
            if (double.IsNaN(value)) return double.NaN;
            largest = Math.Max(largest, Math.Abs(value));
        }
        return largest;
    }
}
