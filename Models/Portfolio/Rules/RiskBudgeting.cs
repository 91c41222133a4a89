namespace LeanDeep.Models.Portfolio;

/// <summary>Portfolios whose names carry given shares of the risk: wᵢ(Σw)ᵢ / wᵀΣw = bᵢ / Σb.</summary>
/// <remarks>x = argmin ½xᵀΣx − Σ bᵢ ln xᵢ by damped Newton, w = x / Σx. With Σw = 1 inside the problem the shares would come out wrong.
/// Source: Spinu, An algorithm for computing risk parity weights (2013). Not for use by several callers at once.</remarks>
public sealed class RiskBudgeting
{
    private const int MaximumIterations = 200;
    private readonly int _n;
    private readonly SymmetricFactor _factor;
    private readonly double[] _x, _gradient, _step, _diagonal, _trial;

    /// <param name="names">Names, at least 1.</param>
    public RiskBudgeting(int names)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(names, 1);
        _n = names;
        _factor = new SymmetricFactor(names);
        (_x, _gradient, _step, _diagonal, _trial) = (new double[names], new double[names], new double[names], new double[names], new double[names]);
    }

    /// <summary>Newton steps of the last solve.</summary>
    public int Iterations { get; private set; }

    /// <summary>Largest |xᵢ(Σx)ᵢ − bᵢ| of the last solve, with Σb = 1.</summary>
    public double Residual { get; private set; }

    /// <summary>Solves.</summary>
    /// <param name="covariance">(names, names) row-major.</param>
    /// <param name="budgets">(names) positive; only their proportions matter.</param>
    /// <param name="weights">(names) receives; equal weights where there is no answer.</param>
    /// <returns>Optimal; Inaccurate where the residual is above 1e-10; InvalidInput where a budget is not positive or a value not finite; Indefinite.</returns>
    public AllocationStatus Solve(ReadOnlySpan<double> covariance, ReadOnlySpan<double> budgets, Span<double> weights)
    {
        RequireLength(covariance.Length, _n * _n, nameof(covariance));
        RequireLength(budgets.Length, _n, nameof(budgets));
        RequireLength(weights.Length, _n, nameof(weights));
        weights.Fill(1.0 / _n);
        (Iterations, Residual) = (0, double.NaN);
        var total = 0.0;
        foreach (var budget in budgets)
        {
            if (!(budget > 0 && double.IsFinite(budget))) return AllocationStatus.InvalidInput;
            total += budget;
        }
        foreach (var value in covariance) if (!double.IsFinite(value)) return AllocationStatus.InvalidInput;
        for (var i = 0; i < _n; i++)
        {
            if (!(covariance[i * _n + i] > 0)) return AllocationStatus.Indefinite;
            _diagonal[i] = 1e-9 * covariance[i * _n + i];
        }
        if (!_factor.Factor(covariance, _diagonal)) return AllocationStatus.Indefinite;
        Start(covariance, budgets, total);
        Iterate(covariance, budgets, total);
        var sum = 0.0;
        foreach (var x in _x) sum += x;
        for (var i = 0; i < _n; i++) weights[i] = _x[i] / sum;
        return Residual <= 1e-10 ? AllocationStatus.Optimal : AllocationStatus.Inaccurate;
    }

    /// <summary>Gradients of a scalar of the weights of the last solve.</summary>
    /// <param name="weightGradient">(names)</param>
    /// <param name="covarianceGradient">(names, names) receives a symmetric gradient.</param>
    /// <param name="budgetGradient">(names) receives; budgets count as given, not as shares.</param>
    /// <exception cref="InvalidOperationException">The last solve was not optimal.</exception>
    public void Backward(
        ReadOnlySpan<double> covariance, ReadOnlySpan<double> budgets, ReadOnlySpan<double> weightGradient, Span<double> covarianceGradient, Span<double> budgetGradient)
    {
        if (!(Residual <= 1e-10)) throw new InvalidOperationException($"expected an optimal solve before the backward pass, found residual {Residual}");
        double sum = 0, along = 0, total = 0;
        for (var i = 0; i < _n; i++)
        {
            sum += _x[i];
            along += weightGradient[i] * _x[i];
            total += budgets[i];
        }
        // H v = ∂ℓ/∂x; with budgets scaled to a sum of one, x scales by the root of the sum and w not at all.
        for (var i = 0; i < _n; i++) _diagonal[i] = budgets[i] / total / (_x[i] * _x[i]);
        _factor.Factor(covariance, _diagonal);
        for (var i = 0; i < _n; i++) _gradient[i] = (weightGradient[i] - along / sum) / sum;
        _factor.Solve(_gradient, _step);
        for (var i = 0; i < _n; i++)
        {
            budgetGradient[i] = _step[i] / _x[i] / total;
            for (var j = 0; j < _n; j++) covarianceGradient[i * _n + j] = -0.5 * (_step[i] * _x[j] + _x[i] * _step[j]);
        }
    }

    // √bᵢ/σᵢ, scaled so that xᵀΣx = Σb as at the solution.
    private void Start(ReadOnlySpan<double> covariance, ReadOnlySpan<double> budgets, double total)
    {
        for (var i = 0; i < _n; i++) _x[i] = Math.Sqrt(budgets[i] / total / covariance[i * _n + i]);
        var variance = 0.0;
        for (var i = 0; i < _n; i++) for (var j = 0; j < _n; j++) variance += _x[i] * covariance[i * _n + j] * _x[j];
        var scale = variance > 0 ? 1 / Math.Sqrt(variance) : 1;
        for (var i = 0; i < _n; i++) _x[i] *= scale;
    }

    private void Iterate(ReadOnlySpan<double> covariance, ReadOnlySpan<double> budgets, double total)
    {
        var value = Value(_x, covariance, budgets, total);
        for (Iterations = 0; Iterations < MaximumIterations; Iterations++)
        {
            var residual = SetGradient(covariance, budgets, total);
            var settled = residual <= 1e-14 || (residual <= 1e-12 && residual >= 0.5 * Residual);
            Residual = residual;
            if (settled || !_factor.Factor(covariance, _diagonal)) return;
            _factor.Solve(_gradient, _step);
            double decrement = 0, length = 1;
            for (var i = 0; i < _n; i++)
            {
                decrement += _gradient[i] * _step[i];
                // x − αd stays positive.
                if (_step[i] > 0) length = Math.Min(length, 0.95 * _x[i] / _step[i]);
            }
            for (var tries = 0; tries < 40; tries++, length *= 0.5)
            {
                for (var i = 0; i < _n; i++) _trial[i] = _x[i] - length * _step[i];
                var next = Value(_trial, covariance, budgets, total);
                if (!(next <= value - 1e-4 * length * decrement) && residual > 1e-7) continue;
                value = next;
                break;
            }
            _trial.CopyTo(_x, 0);
        }
    }

    private double SetGradient(ReadOnlySpan<double> covariance, ReadOnlySpan<double> budgets, double total)
    {
        var worst = 0.0;
        for (var i = 0; i < _n; i++)
        {
            var marginal = 0.0;
            for (var j = 0; j < _n; j++) marginal += covariance[i * _n + j] * _x[j];
            var budget = budgets[i] / total;
            _gradient[i] = marginal - budget / _x[i];
            _diagonal[i] = budget / (_x[i] * _x[i]);
            worst = Math.Max(worst, Math.Abs(_x[i] * _gradient[i]));
        }
        return worst;
    }

    private double Value(ReadOnlySpan<double> x, ReadOnlySpan<double> covariance, ReadOnlySpan<double> budgets, double total)
    {
        var value = 0.0;
        for (var i = 0; i < _n; i++)
        {
            var marginal = 0.0;
            for (var j = 0; j < _n; j++) marginal += covariance[i * _n + j] * x[j];
            value += 0.5 * x[i] * marginal - budgets[i] / total * Math.Log(x[i]);
        }
        return value;
    }

    private static void RequireLength(int found, int expected, string name)
    {
        if (found != expected) throw new ArgumentException($"expected {expected} values, found {found}", name);
    }
}
