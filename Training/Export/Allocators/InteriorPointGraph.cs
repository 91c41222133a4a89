using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;

namespace LeanDeep.Training.Export.Allocators;

/// <summary>Writes the solution of max μᵀw − γ wᵀΣw − α‖w‖² − Σ c|w − held| within limits: Mehrotra's interior point as a loop of at most <see cref="Steps"/> steps in
/// float64, one inverse of the reduced KKT matrix each, batched; the best iterate and its KKT residual.</summary>
/// <remarks>Standard operators but for the inverse, com.microsoft's, which ONNX Runtime has on every CPU. A sample that has converged, or whose step has failed, stays as it is.
/// The volatility limit takes part as the convex ½wᵀΣw/s ≤ ½s. Source: Mehrotra (1992).</remarks>
/// <param name="layers">Receives nodes and constants.</param>
/// <param name="limits">The constraints.</param>
internal sealed class InteriorPointGraph(LayerGraph layers, AllocationLimits limits)
{
    /// <summary>Steps at most.</summary>
    public const int Steps = 40;

    private const double Tolerance = 1e-13, LeastShift = 0.03;

    /// <summary>(1, names, names).</summary>
    public GraphValue Identity { get; } = LimitGraph.Eye(layers, limits.Names.Count);

    /// <param name="returns">(batch, names) μ.</param>
    /// <param name="covariance">(batch, names, names) Σ.</param>
    /// <param name="riskAversion">(batch, 1) γ.</param>
    /// <param name="ridge">(batch, 1) α.</param>
    /// <param name="trade">What is held and may be bought.</param>
    /// <returns>(batch, names) weights and (batch, 1) the largest violation of a KKT condition: primal in weights, dual relative to the
    /// objective's scale, complementarity as the smaller of slack and multiplier.</returns>
    public (GraphValue Weights, GraphValue Residual) Solve(GraphValue returns, GraphValue covariance, GraphValue riskAversion, GraphValue ridge, TradeValues trade)
    {
        var limit = new LimitGraph(layers, limits, trade);
        var (n, rows, m) = (limit.Names, limit.Rows, limit.Inequalities);
        var size = (2.0 / n * riskAversion * (covariance * limit.Identity).Sum().Flat().Abs().Sum() + 2 * ridge).Max(returns.Abs().Greatest());
        var scale = size.Scalar(1) / size.Where(size > size.Scalar(0), size.Scalar(1));
        var problem = new ProblemMatrices(
            limit, covariance, (2 * riskAversion * scale).Column() * covariance + (2 * ridge * scale).Column() * limit.Identity, -(scale * returns), scale * limit.Cost);

        var start = Start(problem);
        long[] names = [-1, n], each = [-1, m];
        (string, TensorType, long[])[] states =
        [
            State(start.W, names), State(start.A, names), State(start.B, names), State(start.Y, [-1, rows]), State(start.S, each), State(start.Z, each),
            State(start.W, names), State(0 * trade.Invested + 1e30, [-1, 1]), State(0 * start.S, each), State(start.Y, [-1, rows]),
        ];
        var last = layers.Loop(Steps + 1, states, carried =>
        {
            var all = carried.Select(name => new GraphValue(layers, name)).ToArray();
            var (goOn, next) = Step(problem, new Iterate(all[0], all[1], all[2], all[3], all[4], all[5]), all[6], all[7], all[8], all[9]);
            return (goOn, [.. next.Select(value => value.Name)]);
        });
        var end = last.Select(name => new GraphValue(layers, name)).ToArray();
        return new PolishGraph(problem).Run(end[8], end[9], end[6], end[7]);
    }

    private static (string, TensorType, long[]) State(GraphValue value, long[] shape) => (value.Name, TensorType.Float64, shape);

    // minimise ½wᵀPw + qᵀw + ½‖s‖² with z = −s, then both shifted into the interior.
    private static Iterate Start(ProblemMatrices p)
    {
        var limit = p.Limits;
        var (w, none) = (limit.FixedAt, 0 * limit.FixedAt);
        var image = limit.Image(p.Rows(w), w, none, none);
        var shift = (image - limit.Bound) * limit.Mask;
        var system = new NewtonGraph(p, w, limit.Mask, 0 * limit.RowUpper(limit.Mask));
        var (gradient, gradientB) = (p.Gradient(w), p.GradientB(none));
        var step = system.Solve(shift, gradient * limit.Free, none, gradientB, limit.Equal * (p.Rows(w) - limit.EqualTo));
        var z = (shift + limit.Mask * step.Image) * limit.Mask;
        var zero = z.Scalar(0);
        var (leastS, leastZ) = (z.Greatest().Max(zero), (-z).Greatest().Max(zero));
        GraphValue Inside(GraphValue values, GraphValue lift)
        {
            var lifted = values + lift + LeastShift * (lift > zero);
            return lifted.Where((lifted > zero) * limit.Mask, limit.Mask.Scalar(1e-3)).Where(limit.Mask, limit.Mask.Scalar(1));
        }
        return new Iterate(w + step.W, step.A, step.B, step.Y, Inside(-z, leastS), Inside(z, leastZ));
    }

