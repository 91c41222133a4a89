namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>Gradients by one solve with the KKT matrix of the active set: [d; e] = −K⁻¹[∂ℓ/∂w; 0], then ∂ℓ/∂θ = [d; e]ᵀ ∂F/∂θ for the equations F = 0 of the active set.</summary>
/// <remarks>Source: implicit differentiation of the KKT conditions, Amos and Kolter, OptNet (2017).</remarks>
internal sealed class Adjoint(ScaledProblem problem, ActiveSystem system)
{
    private readonly ActiveSet _active = new(problem);
    private readonly double[] _w = new double[problem.Padded], _sigmaW = new double[problem.Padded];
    private readonly double[] _f = new double[problem.Padded], _d = new double[problem.Padded], _image = new double[problem.Padded];
    private readonly double[] _g = new double[problem.Rows + 1], _e = new double[problem.Rows + 1];

    public void Run(AllocationProblems problems, int sample, AllocationResults results, ReadOnlySpan<double> gradient, AllocationGradients gradients)
    {
        var (n, rows) = (problem.N, problem.Rows + 1);
        results.Weights.AsSpan(sample * n, n).CopyTo(_w);
        var multipliers = results.RowMultipliers.AsSpan(sample * rows, rows);
        _active.Restore(results.WeightStates.AsSpan(sample * n, n), results.RowStates.AsSpan(sample * rows, rows), _w);
        Dense.Multiply(problem.Sigma, n, problem.Padded, _w, _sigmaW);
        if (!system.Factor(_active, _sigmaW, multipliers[^1] * problem.Scale)) return;
        for (var i = 0; i < n; i++) _f[i] = -gradient[i];
        if (system.IsSingular) system.SolveDetermined(_f, _g, _d, _e);
        else system.Solve(_f, _g, _d, _e, refinements: 2);
        system.MultiplyAll(_d, _e, _image);
        WriteObjective(problems, sample, gradients, multipliers[^1]);
        for (var i = 0; i < n; i++) if (_active.IsFixed(i)) WriteFixed(sample * n + i, i, gradient[i] + _image[i], gradients);
        for (var k = 0; k < system.RowCount; k++) WriteRow(problems, sample, system.ActiveRows[k], k, -_e[k], multipliers, gradients);
    }

    private void WriteObjective(AllocationProblems problems, int sample, AllocationGradients gradients, double volatilityMultiplier)
    {
        var (n, scale) = (problem.N, problem.Scale);
        var returns = gradients.Returns.AsSpan(sample * n, n);
        double variance = 0, norm = 0;
        for (var i = 0; i < n; i++)
        {
            returns[i] = -scale * _d[i];
            variance += _d[i] * _sigmaW[i];
            norm += _d[i] * _w[i];
            if (!problem.Trades || _active.IsFixed(i)) continue;
            gradients.Costs[sample * n + i] = scale * _d[i] * _active.TurnoverSign[i];
        }
        gradients.RiskAversions[sample] = 2 * scale * variance;
        gradients.Ridges[sample] = 2 * scale * norm;
        // ½c(dwᵀ + wdᵀ) + ½ e wwᵀ, the last from the volatility's row.
        var half = 0.5 * system.Curvature;
        var own = 0.0;
        for (var k = 0; k < system.RowCount; k++) if (system.ActiveRows[k] == problem.Rows) own = 0.5 * _e[k];
        var target = gradients.Covariances.AsSpan(problems.SharedCovariance ? 0 : sample * n * n, n * n);
        for (var i = 0; i < n; i++)
        {
            var (a, b) = (half * _w[i], half * _d[i] + own * _w[i]);
            if (a == 0 && b == 0) continue;
            var row = target.Slice(i * n, n);
            for (var j = 0; j < n; j++) row[j] += a * _d[j] + b * _w[j];
        }
    }

    private void WriteFixed(int at, int i, double gradient, AllocationGradients gradients)
    {
        switch (_active.Weights[i])
        {
            case WeightState.AtLower: gradients.Lower[at] = gradient; break;
            case WeightState.AtUpper: gradients.Upper[at] = gradient; break;
            case WeightState.AtHeld: gradients.Held[at] = gradient; break;
            default: break;
        }
    }

    private void WriteRow(AllocationProblems problems, int sample, int row, int k, double gradient, ReadOnlySpan<double> multipliers, AllocationGradients gradients)
    {
        var groups = problem.Groups;
        var upper = _active.Rows[row] == RowState.AtUpper && !(row <= groups && problem.IsEquality(row) && multipliers[row] < 0);
        if (row == 0) (upper ? gradients.NetUpper : gradients.NetLower)[sample] = gradient;
        else if (row <= groups) (upper ? gradients.GroupUpper : gradients.GroupLower)[sample * groups + row - 1] = gradient;
        else if (row == problem.GrossRow) gradients.Gross[sample] = gradient;
        else if (row == problem.Rows) gradients.Volatility[sample] = gradient * problem.Volatility;
        else
        {
            gradients.Turnover[sample] = gradient;
            var signs = system.FullRow(k);
            for (var i = 0; i < problem.N; i++) gradients.Held[sample * problem.N + i] += gradient * signs[i];
        }
    }
}
