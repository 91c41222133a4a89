using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch;

/// <summary>Values and gradients of tensor operators against Python's torch (Tests/Golden/torch_ops.json).</summary>
public class GoldenOpsTests
{
    private delegate object Compute(GoldenCase c, Func<string, Tensor> input);

    // A result is a tensor, or an array of them in the order of the file's outputs.
    private static readonly Dictionary<string, Compute> s_ops = new()
    {
        ["softmax"] = (c, x) => x("x").softmax(c.Integer("dim")),
        ["log_softmax"] = (_, x) => x("x").log_softmax(1),
        ["logsumexp"] = (_, x) => x("x").logsumexp(1),
        ["logsumexp_keepdim"] = (_, x) => x("x").logsumexp(1, true).logsumexp(0, true),
        ["softplus"] = (_, x) => x("x").softplus(),
        ["gelu"] = (_, x) => x("x").gelu(),
        ["silu"] = (_, x) => x("x").silu(),
        ["elu"] = (_, x) => x("x").elu(),
        ["leaky_relu"] = (_, x) => x("x").leaky_relu(0.1),
        ["sigmoid"] = (_, x) => x("x").sigmoid(),
        ["tanh"] = (_, x) => x("x").tanh(),
        ["hardtanh"] = (_, x) => x("x").hardtanh(-1, 1),
        ["relu"] = (_, x) => x("x").relu(),
        ["sort"] = (c, x) => Both(x("x").sort(c.Integer("dim"), c.Argument("descending").GetBoolean())),
        ["topk"] = (c, x) => Both(x("x").topk((int)c.Integer("k"), (int)c.Integer("dim"))),
        ["kthvalue"] = (c, x) => Both(x("x").kthvalue(c.Integer("k"), c.Integer("dim"))),
        ["cumsum"] = (c, x) => x("x").cumsum(c.Integer("dim")),
        ["cumprod"] = (c, x) => x("x").cumprod(c.Integer("dim")),
        ["cummax"] = (c, x) => Both(x("x").cummax(c.Integer("dim"))),
        ["cummax_ties"] = (c, x) => Both(x("x").cummax(c.Integer("dim"))),
        ["clamp"] = (c, x) => x("x").clamp(c.Number("min"), c.Number("max")),
        ["max_dim_ties"] = (c, x) => Both(x("x").max(c.Integer("dim"))),
        ["amax_ties"] = (c, x) => x("x").amax(c.Integer("dim")),
        ["median_even"] = (_, x) => x("x").median(),
        ["cholesky"] = (_, x) => linalg.cholesky(Symmetric(x("A"))),
        ["cholesky_batch"] = (_, x) => linalg.cholesky(Symmetric(x("A"))),
        ["linalg_solve"] = (_, x) => linalg.solve(x("A"), x("B")),
        ["linalg_solve_batch"] = (_, x) => linalg.solve(x("A"), x("B")),
        ["cholesky_solve"] = (c, x) => x("B").cholesky_solve(x("L"), c.Argument("upper").GetBoolean()),
        ["triangular_solve"] = (_, x) => linalg.solve_triangular(x("A"), x("B"), upper: false),
        ["triangular_solve_upper"] = (_, x) => linalg.solve_triangular(x("A"), x("B"), upper: true),
        ["lu"] = (_, x) => linalg.lu(x("A")) is var (p, l, u) ? new[] { p, l, u } : null!,
        ["lu_factor"] = (_, x) => linalg.lu_factor(x("A")) is var (lu, pivots) ? new[] { lu, pivots! } : null!,
        ["inverse"] = (_, x) => linalg.inv(x("A")),
        ["det"] = (_, x) => x("A").det(),
        ["slogdet"] = (_, x) => Both(linalg.slogdet(x("A"))),
        ["eigvalsh"] = (_, x) => linalg.eigvalsh(Symmetric(x("A"))),
        ["eigh_sqrt"] = (_, x) => linalg.eigh(x("A")) is var (w, v) ? v.matmul(w.sqrt().diag_embed()).matmul(v.mT) : null!,
        ["svdvals"] = (_, x) => linalg.svdvals(x("A")),
        ["svd_polar"] = (_, x) => linalg.svd(x("A"), fullMatrices: false) is var (u, _, vh) ? u.matmul(vh) : null!,
        ["qr_r_squared"] = (_, x) => linalg.qr(x("A")) is var (_, r) ? r.mT.matmul(r) : null!,
        ["pinv"] = (_, x) => linalg.pinv(x("A")),
        ["lstsq"] = (_, x) => linalg.lstsq(x("A"), x("B")).Solution,
        ["matrix_exp"] = (_, x) => x("A").matrix_exp(),
        ["bmm"] = (_, x) => x("input").bmm(x("mat2")),
        ["baddbmm"] = (c, x) => x("input").baddbmm(x("batch1"), x("batch2"), (float)c.Number("beta"), (float)c.Number("alpha")),
        ["addmm"] = (_, x) => x("input").mul(0.3).add(x("mat1").mm(x("mat2")).mul(1.7)),
        ["einsum"] = (c, x) => einsum(c.Text("equation"), [.. c.Tensors("inputs").Keys.Select(x)]),
        ["where"] = (_, x) => where(x("x") > x("y"), x("x"), 2 * x("y")),
        ["gather"] = (c, x) => x("x").gather(c.Integer("dim"), x("index")),
        ["index_select"] = (c, x) => x("x").index_select(c.Integer("dim"), x("index")),
        ["scatter_add"] = (c, x) => x("x").scatter_add(c.Integer("dim"), x("index"), x("src")),
        ["masked_fill"] = (c, x) => x("x").masked_fill(x("x") < 0, c.Number("value")),
        ["quantile"] = Quantile,
        ["cov"] = (_, x) => x("x").cov(),
        ["corrcoef"] = (_, x) => x("x").corrcoef(),
        ["var_std"] = (_, x) => new[] { x("x").var(1), x("x").var(1, unbiased: false), x("x").std(0) },
        ["norms"] = (_, x) => new[] { x("x").norm(1, p: 1f), x("x").norm(1, p: 2f), x("x").norm(1, p: float.PositiveInfinity), x("x").norm() },
        ["cdist"] = (_, x) => cdist(x("a"), x("b")),
        ["unfold"] = (c, x) => x("x").unfold(c.Integer("dimension"), c.Integer("size"), c.Integer("step")),
        ["roll_flip"] = (_, x) => new[] { x("x").roll(2, 1), x("x").flip(0) },
        ["diag_embed_tril"] = (_, x) => new[] { x("x").diag_embed(), x("x").tril(-1) },
        ["scaled_dot_product_attention"] = (_, x) => x("q").matmul(x("k_").transpose(-2, -1)).div(Math.Sqrt(x("q").shape[^1])).softmax(-1).matmul(x("v")),
        ["erf_normal"] = (_, x) => new[] { x("x").erf(), (x("x") / Math.Sqrt(2)).erf().add(1).mul(0.5), (x("x").abs() + 0.5).lgamma() },
    };

