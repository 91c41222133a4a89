using LeanDeep.Models.Portfolio;

namespace LeanDeep.Training.Export.Allocators;

/// <summary>Limits as values of a graph: inequalities Gx ≤ h of x = (w, a ≥ |w|, b ≥ |w − held|), masks for those that are there, and equalities.</summary>
/// <remarks>Inequalities stand in segments: lower, upper (names), row lower, row upper (rows), then w ≤ a, −w ≤ a, and w − held ≤ b, held − w ≤ b where such
/// variables exist; as in the solver of Models, whose method this is. Rows: net, groups, gross, turnover, volatility, as far as limited. What has no batch below may have one.</remarks>
internal sealed class LimitGraph
{
    private readonly LayerGraph _layers;
    private readonly int _n;

    /// <param name="layers">Receives nodes and constants.</param>
    /// <param name="limits">The constraints.</param>
    /// <param name="trade">What is held and may be bought.</param>
    public LimitGraph(LayerGraph layers, AllocationLimits limits, TradeValues trade)
    {
        (_layers, _n, Held) = (layers, limits.Names.Count, trade.Held);
        var rows = new List<(double[] Coefficients, double Lower, double Upper)> { (Filled(1), limits.Net.Lower, limits.Net.Upper) };
        for (var k = 0; k < limits.Groups; k++)
            if (double.IsFinite(limits.GroupLower[k]) || double.IsFinite(limits.GroupUpper[k]))
                rows.Add((limits.GroupMatrix[(k * _n)..((k + 1) * _n)], limits.GroupLower[k], limits.GroupUpper[k]));
        // A gross limit that the net limit implies would only make a corner degenerate.
        var grossSign = Enumerable.Range(0, _n).Select(i => limits.Lower[i] >= 0 ? 1.0 : limits.Upper[i] <= 0 ? -1 : 0).ToArray();
        if (double.IsFinite(limits.Gross) && !(grossSign.All(sign => sign == 1) && limits.Net.Upper <= limits.Gross)) Add(grossSign, limits.Gross, at => GrossRow = at);
        Trades = double.IsFinite(limits.Turnover) || limits.Costs.Any(cost => cost > 0);
        if (double.IsFinite(limits.Turnover)) Add(Filled(0), limits.Turnover, at => TurnoverRow = at);
        if (double.IsFinite(limits.Volatility)) Add(Filled(0), limits.Volatility / 2, at => VolatilityRow = at);
        Rows = rows.Count;
        (Identity, RowIdentity) = (Eye(layers, _n), Eye(layers, Rows));
        Volatility = limits.Volatility;

        var free = Constant([.. limits.Lower.Zip(limits.Upper, (low, high) => high - low > 1e-12 ? 1.0 : 0)]);
        var (lower, upper) = (Constant(Known(limits.Lower)) * trade.Universe, Constant(Known(limits.Upper)) * trade.Universe);
        Free = free * trade.Universe;
        FixedAt = Constant([.. limits.Lower.Zip(limits.Upper, (low, high) => high - low > 1e-12 ? 0.0 : 0.5 * (low + high))]) * trade.Universe;
        Cost = Constant(limits.Costs) * trade.Invested;
        TurnoverSign = 0 * Free;
        if (Trades)
        {
            var (above, below) = (Not(trade.Held > lower), Not(trade.Held < upper));
            (above, below) = (above * Constant(Finite(limits.Lower)).Max(Not(trade.Universe)), below * Constant(Finite(limits.Upper)).Max(Not(trade.Universe)));
            below *= Not(above);
            TurnoverSign = trade.Invested * (above - below);
            LiftTurnover = trade.Invested * Free * Not(above + below);
        }
        if (GrossRow >= 0 && grossSign.Contains(0)) LiftGross = Free * Constant([.. grossSign.Select(sign => sign == 0 ? 1.0 : 0)]);

        Equal = Constant([.. rows.Select(row => row.Upper - row.Lower <= 1e-12 ? 1.0 : 0)]);
        EqualTo = Constant([.. rows.Select(row => row.Upper - row.Lower <= 1e-12 ? row.Upper : 0)]);
        var coefficients = layers.Constant([.. rows.SelectMany(row => row.Coefficients)], 1, Rows, _n);
        Coefficients = TurnoverRow < 0 ? new(layers, coefficients) : new GraphValue(layers, coefficients) + Unit(TurnoverRow).Column() * TurnoverSign.Row();
        var one = 0 * trade.Invested + 1;
        GraphValue RowMask(Func<(double[], double Lower, double Upper), double> bound) =>
            one * Constant([.. rows.Select(row => double.IsFinite(bound(row)) && row.Upper - row.Lower > 1e-12 ? 1.0 : 0)]);
        var (upperMask, upperBound) = (RowMask(row => row.Upper), one * Constant(Known([.. rows.Select(row => row.Upper)])));
        if (TurnoverRow >= 0)
        {
            upperMask *= one + Unit(TurnoverRow) * (trade.Invested + -1);
            upperBound += Unit(TurnoverRow) * (TurnoverSign * trade.Held).Sum();
        }
        List<GraphValue> masks = [Free * Constant(Finite(limits.Lower)), Free * Constant(Finite(limits.Upper)), RowMask(row => row.Lower), upperMask];
        List<GraphValue> bounds = [-lower, upper, one * Constant(Known([.. rows.Select(row => -row.Lower)])), upperBound];
        if (LiftGross is { } gross)
        {
            masks.AddRange([gross, gross]);
            bounds.AddRange([0 * gross, 0 * gross]);
        }
        if (LiftTurnover is { } turnover)
        {
            masks.AddRange([turnover, turnover]);
            bounds.AddRange([trade.Held * turnover, -(trade.Held * turnover)]);
        }
        Mask = GraphValue.Concat(1, [.. masks]);
        Bound = GraphValue.Concat(1, [.. bounds]) * Mask;

        void Add(double[] values, double bound, Action<int> at)
        {
            at(rows.Count);
            rows.Add((values, double.NegativeInfinity, bound));
        }
    }

