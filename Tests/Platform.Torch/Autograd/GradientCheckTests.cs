using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch.Autograd;

/// <summary>Gradients against central differences, in double precision.</summary>
public class GradientCheckTests
{
    private static readonly Dictionary<string, (long[] Shape, Func<Tensor, Tensor> Function)> s_functions = new()
    {
        ["tanh"] = ([3, 4], x => x.tanh()),
        ["softplus"] = ([3, 4], x => x.softplus()),
        ["gelu"] = ([3, 4], x => x.gelu()),
        ["logsumexp"] = ([3, 4], x => x.logsumexp(1)),
        ["softmax"] = ([3, 4], x => x.softmax(1)),
        ["division"] = ([3, 4], x => 1.0 / (x.square() + 1)),
        ["power"] = ([3, 4], x => x.abs().pow(1.7)),
        ["matmul"] = ([4, 4], x => x.matmul(x.t())),
        ["einsum"] = ([3, 4], x => einsum("ij,kj->ik", x, x)),
        ["cumsum"] = ([3, 4], x => x.cumsum(1).square()),
        ["cumprod"] = ([3, 4], x => x.cumprod(1)),
        ["sort"] = ([3, 5], x => x.sort(1).Values.mul(arange(5).to(ScalarType.Float64))),
        ["std"] = ([3, 5], x => x.std(1)),
        ["var population"] = ([3, 5], x => x.var(1, unbiased: false)),
        ["norm"] = ([3, 5], x => x.norm(1, p: 2f)),
        ["quantile"] = ([3, 5], x => x.quantile(tensor(0.3), 1)),
        ["indexing"] = ([4, 5], x => x[1.., TensorIndex.Slice(0, 5, 2)].square()),
        ["gather"] = ([3, 4], x => x.gather(1, tensor(new long[] { 0, 2, 1, 1, 3, 3 }, [3, 2])).exp()),
        ["where"] = ([3, 4], x => where(x > 0, x.square(), x.exp())),
        ["clamp"] = ([3, 4], x => x.clamp(-0.5, 0.5)),
        ["roll and flip"] = ([3, 4], x => x.roll(1, 0) * x.flip(1)),
        ["cat and stack"] = ([3, 4], x => cat([x, x.square()], 1).sum(0L) + stack([x, x.exp()]).sum(new long[] { 0, 1 }).repeat(2)),
        ["conv as unfold"] = ([2, 9], x => x.unfold(1, 3, 2).square().sum(-1)),
        ["cholesky"] = ([3, 3], x => linalg.cholesky(x.matmul(x.t()) + eye(3, dtype: ScalarType.Float64))),
        ["solve"] = ([3, 3], x => linalg.solve(x + 4 * eye(3, dtype: ScalarType.Float64), x)),
        ["triangular solve"] = ([3, 3], x => linalg.solve_triangular(x.tril() + 3 * eye(3, dtype: ScalarType.Float64), x, upper: false)),
        ["eigh"] = ([3, 3], x => linalg.eigvalsh((x + x.t()) / 2)),
        ["inverse"] = ([3, 3], x => linalg.inv(x + 4 * eye(3, dtype: ScalarType.Float64))),
        ["logdet"] = ([3, 3], x => (x.matmul(x.t()) + eye(3, dtype: ScalarType.Float64)).logdet()),
        ["cov"] = ([3, 6], x => x.cov()),
        ["cdist"] = ([4, 3], x => cdist(x, arange(6).to(ScalarType.Float64).reshape(2, 3))),
    };

    public static TheoryData<string> Names => [.. s_functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_OfFunction_AgreesWithCentralDifferences(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var (shape, function) = s_functions[name];
        var x = randn(shape, ScalarType.Float64, generator: generator).requires_grad_();
        var weights = randn(function(x).shape, ScalarType.Float64, generator: generator);
        Tensor Objective(Tensor at) => (function(at) * weights).sum();

        Objective(x).backward();
        var gradient = x.grad!.reshape(-1).data<double>().ToArray();

        using var none = no_grad();
        const double h = 1e-6;
        for (var i = 0; i < gradient.Length; i++)
        {
            var step = zeros(gradient.Length, ScalarType.Float64);
            step[i] = h;
            var difference = (Objective(x + step.reshape(shape)).item<double>() - Objective(x - step.reshape(shape)).item<double>()) / (2 * h);
            Assert.True(Math.Abs(difference - gradient[i]) <= 1e-6 * (1 + Math.Abs(difference)), $"{name}[{i}]: difference {difference}, gradient {gradient[i]}");
        }
    }
}