    public static TheoryData<string> Ids => [.. GoldenCase.Ids(GoldenCase.Operators, c => s_ops.ContainsKey(c.Op))];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Op_GoldenCase_GivesPythonsValuesAndGradients(string id)
    {
        using var scope = NewDisposeScope();
        var golden = GoldenCase.Find(GoldenCase.Operators, id);
        var inputs = golden.Tensors("inputs");
        var grads = golden.Tensors("grads");
        foreach (var (name, input) in inputs)
            if (grads.ContainsKey(name)) input!.requires_grad = true;

        var result = s_ops[golden.Op](golden, name => inputs[name]!);
        var outputs = result as Tensor[] ?? [(Tensor)result];

        var expected = golden.Tensors("outputs");
        Assert.Equal(expected.Count, outputs.Length);
        foreach (var ((name, value), output) in expected.Zip(outputs)) Near.Equal(value, output, $"{id}.{name}");
        if (grads.Count == 0) return;
        GoldenCase.Weighted(outputs).backward();
        foreach (var (name, gradient) in grads) Near.Equal(gradient, inputs[name]!.grad, $"{id}.d{name}");
    }

    private static Tensor[] Both((Tensor, Tensor) pair) => [pair.Item1, pair.Item2];

    private static Tensor Symmetric(Tensor a) => (a + a.mT) / 2;

    // TorchSharp's quantile interpolates linearly; the other rules pick from the sorted values.
    private static Tensor Quantile(GoldenCase c, Func<string, Tensor> input)
    {
        var x = input("x");
        var dim = c.Integer("dim");
        var q = c.Argument("q");
        var interpolation = c.Text("interpolation");
        if (interpolation == "linear")
            return x.quantile(tensor(q.EnumerateArray().Select(v => v.GetDouble()).ToArray(), dtype: x.dtype), dim);
        var (sorted, _) = x.sort(dim);
        var position = q.GetDouble() * (x.shape[dim] - 1);
        Tensor At(double place) => sorted.select(dim, (long)place);
        return interpolation switch
        {
            "lower" => At(Math.Floor(position)),
            "higher" => At(Math.Ceiling(position)),
            "nearest" => At(Math.Round(position, MidpointRounding.ToEven)),
            _ => (At(Math.Floor(position)) + At(Math.Ceiling(position))) / 2,
        };
    }
}
