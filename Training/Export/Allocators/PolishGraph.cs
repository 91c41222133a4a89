using LeanDeep.Models.Inference;

namespace LeanDeep.Training.Export.Allocators;

/// <summary>Writes a polish: the KKT system of an active set, solved exactly, and by how much its solution violates any condition of the problem as stated, kinks of |w| and
/// |w − held| included; then of the active set that this solution suggests, a few times over.</summary>
/// <remarks>Source: Hintermüller, Ito and Kunisch, the primal-dual active set strategy (2002).</remarks>
/// <param name="p">The problem.</param>
internal sealed class PolishGraph(ProblemMatrices p)
{
    private const int Rounds = 6;
    private const double Enough = 1e-12;

    /// <param name="active">(batch, inequalities) 1 for those that hold with equality.</param>
    /// <param name="y">(batch, rows) multipliers.</param>
    /// <param name="best">(batch, names) the best weights so far.</param>
    /// <param name="residual">(batch, 1) their residual.</param>
    /// <returns>The best weights and their residual.</returns>
    public (GraphValue Weights, GraphValue Residual) Run(GraphValue active, GraphValue y, GraphValue best, GraphValue residual)
    {
        var (limit, layers) = (p.Limits, best.Layers);
        long[] names = [-1, limit.Names];
        (string, TensorType, long[])[] states =
        [
            (active.Name, TensorType.Float64, [-1, limit.Inequalities]), (best.Name, TensorType.Float64, names),
            (y.Name, TensorType.Float64, [-1, limit.Rows]), (best.Name, TensorType.Float64, names), (residual.Name, TensorType.Float64, [-1, 1]),
        ];
        var end = layers.Loop(Rounds, states, carried =>
        {
            var all = carried.Select(name => new GraphValue(layers, name)).ToArray();
            var (next, w, multipliers, worst) = Solve(all[0], all[1], all[2]);
            var better = worst < all[4];
            var least = worst.Where(better, all[4]);
            var open = layers.Node("ReduceMax", [least.Name], OnnxAttribute.Of("keepdims", 0));
            // A sample whose system had no solution keeps the point that it had.
            var sound = w.Abs().Sum() < w.Scalar(1e6);
            return (layers.Node("Greater", [open, layers.Scalar(Enough)]), [next.Name, w.Where(sound, all[1]).Name, multipliers.Where(sound, all[2]).Name, w.Where(better, all[3]).Name, least.Name]);
        });
        return (new GraphValue(layers, end[3]), new GraphValue(layers, end[4]));
    }

    private (GraphValue Active, GraphValue W, GraphValue Y, GraphValue Residual) Solve(GraphValue active, GraphValue w, GraphValue y)
    {
        var limit = p.Limits;
        var (lower, upper, up, down) = (limit.Lower(active), limit.Upper(active), limit.RowUpper(active), limit.RowLower(active));
        w = (-limit.Lower(limit.Bound)).Where(lower, limit.Upper(limit.Bound).Where(upper, w));
        var (pinned, none) = (lower.Max(upper), 0 * w);
        var (atZero, atHeld) = (none, none);
        if (limit.LiftGross is not null) w = Pin(limit.Gross(active), none, ref atZero);
        if (limit.LiftTurnover is not null) w = Pin(limit.Turnover(active), limit.Held, ref atHeld);
        pinned = pinned.Max(atZero).Max(atHeld);

        var binding = limit.Equal.Max(up).Max(down);
        y *= binding;
        var target = limit.EqualTo + up * limit.RowUpper(limit.Bound) - down * (-up + 1) * limit.RowLower(limit.Bound);
        var (signA, signB) = (Sign(w), Sign(w - limit.Held));
        var (derivatives, gradient) = (p.Derivatives(w), p.Gradient(w));
        if (limit.LiftGross is { } gross) derivatives += limit.Unit(limit.GrossRow).Column() * (gross * signA).Row();
        if (limit.LiftTurnover is { } turnover)
        {
            if (limit.TurnoverRow >= 0) derivatives += limit.Unit(limit.TurnoverRow).Column() * (turnover * signB).Row();
            gradient += p.Cost * turnover * signB;
        }
        gradient += derivatives.Transposed().Times(y);
        var rows = limit.Lifted(p.Rows(w), signA * w, signB * (w - limit.Held));
        var free = limit.Free * (-pinned + 1);
        var system = new BorderedGraph(limit, p.Curved(y), free, -free + 1, derivatives * binding.Column() * free.Row(), -binding + 1);
        var step = system.Solve(GraphValue.Concat(1, -(gradient * free), (target - rows) * binding), refinements: 2);
        w += step.Slice(0, limit.Names) * free;
        y += step.Slice(limit.Names, limit.Names + limit.Rows) * binding;
        return Judge(w, y, active, (signA * (-atZero + 1), signB * (-atHeld + 1)), (atZero, atHeld));

        GraphValue Pin((GraphValue Positive, GraphValue Negative) pair, GraphValue at, ref GraphValue pins)
        {
            pins = pair.Positive * pair.Negative;
            return at.Where(pins, w);
        }
    }

