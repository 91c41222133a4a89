namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>One sample in the solver's form: minimise ½wᵀPw + qᵀw + Σ c|w − held|, P = curvature·Σ + ridge·I, q = −μ, all times one scale;
/// which absolute values need a lifted variable, and which weights have one possible value.</summary>
/// <remarks>Rows: 0 net, 1 to groups, then gross, then turnover. A name whose limits fix the sign of w (or of w − held) has a linear term in the
/// gross (turnover) row instead of a lifted variable, which also spares the solver degenerate corners.</remarks>
internal sealed class ScaledProblem
{
    private const double Narrow = 1e-12;

    public ScaledProblem(AllocationLimits limits)
    {
        N = limits.Names.Count;
        Padded = Cholesky.Padded(N);
        Groups = limits.Groups;
        Rows = Groups + 3;
        Sigma = new double[N * Padded];
        (Q, Lower, Upper, Held, Cost) = (new double[Padded], new double[Padded], new double[Padded], new double[Padded], new double[Padded]);
        (LiftGross, LiftTurnover, GrossSign, TurnoverSign) = (new double[Padded], new double[Padded], new double[Padded], new double[Padded]);
        (Frozen, FrozenAt) = (new bool[N], new double[Padded]);
        Coefficients = new double[Rows * Padded];
        (RowLower, RowUpper) = (new double[Rows], new double[Rows]);
        Coefficients.AsSpan(0, N).Fill(1);
        for (var k = 0; k < Groups; k++) limits.GroupMatrix.AsSpan(k * N, N).CopyTo(Row(k + 1));
    }

    public int N { get; }
    public int Padded { get; }
    public int Groups { get; }
    public int Rows { get; }
    public int GrossRow => Groups + 1;
    public int TurnoverRow => Groups + 2;

    /// <summary>(n, padded) row-major.</summary>
    public double[] Sigma { get; }
    public double[] Q { get; }
    public double[] Lower { get; }
    public double[] Upper { get; }
    public double[] Held { get; }
    public double[] Cost { get; }

    /// <summary>1 where |w| needs a variable of its own, 0 elsewhere; the sign that w must have elsewhere.</summary>
    public double[] LiftGross { get; }
    public double[] GrossSign { get; }
    public double[] LiftTurnover { get; }
    public double[] TurnoverSign { get; }
    public bool[] Frozen { get; }
    public double[] FrozenAt { get; }

    /// <summary>(rows, padded) what each weight counts in each row, lifted variables apart.</summary>
    public double[] Coefficients { get; }

    /// <summary>(rows) bounds, infinite where a row is absent; turnover's includes the constant of the names that are not lifted.</summary>
    public double[] RowLower { get; }
    public double[] RowUpper { get; }

    public double Curvature { get; private set; }
    public double Ridge { get; private set; }

    /// <summary>What the objective is multiplied by.</summary>
    public double Scale { get; set; }
    public double Volatility { get; private set; }
    public double Gross { get; private set; }
    public double Turnover { get; private set; }
    public bool HasGrossLifts { get; private set; }
    public bool HasTurnoverLifts { get; private set; }

    /// <summary>Whether the limits, costs and weights held are numbers in their ranges.</summary>
    public bool LimitsAreValid { get; private set; }

    /// <summary>Whether trading matters at all: a turnover limit or a cost.</summary>
    public bool Trades { get; private set; }

    public Span<double> Row(int row) => Coefficients.AsSpan(row * Padded, Padded);

    public bool IsEquality(int row) => RowUpper[row] - RowLower[row] <= Narrow;

    public bool IsPresent(int row) => RowUpper[row] < double.PositiveInfinity || RowLower[row] > double.NegativeInfinity;

    /// <summary>Reads one sample.</summary>
    /// <returns>False where an input is NaN or out of its range; the weights' own limits are then still usable if <see cref="LimitsAreValid"/>.</returns>
    public bool Load(AllocationProblems problems, int sample)
    {
        LimitsAreValid = LoadLimits(problems, sample);
        return LoadObjective(problems, sample) && LimitsAreValid;
    }

    private bool LoadLimits(AllocationProblems problems, int sample)
    {
        problems.Lower.AsSpan(sample * N, N).CopyTo(Lower);
        problems.Upper.AsSpan(sample * N, N).CopyTo(Upper);
        problems.Held.AsSpan(sample * N, N).CopyTo(Held);
        problems.Costs.AsSpan(sample * N, N).CopyTo(Cost);
        (RowLower[0], RowUpper[0]) = (problems.NetLower[sample], problems.NetUpper[sample]);
        problems.GroupLower.AsSpan(sample * Groups, Groups).CopyTo(RowLower.AsSpan(1));
        problems.GroupUpper.AsSpan(sample * Groups, Groups).CopyTo(RowUpper.AsSpan(1));
        (Gross, Turnover, Volatility) = (problems.Gross[sample], problems.Turnover[sample], problems.Volatility[sample]);
        var valid = !double.IsNaN(Gross) && !double.IsNaN(Turnover) && Volatility > 0;
        for (var row = 0; row <= Groups; row++) valid &= !double.IsNaN(RowLower[row]) && !double.IsNaN(RowUpper[row]) && RowLower[row] < double.PositiveInfinity && RowUpper[row] > double.NegativeInfinity;
        var costs = false;
        for (var i = 0; i < N; i++)
        {
            valid &= Lower[i] < double.PositiveInfinity && Upper[i] > double.NegativeInfinity && Cost[i] >= 0 && double.IsFinite(Cost[i]);
            costs |= Cost[i] > 0;
        }
        Trades = costs || Turnover < double.PositiveInfinity;
        if (!Trades) Array.Clear(Held);
        for (var i = 0; i < N; i++) valid &= double.IsFinite(Held[i]);
        return valid;
    }

