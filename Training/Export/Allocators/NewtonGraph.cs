namespace LeanDeep.Training.Export.Allocators;

/// <summary>minimise ½wᵀPw + qᵀw + Σ c|w − held| within limits, as values of a graph.</summary>
/// <param name="Limits">The constraints.</param>
/// <param name="Covariance">(batch, names, names) Σ, for the volatility's limit.</param>
/// <param name="Curvature">(batch, names, names) P.</param>
/// <param name="Q">(batch, names).</param>
/// <param name="Cost">(batch, names) c.</param>
internal sealed record ProblemMatrices(LimitGraph Limits, GraphValue Covariance, GraphValue Curvature, GraphValue Q, GraphValue Cost)
{
    /// <summary>(batch, names) the objective's gradient.</summary>
    public GraphValue Gradient(GraphValue w) => Curvature.Times(w) + Q + Cost * Limits.TurnoverSign;

    /// <summary>(batch, names) its gradient in b.</summary>
    public GraphValue GradientB(GraphValue none) => Limits.LiftTurnover is { } lift ? lift * Cost : none;

    /// <summary>(batch, rows) values without lifted variables.</summary>
    public GraphValue Rows(GraphValue w)
    {
        var rows = Limits.Coefficients.Times(w);
        return Limits.VolatilityRow < 0 ? rows : rows + 0.5 * Limits.Unit(Limits.VolatilityRow) * (w * Slope(w)).Sum();
    }

    /// <summary>(batch, rows, names) derivatives of the rows.</summary>
    public GraphValue Derivatives(GraphValue w) =>
        Limits.VolatilityRow < 0 ? Limits.Coefficients : Limits.Coefficients + Limits.Unit(Limits.VolatilityRow).Column() * Slope(w).Row();

    /// <summary>(batch, names) Σw/s.</summary>
    public GraphValue Slope(GraphValue w) => 1 / Limits.Volatility * Covariance.Times(w);

    /// <summary>(batch, names, names) second derivatives of the Lagrangian.</summary>
    /// <param name="y">(batch, rows) multipliers of the rows.</param>
    public GraphValue Curved(GraphValue y) => Limits.VolatilityRow < 0
        ? Curvature
        : Curvature + (1 / Limits.Volatility * y.Slice(Limits.VolatilityRow, Limits.VolatilityRow + 1)).Column() * Covariance;

    /// <summary>Gradients of the Lagrangian in w, a and b.</summary>
    /// <param name="w">(batch, names).</param>
    /// <param name="y">(batch, rows) multipliers of the rows.</param>
    /// <param name="z">(batch, inequalities) multipliers, 0 where there is none.</param>
    public (GraphValue W, GraphValue A, GraphValue B) Lagrangian(GraphValue w, GraphValue y, GraphValue z)
    {
        var gradient = Gradient(w) + Derivatives(w).Transposed().Times(y) + Limits.Upper(z) - Limits.Lower(z);
        var none = 0 * w;
        var (a, b) = (none, GradientB(none));
        if (Limits.LiftGross is { } gross)
        {
            var (positive, negative) = Limits.Gross(z);
            gradient += positive - negative;
            a = gross * y.Slice(Limits.GrossRow, Limits.GrossRow + 1) - positive - negative;
        }
        if (Limits.LiftTurnover is { } turnover)
        {
            var (positive, negative) = Limits.Turnover(z);
            gradient += positive - negative;
            if (Limits.TurnoverRow >= 0) b += turnover * y.Slice(Limits.TurnoverRow, Limits.TurnoverRow + 1);
            b = b - positive - negative;
        }
        return (gradient * Limits.Free, a, b);
    }
}

/// <summary>The Newton system of an interior-point step, reduced to w and the rows' multipliers: slacks are eliminated, and a and b, whose Schur complement is
/// 4D₁D₂/(D₁ + D₂); one inverse of a matrix of names + rows.</summary>
internal sealed class NewtonGraph
{
    private readonly ProblemMatrices _p;
    private readonly BorderedGraph _system;
    private readonly GraphValue _derivatives, _reciprocal;
    private readonly (GraphValue Inverse, GraphValue Tilt)? _gross, _turnover;