    // The residual, and the active set that slacks and multipliers suggest: what is violated comes in, what pulls the wrong way goes.
    private (GraphValue Active, GraphValue W, GraphValue Y, GraphValue Residual) Judge(
        GraphValue w, GraphValue y, GraphValue active, (GraphValue A, GraphValue B) sign, (GraphValue Zero, GraphValue Held) at)
    {
        var (limit, change, most) = (p.Limits, w - p.Limits.Held, 2 * (p.Limits.Names + p.Limits.Rows));
        var rows = limit.Lifted(p.Rows(w), w.Abs(), change.Abs());
        var slack = limit.Bound.Slice(0, most) - GraphValue.Concat(1, -w, w, -rows, rows);
        var force = -(p.Gradient(w) + p.Derivatives(w).Transposed().Times(y));
        var (least, greatest) = (0 * w, 0 * w);
        GraphValue? priceA = null, priceB = null;
        if (limit.LiftGross is { } gross) Kink((priceA = gross * y.Slice(limit.GrossRow, limit.GrossRow + 1)).Value, w);
        if (limit.LiftTurnover is { } turnover)
            Kink((priceB = turnover * (limit.TurnoverRow < 0 ? p.Cost : p.Cost + y.Slice(limit.TurnoverRow, limit.TurnoverRow + 1))).Value, change);
        var (lower, upper) = (limit.Lower(active), limit.Upper(active));
        var dual = ((least - force) * (-lower + 1)).Max((force - greatest) * (-upper + 1)) * limit.Free;
        var (up, down) = (limit.RowUpper(active), limit.RowLower(active));
        var wrong = down * (-up + 1) * y - up * y;
        var mask = limit.Mask.Slice(0, most);
        var worst = GraphValue.Concat(1, -slack * mask, (limit.Equal * (rows - limit.EqualTo)).Abs(), wrong, dual).Greatest().Max(w.Scalar(0));

        // What of the force each kink takes: all of its price where w has a sign, what is left where it is pinned.
        var (partA, partB) = (0 * w, 0 * w);
        if (priceA is { } a) partA = sign.A * a;
        if (priceB is { } b) partB = (force - partA).Where(at.Held * (-at.Zero + 1), sign.B * b);
        if (priceA is { } price) partA = (force - partB).Where(at.Zero * (-at.Held + 1), partA);
        if (priceA is { } first && priceB is not null)
        {
            var both = at.Zero * at.Held;
            partA = force.Max(-first).Min(first).Where(both, partA);
            partB = (force - partA).Where(both, partB);
        }
        var box = force - partA - partB;
        List<GraphValue> suggested = [GraphValue.Concat(1, -box * lower, box * upper, -y * down, y * up) > slack];
        if (priceA is { } one) suggested.Add(Pairs(one, partA, sign.A, at.Zero, w));
        if (priceB is { } two) suggested.Add(Pairs(two, partB, sign.B, at.Held, change));
        return (GraphValue.Concat(1, [.. suggested]) * limit.Mask, w, y, worst);

        void Kink(GraphValue price, GraphValue place)
        {
            least += price * (2 * (place > w.Scalar(0)) + -1);
            greatest += price * (-(2 * (place < w.Scalar(0))) + 1);
        }
    }

    // Both halves of a pair hold where |·| is pinned at zero: its force lies within its price; elsewhere the half of its sign, and the other too once the sign is lost.
    private static GraphValue Pairs(GraphValue price, GraphValue part, GraphValue sign, GraphValue pinned, GraphValue place)
    {
        var zero = price.Scalar(0);
        var (positive, negative) = (price + part > zero, price - part > zero);
        var lost = -(sign * place > zero) + 1;
        var priced = price > zero;
        return GraphValue.Concat(
            1, positive.Where(pinned, priced * (sign > zero).Max(lost)), negative.Where(pinned, priced * (sign < zero).Max(lost)));
    }

    private static GraphValue Sign(GraphValue value) => (value > value.Scalar(0)) - (value < value.Scalar(0));
}
