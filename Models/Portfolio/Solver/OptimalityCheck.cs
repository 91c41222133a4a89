namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>The KKT conditions of the problem as stated, |w| and |w − held| included, at weights and row multipliers: no lifted variable, no slack.</summary>
/// <remarks>A weight's own condition: minus the gradient lies in the interval that its limits and the kinks at 0 and at the weight held allow.</remarks>
internal sealed class OptimalityCheck(ScaledProblem problem)
{
    private readonly double[] _sigmaW = new double[problem.Padded];

    /// <summary>(padded) minus the gradient of all but the weight's own limits and kinks.</summary>
    public double[] Force { get; } = new double[problem.Padded];

    /// <summary>(padded) ends of the interval in which the force of an optimal weight lies.</summary>
    public double[] Least { get; } = new double[problem.Padded];
    public double[] Greatest { get; } = new double[problem.Padded];

    /// <summary>(rows + 1) values of the rows, the last √(wᵀΣw).</summary>
    public double[] Values { get; } = new double[problem.Rows + 1];

    public ReadOnlySpan<double> SigmaW => _sigmaW;

    /// <summary>Largest violation of a condition; NaN where something is.</summary>
    /// <param name="w">(padded)</param>
    /// <param name="y">(rows + 1) multipliers; the last that of √(wᵀΣw).</param>
    public double Residual(ReadOnlySpan<double> w, ReadOnlySpan<double> y)
    {
        Dense.Multiply(problem.Sigma, problem.N, problem.Padded, w, _sigmaW);
        SetValues(w);
        var (gross, turnover) = (y[problem.GrossRow], y[problem.TurnoverRow]);
        var volatility = Values[problem.Rows];
        var curvature = problem.Curvature + (y[problem.Rows] != 0 ? y[problem.Rows] / volatility : 0);
        for (var i = 0; i < problem.Padded; i++) Force[i] = -curvature * _sigmaW[i] - problem.Ridge * w[i] - problem.Q[i];
        for (var row = 0; row <= problem.Groups; row++) if (y[row] != 0) Dense.Add(-y[row], problem.Row(row), Force);
        var worst = 0.0;
        for (var i = 0; i < problem.N; i++)
        {
            var (least, greatest) = (0.0, 0.0);
            if (gross != 0) Kink(w[i], gross, ref least, ref greatest);
            if (problem.Trades) Kink(w[i] - problem.Held[i], turnover + problem.Cost[i], ref least, ref greatest);
            if (w[i] <= problem.Lower[i] || problem.Frozen[i]) least = double.NegativeInfinity;
            if (w[i] >= problem.Upper[i] || problem.Frozen[i]) greatest = double.PositiveInfinity;
            (Least[i], Greatest[i]) = (least, greatest);
            worst = Max(worst, Math.Max(least - Force[i], Force[i] - greatest));
            worst = Max(worst, Math.Max(problem.Lower[i] - w[i], w[i] - problem.Upper[i]));
        }
        for (var row = 0; row < problem.Rows; row++) worst = Max(worst, RowViolation(y[row], Values[row], LowerOf(row), UpperOf(row)));
        return Max(worst, RowViolation(y[problem.Rows], volatility, double.NegativeInfinity, problem.Volatility));
    }

    public double LowerOf(int row) => row <= problem.Groups ? problem.RowLower[row] : double.NegativeInfinity;

    public double UpperOf(int row) =>
        row <= problem.Groups ? problem.RowUpper[row] : row == problem.GrossRow ? problem.Gross : row == problem.TurnoverRow ? problem.Turnover : problem.Volatility;

    /// <summary>How far the nearest constraint is from changing its state: least multiplier of an active one, least slack of an inactive one. After <see cref="Residual"/>.</summary>
    public double Margin(ActiveSet active, ReadOnlySpan<double> w, ReadOnlySpan<double> y)
    {
        var margin = double.PositiveInfinity;
        for (var i = 0; i < problem.N; i++)
        {
            if (problem.Frozen[i]) continue;
            if (active.IsFixed(i))
            {
                margin = Math.Min(margin, Math.Min(Force[i] - Least[i], Greatest[i] - Force[i]));
                continue;
            }
            margin = Math.Min(margin, Math.Min(w[i] - problem.Lower[i], problem.Upper[i] - w[i]));
            if (y[problem.GrossRow] != 0) margin = Math.Min(margin, Math.Abs(w[i]));
            if (problem.Trades && y[problem.TurnoverRow] + problem.Cost[i] != 0) margin = Math.Min(margin, Math.Abs(w[i] - problem.Held[i]));
        }
        for (var row = 0; row <= problem.Rows; row++)
        {
            if (row < problem.Rows && problem.IsPresent(row) && problem.IsEquality(row)) continue;
            margin = Math.Min(margin, active.Rows[row] != RowState.Inactive
                ? Math.Abs(y[row])
                : Math.Min(Values[row] - LowerOf(row), UpperOf(row) - Values[row]));
        }
        return Math.Max(margin, 0);
    }

    private void SetValues(ReadOnlySpan<double> w)
    {
        for (var row = 0; row <= problem.Groups; row++) Values[row] = Dense.Dot(problem.Row(row), w);
        double gross = 0, turnover = 0;
        for (var i = 0; i < problem.N; i++)
        {
            gross += Math.Abs(w[i]);
            turnover += Math.Abs(w[i] - problem.Held[i]);
        }
        (Values[problem.GrossRow], Values[problem.TurnoverRow]) = (gross, problem.Trades ? turnover : 0);
        Values[problem.Rows] = Math.Sqrt(Math.Max(Dense.Dot(w, _sigmaW), 0));
    }

    /// <summary>Widens an interval of forces by a charge of slope · |distance|.</summary>
    public static void Kink(double distance, double slope, ref double least, ref double greatest)
    {
        least += distance > 0 ? slope : -slope;
        greatest += distance < 0 ? -slope : slope;
    }

    // Feasibility, the multiplier's sign, and complementarity as the smaller of multiplier and slack.
    private static double RowViolation(double y, double value, double lower, double upper)
    {
        var worst = Max(0, Math.Max(lower - value, value - upper));
        return y > 0 ? Max(worst, Math.Min(y, upper - value)) : y < 0 ? Max(worst, Math.Min(-y, value - lower)) : double.IsNaN(y) ? y : worst;
    }

    private static double Max(double worst, double value) => double.IsNaN(value) || value > worst ? value : worst;
}