    private static (string GoOn, GraphValue[] Next) Step(ProblemMatrices p, Iterate x, GraphValue best, GraphValue bestResidual, GraphValue bestActive, GraphValue bestY)
    {
        var limit = p.Limits;
        var zm = x.Z * limit.Mask;
        var y = limit.Equal * x.Y + (-limit.Equal + 1) * (limit.RowUpper(zm) - limit.RowLower(zm));
        var rows = p.Rows(x.W);
        var residual = (limit.Image(limit.Lifted(rows, x.A, x.B), x.W, x.A, x.B) + x.S - limit.Bound) * limit.Mask;
        var equality = limit.Equal * (rows - limit.EqualTo);
        var (gradient, gradientA, gradientB) = p.Lagrangian(x.W, y, zm);
        var products = x.S * zm;
        var worst = GraphValue.Concat(1, residual.Abs(), equality.Abs(), gradient.Abs(), gradientA.Abs(), gradientB.Abs(), x.S.Min(zm)).Greatest();
        var better = worst < bestResidual;
        var count = limit.Mask.Sum().Max(limit.Mask.Scalar(1));
        var gap = products.Sum() / count;

        var weights = zm / x.S;
        var system = new NewtonGraph(p, x.W, weights, y);
        Direction Solve(GraphValue aim)
        {
            var shift = (x.Z * (residual - x.S) + aim) / x.S * limit.Mask;
            var step = system.Solve(shift, gradient, gradientA, gradientB, equality);
            return step with { S = (-residual - step.Image) * limit.Mask, Z = shift + weights * step.Image };
        }
        GraphValue Longest(Direction step) => step.W.Scalar(1) / (-step.S / x.S).Max(-step.Z / x.Z).Greatest().Max(step.W.Scalar(1));
        var affine = Solve(gap.Scalar(0) * x.S);
        var length = Longest(affine);
        var after = ((x.S + length * affine.S) * (x.Z + length * affine.Z) * limit.Mask).Sum() / count;
        var ratio = (after / gap.Max(gap.Scalar(1e-300))).Max(gap.Scalar(0)).Min(gap.Scalar(1));
        var final = Solve(ratio * ratio * ratio * gap - affine.S * affine.Z);
        length = Longest(final);
        var inside = length * (-gap + 1).Max(gap.Scalar(0.99));
        inside = inside.Where(length < length.Scalar(1), length);
        // NaN fails every comparison.
        var sound = (inside > inside.Scalar(1e-10)) * (worst > worst.Scalar(Tolerance)) * (final.W.Abs().Sum() < worst.Scalar(1e6));
        GraphValue Move(GraphValue from, GraphValue by) => (from + inside * by).Where(sound, from);
        GraphValue[] next =
        [
            Move(x.W, final.W), Move(x.A, final.A), Move(x.B, final.B), (y + inside * final.Y).Where(sound, y), Move(x.S, final.S), Move(x.Z, final.Z),
            x.W.Where(better, best), worst.Where(better, bestResidual), ((x.Z > x.S) * limit.Mask).Where(better, bestActive), y.Where(better, bestY),
        ];
        var layers = x.W.Layers;
        var any = layers.Node("ReduceMax", [sound.Name], OnnxAttribute.Of("keepdims", 0));
        return (layers.Node("Greater", [any, layers.Scalar(0.5)]), next);
    }
}

/// <summary>w, a, b, multipliers of the rows, slacks and their multipliers.</summary>
internal sealed record Iterate(GraphValue W, GraphValue A, GraphValue B, GraphValue Y, GraphValue S, GraphValue Z);

/// <summary>A Newton step, and G times it.</summary>
internal sealed record Direction(GraphValue W, GraphValue A, GraphValue B, GraphValue Y, GraphValue Image, GraphValue S, GraphValue Z);