    public int Rows { get; }
    public int Names => _n;
    public int Inequalities => 2 * _n + 2 * Rows + (LiftGross is null ? 0 : 2 * _n) + (LiftTurnover is null ? 0 : 2 * _n);

    /// <summary>−1 where there is none.</summary>
    public int GrossRow { get; private set; } = -1;
    public int TurnoverRow { get; private set; } = -1;

    /// <summary>½wᵀΣw/s ≤ ½s.</summary>
    public int VolatilityRow { get; private set; } = -1;
    public double Volatility { get; }
    public bool Trades { get; }

    /// <summary>(1, names, names) and (1, rows, rows).</summary>
    public GraphValue Identity { get; }
    public GraphValue RowIdentity { get; }

    /// <summary>(batch, names) weights held before.</summary>
    public GraphValue Held { get; }

    /// <summary>(batch, names) 1 where a weight is not fixed, and where fixed ones stand.</summary>
    public GraphValue Free { get; }
    public GraphValue FixedAt { get; }

    /// <summary>(batch, names) 1 where |w|, or |w − held|, is a variable of its own; the sign that w − held has elsewhere.</summary>
    public GraphValue? LiftGross { get; }
    public GraphValue? LiftTurnover { get; }
    public GraphValue TurnoverSign { get; }

    /// <summary>(batch, names) per unit traded.</summary>
    public GraphValue Cost { get; }

    /// <summary>(batch, rows, names), volatility's 0.</summary>
    public GraphValue Coefficients { get; }

    /// <summary>(1, rows) 1 where a row is an equality, and its value.</summary>
    public GraphValue Equal { get; }
    public GraphValue EqualTo { get; }

    /// <summary>(batch, inequalities) 1 where there is one, and h.</summary>
    public GraphValue Mask { get; }
    public GraphValue Bound { get; }

    public GraphValue Lower(GraphValue values) => values.Slice(0, _n);

    public GraphValue Upper(GraphValue values) => values.Slice(_n, 2 * _n);

    public GraphValue RowLower(GraphValue values) => values.Slice(2 * _n, 2 * _n + Rows);

    public GraphValue RowUpper(GraphValue values) => values.Slice(2 * _n + Rows, 2 * (_n + Rows));

    /// <summary>Both halves of the pairs of a.</summary>
    public (GraphValue, GraphValue) Gross(GraphValue values) => Pair(values, 2 * (_n + Rows));

    /// <summary>Both halves of the pairs of b.</summary>
    public (GraphValue, GraphValue) Turnover(GraphValue values) => Pair(values, 2 * (_n + Rows) + (LiftGross is null ? 0 : 2 * _n));

    /// <summary>(1, rows) 1 at a row.</summary>
    public GraphValue Unit(int row) => Constant([.. Enumerable.Range(0, Rows).Select(k => k == row ? 1.0 : 0)]);

    /// <summary>Σ of what is lifted, in its row; 0 in the others.</summary>
    public GraphValue Lifted(GraphValue rows, GraphValue a, GraphValue b)
    {
        if (LiftGross is { } gross) rows += Unit(GrossRow) * (gross * a).Sum();
        if (TurnoverRow >= 0 && LiftTurnover is { } turnover) rows += Unit(TurnoverRow) * (turnover * b).Sum();
        return rows;
    }

    /// <summary>Gx from the rows' values.</summary>
    public GraphValue Image(GraphValue rows, GraphValue w, GraphValue a, GraphValue b)
    {
        List<GraphValue> parts = [-w, w, -rows, rows];
        if (LiftGross is not null) parts.AddRange([w - a, -w - a]);
        if (LiftTurnover is not null) parts.AddRange([w - b, -w - b]);
        return GraphValue.Concat(1, [.. parts]);
    }

    /// <summary>(1, values).</summary>
    public GraphValue Constant(double[] values) => new(_layers, _layers.Constant(values, 1, values.Length));

    /// <summary>(1, size, size).</summary>
    public static GraphValue Eye(LayerGraph layers, int size) => new(layers, layers.Constant([.. Enumerable.Range(0, size * size).Select(i => i % (size + 1) == 0 ? 1.0 : 0)], 1, size, size));

    private (GraphValue, GraphValue) Pair(GraphValue values, int at) => (values.Slice(at, at + _n), values.Slice(at + _n, at + 2 * _n));

    private static GraphValue Not(GraphValue condition) => -condition + 1;

    private double[] Filled(double value) => [.. Enumerable.Repeat(value, _n)];

    private static double[] Known(double[] values) => [.. values.Select(value => double.IsFinite(value) ? value : 0)];

    private static double[] Finite(double[] values) => [.. values.Select(value => double.IsFinite(value) ? 1.0 : 0)];
}

/// <summary>What is held and may be bought, as values of a graph.</summary>
/// <param name="Held">(batch, names) weights held before.</param>
/// <param name="Universe">(batch, names) 1 for names that may be bought, 0 for the others.</param>
/// <param name="Invested">(batch, 1) 1 where anything is held yet, 0 where nothing is: turnover is then neither limited nor charged.</param>
internal sealed record TradeValues(GraphValue Held, GraphValue Universe, GraphValue Invested);