    private bool LoadObjective(AllocationProblems problems, int sample)
    {
        var returns = problems.Returns.AsSpan(sample * N, N);
        var covariance = problems.Covariance(sample);
        var (gamma, alpha) = (problems.RiskAversions[sample], problems.Ridges[sample]);
        if (!(gamma >= 0 && double.IsFinite(gamma) && alpha >= 0 && double.IsFinite(alpha))) return false;
        if (!Dense.CopyFinite(covariance, N, Padded, Sigma)) return false;
        double trace = 0, largest = 0;
        for (var i = 0; i < N; i++)
        {
            trace += covariance[i * N + i];
            if (!double.IsFinite(returns[i])) return false;
            largest = Math.Max(largest, Math.Abs(returns[i]));
        }
        (Curvature, Ridge) = (2 * gamma, 2 * alpha);
        var size = Math.Max(Curvature * Math.Abs(trace) / N + Ridge, largest);
        Scale = size > 0 ? 1 / size : 1;
        Curvature *= Scale;
        Ridge *= Scale;
        for (var i = 0; i < N; i++)
        {
            Q[i] = -Scale * returns[i];
            Cost[i] *= Scale;
        }
        return true;
    }

    /// <summary>Makes the objective a small part of itself, to choose among points of least violation, and drops the volatility's limit.</summary>
    public void Soften(double share)
    {
        (Curvature, Ridge, Scale, Volatility) = (Curvature * share, Ridge * share, Scale * share, double.PositiveInfinity);
        for (var i = 0; i < N; i++) (Q[i], Cost[i]) = (Q[i] * share, Cost[i] * share);
    }

    /// <summary>Asks for the point of least norm under the same limits: no risk, no returns, no costs, no volatility limit.</summary>
    public void UseLeastNorm()
    {
        (Curvature, Ridge, Scale, Volatility) = (0, 1, 1, double.PositiveInfinity);
        Array.Clear(Sigma);
        Array.Clear(Q);
        Array.Clear(Cost);
    }

    /// <summary>Asks for the least variance under the same limits but the volatility's.</summary>
    public void UseLeastVariance()
    {
        var trace = 0.0;
        for (var i = 0; i < N; i++) trace += Sigma[i * Padded + i];
        (Curvature, Ridge, Scale, Volatility) = (trace > 0 ? N / trace : 1, 0, 1, double.PositiveInfinity);
        Array.Clear(Q);
        Array.Clear(Cost);
    }

    /// <summary>Finds which weights are fixed, which signs are, and lays out the gross and turnover rows.</summary>
    /// <param name="soft">Whether limits may be violated: nothing is then fixed by them.</param>
    public void Arrange(bool soft)
    {
        for (var i = 0; i < N; i++)
        {
            Frozen[i] = !soft && Upper[i] - Lower[i] <= Narrow && Upper[i] >= Lower[i];
            FrozenAt[i] = 0.5 * (Lower[i] + Upper[i]);
            if (Frozen[i] || soft) continue;
            if (Turnover <= Narrow && Held[i] >= Lower[i] && Held[i] <= Upper[i]) (Frozen[i], FrozenAt[i]) = (true, Held[i]);
            else if (Gross <= Narrow && Lower[i] <= 0 && Upper[i] >= 0) (Frozen[i], FrozenAt[i]) = (true, 0);
        }
        (RowLower[GrossRow], RowUpper[GrossRow]) = (double.NegativeInfinity, Gross);
        (RowLower[TurnoverRow], RowUpper[TurnoverRow]) = (double.NegativeInfinity, Turnover);
        HasGrossLifts = Absolute(soft, Gross < double.PositiveInfinity, null, LiftGross, GrossSign);
        HasTurnoverLifts = Absolute(soft, Trades, Held, LiftTurnover, TurnoverSign);
        GrossSign.CopyTo(Row(GrossRow));
        TurnoverSign.CopyTo(Row(TurnoverRow));
        for (var i = 0; i < N; i++) RowUpper[TurnoverRow] += TurnoverSign[i] * Held[i];
        // A limit that the net limit implies would only make the corner degenerate.
        if (!HasGrossLifts && RowUpper[0] <= Gross && GrossSign.AsSpan(0, N).IndexOf(-1.0) < 0 && !soft) RowUpper[GrossRow] = double.PositiveInfinity;
    }

    private bool Absolute(bool soft, bool wanted, double[]? centre, double[] lift, double[] sign)
    {
        var any = false;
        for (var i = 0; i < N; i++)
        {
            (lift[i], sign[i]) = (0, 0);
            if (!wanted) continue;
            var middle = centre is null ? 0 : centre[i];
            if (Frozen[i]) sign[i] = Math.Sign(FrozenAt[i] - middle);
            else if (!soft && Lower[i] >= middle) sign[i] = 1;
            else if (!soft && Upper[i] <= middle) sign[i] = -1;
            else (lift[i], any) = (1, true);
        }
        return any;
    }
}
