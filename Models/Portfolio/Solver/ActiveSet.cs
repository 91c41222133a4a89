namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>Which constraints hold with equality: a state for each weight, the signs of w and w − held in the gross and turnover rows, a state for each row.</summary>
internal sealed class ActiveSet(ScaledProblem problem)
{
    public WeightState[] Weights { get; } = new WeightState[problem.N];
    public double[] GrossSign { get; } = new double[problem.Padded];
    public double[] TurnoverSign { get; } = new double[problem.Padded];

    /// <summary>(rows + 1) the last for the volatility.</summary>
    public RowState[] Rows { get; } = new RowState[problem.Rows + 1];

    public bool IsFixed(int i) => problem.Frozen[i] || Weights[i] != WeightState.Free;

    /// <summary>The value of a weight that is not free.</summary>
    public double ValueOf(int i) => problem.Frozen[i] ? problem.FrozenAt[i] : Weights[i] switch
    {
        WeightState.AtLower => problem.Lower[i],
        WeightState.AtUpper => problem.Upper[i],
        WeightState.AtHeld => problem.Held[i],
        _ => 0,
    };

    /// <summary>Reads the active set off an interior point: a constraint is active where its multiplier exceeds its slack.</summary>
    public void Identify(InteriorPoint point)
    {
        var slacks = point.Slacks;
        for (var i = 0; i < problem.N; i++)
        {
            Weights[i] = problem.Frozen[i] ? FrozenState(i)
                : problem.LiftTurnover[i] != 0 && Binds(slacks.TurnoverAt + i) && Binds(slacks.TurnoverAt + problem.Padded + i) ? WeightState.AtHeld
                : problem.LiftGross[i] != 0 && Binds(slacks.GrossAt + i) && Binds(slacks.GrossAt + problem.Padded + i) ? WeightState.AtZero
                : Binds(slacks.LowerAt + i) ? WeightState.AtLower
                : Binds(slacks.UpperAt + i) ? WeightState.AtUpper
                : WeightState.Free;
            GrossSign[i] = problem.LiftGross[i] == 0 ? problem.GrossSign[i] : Side(slacks.GrossAt, i);
            TurnoverSign[i] = problem.LiftTurnover[i] == 0 ? problem.TurnoverSign[i] : Side(slacks.TurnoverAt, i);
        }
        for (var row = 0; row < problem.Rows; row++)
            Rows[row] = !problem.IsPresent(row) ? RowState.Inactive
                : problem.IsEquality(row) ? RowState.AtUpper
                : Binds(slacks.RowUpperAt + row) ? RowState.AtUpper
                : Binds(slacks.RowLowerAt + row) ? RowState.AtLower
                : RowState.Inactive;
        Rows[problem.Rows] = problem.Volatility < double.PositiveInfinity && point.ConeBinds ? RowState.AtUpper : RowState.Inactive;

        bool Binds(int at) => slacks.Mask[at] != 0 && slacks.Z[at] > slacks.S[at];

        double Side(int at, int i) => slacks.Z[at + i] >= slacks.Z[at + problem.Padded + i] ? 1 : -1;
    }

    /// <summary>The active set of weights that have one possible value each: nothing else binds.</summary>
    public void SetFrozen()
    {
        for (var i = 0; i < problem.N; i++)
            (Weights[i], GrossSign[i], TurnoverSign[i]) = (FrozenState(i), problem.GrossSign[i], problem.TurnoverSign[i]);
        Array.Clear(Rows);
    }

    /// <summary>Reads the active set off a solution.</summary>
    public void Restore(ReadOnlySpan<WeightState> weights, ReadOnlySpan<RowState> rows, ReadOnlySpan<double> w)
    {
        weights.CopyTo(Weights);
        rows.CopyTo(Rows);
        for (var i = 0; i < problem.N; i++)
        {
            GrossSign[i] = Math.Sign(w[i]);
            TurnoverSign[i] = Math.Sign(w[i] - problem.Held[i]);
        }
    }

    /// <summary>Sign of w (of w − held) in the gross (turnover) row; 0 where the weight lies on the kink.</summary>
    public double SignInGross(int i) => IsFixed(i) ? Math.Sign(ValueOf(i)) : GrossSign[i];

    public double SignInTurnover(int i) => IsFixed(i) ? Math.Sign(ValueOf(i) - problem.Held[i]) : TurnoverSign[i];

    private WeightState FrozenState(int i) =>
        problem.FrozenAt[i] <= problem.Lower[i] + 1e-12 ? WeightState.AtLower
        : problem.FrozenAt[i] >= problem.Upper[i] - 1e-12 ? WeightState.AtUpper
        : problem.Turnover <= 1e-12 ? WeightState.AtHeld
        : WeightState.AtZero;
}
