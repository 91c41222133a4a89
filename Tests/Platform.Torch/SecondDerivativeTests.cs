using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch;

/// <summary>Derivatives of derivatives through tanh networks (Tests/Golden/torch_second_derivatives.json).</summary>
public class SecondDerivativeTests
{
    private const string FileName = "torch_second_derivatives.json";

    public static TheoryData<string> Ids => [.. GoldenCase.Ids(FileName, _ => true)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void TanhNetwork_DerivativesUpToThird_GivePythonsValues(string id)
    {
        using var scope = NewDisposeScope();
        var golden = GoldenCase.Find(FileName, id);
        var inputs = golden.Tensors("inputs");
        foreach (var input in inputs.Values) input!.requires_grad = true;
        var x = inputs["x"]!;
        var d = x.shape[1];

        var h = (x.matmul(inputs["W1"]!.t()) + inputs["b1"]!).tanh();
        h = (h.matmul(inputs["W2"]!.t()) + inputs["b2"]!).tanh();
        var u = (h.matmul(inputs["W3"]!.t()) + inputs["b3"]!).squeeze(1);
        Near.Equal(golden.Tensor("u"), u, "u");

        var gradient = Gradient(u.sum(), x);
        Near.Equal(golden.Tensor("du_dx"), gradient, "du_dx");

        var rows = Enumerable.Range(0, (int)d).Select(i => Gradient(gradient.select(1, i).sum(), x)).ToArray();
        var hessian = stack(rows, 1);
        Near.Equal(golden.Tensor("hessian"), hessian, "hessian");

        var laplacian = hessian.diagonal(0, 1, 2).sum(-1);
        Near.Equal(golden.Tensor("laplacian"), laplacian, "laplacian");
        Near.Equal(golden.Tensor("d_laplacian_dx"), Gradient(laplacian.sum(), x), "d_laplacian_dx");

        var residual = u * gradient.select(1, 0) + 0.5 * laplacian - u.square();
        Near.Equal(golden.Tensor("residual"), residual, "residual");
        var loss = residual.square().mean();
        Near.Equal(golden.Tensor("loss"), loss, "loss");
        loss.backward();
        foreach (var (name, expected) in golden.Tensors("loss_grads")) Near.Equal(expected, inputs[name]!.grad, name);
    }

    private static Tensor Gradient(Tensor y, Tensor x) => autograd.grad([y], [x], retain_graph: true, create_graph: true)[0];
}
