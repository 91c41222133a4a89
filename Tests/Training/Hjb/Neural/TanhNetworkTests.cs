using LeanDeep.Training.Hjb;
using LeanDeep.Training.Hjb.Neural;

namespace LeanDeep.Tests.Training.Hjb.Neural;

public class TanhNetworkTests
{
    private static readonly StateVariable[] Inputs =
        [new("x", -1, 3, BoundaryKind.Open, BoundaryKind.Open), new("y", 0.2, 0.7, BoundaryKind.Open, BoundaryKind.Open)];

    internal static TanhNetwork Network(int outputs = 2)
    {
        var network = new TanhNetwork(Inputs, [7, 5], outputs);
        network.Initialise(new(42));
        for (var j = 0; j < outputs; j++)
            (network.OutputShift[j], network.OutputScale[j]) = (3 - j, 2 + j);
        foreach (ref var bias in network.Bias(0)) bias = 0.1;
        return network;
    }

    private static double[] Jets(TanhNetwork network, params double[] state)
    {
        var jets = new double[network.Outputs * 6];
        network.Jets(state, jets, new double[network.WorkLength]);
        return jets;
    }

    [Fact]
    public void Jets_AtAPoint_AgreeWithDifferences()
    {
        var network = Network();
        const double X = 1.3, Y = 0.4, H = 1e-4;
        var jets = Jets(network, X, Y);
        for (var j = 0; j < 2; j++)
        {
            double F(double dx, double dy) => Jets(network, X + dx, Y + dy)[j * 6];
            Assert.Equal((F(H, 0) - F(-H, 0)) / (2 * H), jets[j * 6 + 1], 1e-6);
            Assert.Equal((F(0, H) - F(0, -H)) / (2 * H), jets[j * 6 + 2], 1e-6);
            Assert.Equal((F(H, 0) - 2 * F(0, 0) + F(-H, 0)) / (H * H), jets[j * 6 + 3], 1e-5);
            Assert.Equal((F(H, H) - F(H, -H) - F(-H, H) + F(-H, -H)) / (4 * H * H), jets[j * 6 + 4], 1e-5);
            Assert.Equal((F(0, H) - 2 * F(0, 0) + F(0, -H)) / (H * H), jets[j * 6 + 5], 1e-5);
        }
    }

    [Fact]
    public void Weights_ByHand_GiveTheValue()
    {
        var network = Network(1);
        double[] a = [network.Slope(0) * 1.3 + network.Intercept(0), network.Slope(1) * 0.4 + network.Intercept(1)];
        for (var layer = 0; layer < network.Layers; layer++)
        {
            var next = network.Bias(layer).ToArray();
            for (var unit = 0; unit < next.Length; unit++)
            {
                for (var i = 0; i < a.Length; i++)
                    next[unit] += a[i] * network.Weights(layer)[i * next.Length + unit];
                if (layer < network.Layers - 1) next[unit] = Math.Tanh(next[unit]);
            }
            a = next;
        }
        Assert.Equal(network.OutputShift[0] + network.OutputScale[0] * a[0], Jets(network, 1.3, 0.4)[0], 1e-14);
    }

    [Fact]
    public void Initialise_WithTheSameSeed_DrawsTheSame() => Assert.Equal(Network().Parameters, Network().Parameters);

    [Fact]
    public void TanhNetwork_WithoutHiddenLayers_IsRefused() =>
        Assert.Contains("hidden", Assert.Throws<ArgumentException>(() => new TanhNetwork(Inputs, [], 1)).Message, StringComparison.Ordinal);
}