    /// <param name="p">The problem.</param>
    /// <param name="w">(batch, names) where it is linearised.</param>
    /// <param name="weights">(batch, inequalities) D, 0 where there is none.</param>
    /// <param name="y">(batch, rows) multipliers of the rows; the volatility's counts.</param>
    public NewtonGraph(ProblemMatrices p, GraphValue w, GraphValue weights, GraphValue y)
    {
        _p = p;
        var limit = p.Limits;
        var diagonal = limit.Lower(weights) + limit.Upper(weights);
        _derivatives = p.Derivatives(w);
        var border = _derivatives;
        var sums = limit.RowLower(weights) + limit.RowUpper(weights);
        var there = sums > sums.Scalar(0);
        _reciprocal = (sums.Scalar(1) / sums.Where(there, sums.Scalar(1))) * there;
        var room = _reciprocal;
        if (limit.LiftGross is { } gross) _gross = Eliminate(limit.Gross(weights), gross, limit.GrossRow, ref diagonal, ref border, ref room);
        if (limit.LiftTurnover is { } turnover) _turnover = Eliminate(limit.Turnover(weights), turnover, limit.TurnoverRow, ref diagonal, ref border, ref room);
        // A row that is not there has a multiplier of zero.
        var present = there.Max(limit.Equal);
        border = border * present.Column() * limit.Free.Row();
        room = room + -present + 1;
        _system = new BorderedGraph(limit, p.Curved(y), limit.Free, diagonal * limit.Free - limit.Free + 1, border, room);
    }

    /// <summary>The step for residuals and a shift t in dz = t + D·G dx.</summary>
    /// <param name="shift">(batch, inequalities) t.</param>
    /// <param name="gradient">(batch, names) the Lagrangian's gradient in w.</param>
    /// <param name="gradientA">(batch, names) in a.</param>
    /// <param name="gradientB">(batch, names) in b.</param>
    /// <param name="equality">(batch, rows) residuals of the equalities, 0 elsewhere.</param>
    public Direction Solve(GraphValue shift, GraphValue gradient, GraphValue gradientA, GraphValue gradientB, GraphValue equality)
    {
        var limit = _p.Limits;
        var f = gradient + limit.Upper(shift) - limit.Lower(shift);
        var upward = limit.RowUpper(shift) - limit.RowLower(shift);
        var g = -(upward * _reciprocal) - equality;
        if (_gross is { } first) gradientA = Pair(limit.Gross(shift), gradientA, first, limit.GrossRow, ref f, ref g);
        if (_turnover is { } second) gradientB = Pair(limit.Turnover(shift), gradientB, second, limit.TurnoverRow, ref f, ref g);
        var right = GraphValue.Concat(1, -(f * limit.Free), g);
        var solution = _system.Solve(right, refinements: 1);
        var (w, y) = (solution.Slice(0, limit.Names) * limit.Free, solution.Slice(limit.Names, limit.Names + limit.Rows));
        var none = 0 * w;
        var a = _gross is { } gross ? gross.Tilt * w - gross.Inverse * (gradientA + Of(y, limit.GrossRow)) : none;
        var b = _turnover is { } turnover ? turnover.Tilt * w - turnover.Inverse * (gradientB + Of(y, limit.TurnoverRow)) : none;
        var image = limit.Image(limit.Lifted(_derivatives.Times(w), a, b), w, a, b);
        return new Direction(w, a, b, y, image, none, none);
    }

    private static GraphValue Of(GraphValue y, int row) => row < 0 ? y.Scalar(0) : y.Slice(row, row + 1);

    private GraphValue Pair((GraphValue Positive, GraphValue Negative) shift, GraphValue gradient, (GraphValue Inverse, GraphValue Tilt) lifted, int row, ref GraphValue f, ref GraphValue g)
    {
        gradient = gradient - shift.Positive - shift.Negative;
        f += shift.Positive - shift.Negative + lifted.Tilt * gradient;
        if (row >= 0) g += _p.Limits.Unit(row) * (lifted.Inverse * gradient).Sum();
        return gradient;
    }

    private (GraphValue Inverse, GraphValue Tilt) Eliminate(
        (GraphValue Positive, GraphValue Negative) d, GraphValue lift, int row, ref GraphValue diagonal, ref GraphValue border, ref GraphValue room)
    {
        var inverse = lift / (d.Positive + d.Negative + 1 - lift);
        var tilt = (d.Positive - d.Negative) * inverse;
        diagonal += 4 * d.Positive * d.Negative * inverse;
        if (row < 0) return (inverse, tilt);
        var unit = _p.Limits.Unit(row);
        border += unit.Column() * tilt.Row();
        room += unit * inverse.Sum();
        return (inverse, tilt);
    }
}
