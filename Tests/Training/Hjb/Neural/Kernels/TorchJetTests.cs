using LeanDeep.Training.Hjb.Neural.Kernels;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Hjb.Neural.Kernels;

/// <summary>The kernel's derivatives against libtorch's, which differentiates the recorded operations three times.</summary>
public class TorchJetTests
{
    [Fact]
    public void Gradient_OfSecondDerivatives_IsLibtorchs()
    {
        using var scope = NewDisposeScope();
        var (network, states) = (JetPassTests.Network(), JetPassTests.States());
        var (points, n) = (states.Length / 3, 3);
        var x = tensor(states).reshape(points, n).requires_grad_(true);
        var slopes = tensor(Enumerable.Range(0, n).Select(network.Slope).ToArray());
        var value = x * slopes + tensor(Enumerable.Range(0, n).Select(network.Intercept).ToArray());
        var leaves = new List<Tensor>();
        for (var layer = 0; layer < network.Layers; layer++)
        {
            var weights = tensor(network.Weights(layer).ToArray()).reshape(network.Incoming(layer), network.Outgoing(layer)).requires_grad_(true);
            var bias = tensor(network.Bias(layer).ToArray()).requires_grad_(true);
            leaves.AddRange([weights, bias]);
            value = value.matmul(weights) + bias;
            if (layer < network.Layers - 1) value = value.tanh();
        }
        value = value * tensor(network.OutputScale) + tensor(network.OutputShift);
        // The sum of squares of all channels of both outputs: value, three slopes, and the second derivatives of the two states.
        var loss = value.square().sum();
        foreach (var output in Enumerable.Range(0, 2))
        {
            var first = Derivative(value.select(1, output), x);
            loss = loss + first.square().sum();
            var (ofX, ofY) = (Derivative(first.select(1, 0), x), Derivative(first.select(1, 1), x));
            loss = loss + ofX.slice(1, 0, 2, 1).square().sum() + ofY.select(1, 1).square().sum();
        }
        var known = autograd.grad([loss], leaves).SelectMany(gradient => gradient.reshape(-1).data<double>().ToArray()).ToArray();
        var found = new double[network.Parameters.Length];
        JetPass.Create(network, new(3, 2), JetPrecision.Binary64).Gradient(states, [], new Squares(), found);
        var scale = known.Max(Math.Abs);
        for (var i = 0; i < found.Length; i++)
            Assert.Equal(known[i], found[i], 1e-10 * scale);
    }

    private static Tensor Derivative(Tensor y, Tensor x) => autograd.grad([y.sum()], [x], retain_graph: true, create_graph: true)[0];

    private sealed class Squares : IJetObjective
    {
        public void Evaluate(int first, int count, ReadOnlySpan<double> jets, Span<double> seeds)
        {
            for (var i = 0; i < jets.Length; i++)
                seeds[i] = 2 * jets[i];
        }
    }
}
