namespace LeanDeep.Models.Portfolio;

/// <summary>Solutions of a batch, with what certifies them. Flat row-major arrays, written by the solver.</summary>
public sealed class AllocationResults
{
    private readonly AllocationProblems _problems;

    public AllocationResults(AllocationProblems problems)
    {
        _problems = problems;
        var (samples, n, rows) = (problems.Samples, problems.Names, problems.Limits.Rows);
        Weights = new double[samples * n];
        Statuses = new AllocationStatus[samples];
        Residuals = new double[samples];
        Iterations = new int[samples];
        Objectives = new double[samples];
        NearlyDegenerate = new bool[samples];
        WeightStates = new WeightState[samples * n];
        BoxMultipliers = new double[samples * n];
        RowStates = new RowState[samples * rows];
        RowMultipliers = new double[samples * rows];
    }

    /// <summary>(samples, names) w; finite whatever the status.</summary>
    public double[] Weights { get; }

    /// <summary>(samples)</summary>
    public AllocationStatus[] Statuses { get; }

    /// <summary>(samples) the largest violation of a KKT condition, in the unit of <see cref="AllocationOptions.Tolerance"/>; for infeasible samples
    /// the least sum of violations; NaN where nothing was solved.</summary>
    public double[] Residuals { get; }

    /// <summary>(samples) interior-point steps.</summary>
    public int[] Iterations { get; }

    /// <summary>(samples) the maximised objective at the weights; NaN for invalid input.</summary>
    public double[] Objectives { get; }

    /// <summary>(samples) a constraint is on the verge of binding or letting go, or the risk of some mix of free names is zero: the gradient is one of
    /// several, or not finite in some direction, which is then left out.</summary>
    public bool[] NearlyDegenerate { get; }

    /// <summary>(samples, names)</summary>
    public WeightState[] WeightStates { get; }

    /// <summary>(samples, names) multiplier of the name's own limits in the objective's unit; positive at the upper, negative at the lower.</summary>
    public double[] BoxMultipliers { get; }

    /// <summary>(samples, rows) for net, the groups, gross, turnover, volatility.</summary>
    public RowState[] RowStates { get; }

    /// <summary>(samples, rows) multipliers of net, the groups, Σ|w|, Σ|w − held| and √(wᵀΣw) in the objective's unit; positive at an upper limit, negative at a lower.
    /// For infeasible samples those of the least violation: 1 where a constraint is violated, between 0 and 1 where it is in the way.</summary>
    public double[] RowMultipliers { get; }

    /// <summary>The constraints that bind in a sample and what each costs, dearest first. For an infeasible sample: the constraints in each other's way.</summary>
    public IReadOnlyList<ConstraintPrice> Binding(int sample)
    {
        var (n, rows) = (_problems.Names, _problems.Limits.Rows);
        var threshold = Statuses[sample] == AllocationStatus.Infeasible ? 0.01 : 0;
        var found = new List<ConstraintPrice>();
        for (var row = 0; row < rows; row++)
            Add(RowMultipliers[sample * rows + row], side => RowConstraint(sample, row, side));
        for (var i = 0; i < n; i++)
        {
            // Limits that contradict each other pull with the same force.
            if (_problems.Lower[sample * n + i] > _problems.Upper[sample * n + i] && Statuses[sample] == AllocationStatus.Infeasible)
            {
                found.Add(new ConstraintPrice(BoxConstraint(sample, i, Bound.Lower), 1));
                found.Add(new ConstraintPrice(BoxConstraint(sample, i, Bound.Upper), 1));
            }
            else Add(BoxMultipliers[sample * n + i], side => BoxConstraint(sample, i, side));
        }
        return [.. found.OrderByDescending(price => price.Multiplier)];

        void Add(double multiplier, Func<Bound, Constraint> constraint)
        {
            if (Math.Abs(multiplier) > threshold)
                found.Add(new ConstraintPrice(constraint(multiplier > 0 ? Bound.Upper : Bound.Lower), Math.Abs(multiplier)));
        }
    }

    /// <summary>The constraints that a sample's weights do not meet.</summary>
    public IReadOnlyList<ConstraintViolation> Violations(int sample, double tolerance = 1e-7)
    {
        var (n, groups) = (_problems.Names, _problems.Limits.Groups);
        var limits = new AllocationLimits(_problems.Limits.Names)
        {
            Lower = _problems.Lower[(sample * n)..((sample + 1) * n)],
            Upper = _problems.Upper[(sample * n)..((sample + 1) * n)],
            Net = new Interval(_problems.NetLower[sample], _problems.NetUpper[sample]),
            GroupNames = _problems.Limits.GroupNames,
            GroupMatrix = _problems.Limits.GroupMatrix,
            GroupLower = _problems.GroupLower[(sample * groups)..((sample + 1) * groups)],
            GroupUpper = _problems.GroupUpper[(sample * groups)..((sample + 1) * groups)],
            Gross = _problems.Gross[sample],
            Turnover = _problems.Turnover[sample],
            Volatility = _problems.Volatility[sample],
        };
        return limits.Violations(Weights.AsSpan(sample * n, n), _problems.Held.AsSpan(sample * n, n), _problems.Covariance(sample), tolerance);
    }

    private Constraint BoxConstraint(int sample, int i, Bound side) =>
        new(ConstraintKind.Box, _problems.Limits.Names[i], side, (side == Bound.Upper ? _problems.Upper : _problems.Lower)[sample * _problems.Names + i]);

    private Constraint RowConstraint(int sample, int row, Bound side)
    {
        var groups = _problems.Limits.Groups;
        double Pick(double[] lower, double[] upper, int at) => side == Bound.Upper ? upper[at] : lower[at];
        if (row == 0) return new Constraint(ConstraintKind.Net, "net", side, Pick(_problems.NetLower, _problems.NetUpper, sample));
        if (row <= groups)
            return new Constraint(ConstraintKind.Group, _problems.Limits.GroupNames[row - 1], side, Pick(_problems.GroupLower, _problems.GroupUpper, sample * groups + row - 1));
        return (row - groups) switch
        {
            1 => new Constraint(ConstraintKind.Gross, "gross", side, _problems.Gross[sample]),
            2 => new Constraint(ConstraintKind.Turnover, "turnover", side, _problems.Turnover[sample]),
            _ => new Constraint(ConstraintKind.Volatility, "volatility", side, _problems.Volatility[sample]),
        };
    }
}
