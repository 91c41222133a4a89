using LeanDeep.Training.Hjb;
using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Hjb.Neural.Kernels;

namespace LeanDeep.Tests.Training.Hjb.Neural.Kernels;

public class JetPassTests
{
    private const int Points = 21;
    private static readonly JetChannels Full = new(3, 2), Sum = new(3, 2, Contracted: true);

    internal static TanhNetwork Network()
    {
        var network = new TanhNetwork(
            [new("x", -1, 3, BoundaryKind.Open, BoundaryKind.Open), new("y", 0.2, 0.7, BoundaryKind.Open, BoundaryKind.Open), new("time", 0, 2, BoundaryKind.Open, BoundaryKind.Open)],
            [11, 17, 9], 2);
        network.Initialise(new(7));
        (network.OutputScale[0], network.OutputShift[1]) = (1.5, 2);
        foreach (ref var bias in network.Bias(1)) bias = 0.2;
        return network;
    }

    internal static double[] States()
    {
        var generator = new UniformGenerator(3);
        var states = new double[Points * 3];
        for (var p = 0; p < Points; p++)
            (states[p * 3], states[p * 3 + 1], states[p * 3 + 2]) = (4 * generator.NextDouble() - 1, 0.2 + 0.5 * generator.NextDouble(), 2 * generator.NextDouble());
        return states;
    }

    internal static double[] Weights() => [.. Enumerable.Range(0, Points * 2).Select(i => 0.3 + 0.02 * i)];

    [Theory]
    [InlineData(JetPrecision.Binary64, 1e-11)]
    [InlineData(JetPrecision.Binary32, 2e-4)]
    public void Forward_OfAllChannels_IsTheNetworks(JetPrecision precision, double tolerance)
    {
        var (network, states) = (Network(), States());
        var pass = JetPass.Create(network, Full, precision);
        var jets = new double[Points * pass.JetLength];
        pass.Forward(states, [], jets);
        var (known, work) = (new double[2 * 10], new double[network.WorkLength]);
        // The network's second derivatives also know time.
        int[] from = [0, 1, 2, 3, 4, 5, 7];
        for (var p = 0; p < Points; p++)
        {
            network.Jets(states.AsSpan(p * 3, 3), known, work);
            for (var k = 0; k < 2; k++)
                for (var c = 0; c < 7; c++)
                    Assert.Equal(known[k * 10 + from[c]], jets[(p * 2 + k) * 7 + c], tolerance * (1 + Math.Abs(known[k * 10 + from[c]])));
        }
    }

    [Fact]
    public void Forward_OfTheSum_IsTheWeightedSumOfSecondDerivatives()
    {
        var (states, weights) = (States(), Weights());
        double[] all = new double[Points * 14], sum = new double[Points * 10];
        JetPass.Create(Network(), Full, JetPrecision.Binary64).Forward(states, [], all);
        JetPass.Create(Network(), Sum, JetPrecision.Binary64).Forward(states, weights, sum);
        for (var p = 0; p < Points; p++)
            for (var k = 0; k < 2; k++)
                Assert.Equal(weights[p * 2] * all[(p * 2 + k) * 7 + 4] + weights[p * 2 + 1] * all[(p * 2 + k) * 7 + 6], sum[(p * 2 + k) * 5 + 4], 1e-11);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradient_OfALossOfEverything_AgreesWithDifferences(bool contracted)
    {
        var network = Network();
        var pass = JetPass.Create(network, contracted ? Sum : Full, JetPrecision.Binary64);
        var (states, weights, objective) = (States(), contracted ? Weights() : [], new Cubes(pass.JetLength));
        var gradient = new double[network.Parameters.Length];
        pass.Gradient(states, weights, objective, gradient);
        var jets = new double[Points * pass.JetLength];
        double Loss(int parameter, double by)
        {
            var moved = (double[])network.Parameters.Clone();
            moved[parameter] += by;
            pass.Load(moved);
            pass.Forward(states, weights, jets);
            return objective.Loss(jets);
        }
        for (var i = 0; i < gradient.Length; i += 7)
        {
            var h = 1e-4;
            var difference = (8 * (Loss(i, h) - Loss(i, -h)) - (Loss(i, 2 * h) - Loss(i, -2 * h))) / (12 * h);
            Assert.Equal(difference, gradient[i], 1e-6 * (1 + Math.Abs(difference)));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradient_WithASkipAndGivenInputs_AgreesWithDifferences(bool contracted)
    {
        var plain = Network();
        var network = new TanhNetwork(plain.Inputs, [7, 5], 2, given: 2, new QuadraticSkip(plain.Inputs, 2, 4));
        network.Initialise(new(9));
        var generator = new UniformGenerator(4);
        foreach (ref var parameter in network.SkipOf(1)) parameter = generator.NextNormal();
        (network.OutputScale[0], network.OutputShift[1]) = (1.5, 2);
        var pass = JetPass.Create(network, contracted ? Sum : Full, JetPrecision.Binary64);
        var (states, weights, objective) = (States(), contracted ? Weights() : [], new Cubes(pass.JetLength));
        double[] given = [.. Enumerable.Range(0, Points * 2 * pass.Channels.Count).Select(_ => generator.NextNormal())];
        var (gradient, jets) = (new double[network.Parameters.Length], new double[Points * pass.JetLength]);
        pass.Gradient(states, weights, objective, gradient, given);
        double Loss(int parameter, double by)
        {
            var moved = (double[])network.Parameters.Clone();
            moved[parameter] += by;
            pass.Load(moved);
            pass.Forward(states, weights, jets, given);
            return objective.Loss(jets);
        }
        for (var i = 0; i < gradient.Length; i += 3)
        {
            var h = 1e-4;
            var difference = (8 * (Loss(i, h) - Loss(i, -h)) - (Loss(i, 2 * h) - Loss(i, -2 * h))) / (12 * h);
            Assert.Equal(difference, gradient[i], 1e-6 * (1 + Math.Abs(difference)));
        }
    }

    [Fact]
    public void Forward_WithASkip_HasItsDerivatives()
    {
        var plain = Network();
        var network = new TanhNetwork(plain.Inputs, [4], 1, skip: new QuadraticSkip(plain.Inputs, 2, 4));
        network.Initialise(new(9));
        var generator = new UniformGenerator(4);
        foreach (ref var parameter in network.SkipOf(0)) parameter = generator.NextNormal();
        var pass = JetPass.Create(network, Full, JetPrecision.Binary64);
        double[] Jet(double x, double y, double time)
        {
            var jet = new double[7];
            pass.Forward([x, y, time], [], jet);
            return jet;
        }
        const double H = 1e-4;
        var at = Jet(1.1, 0.4, 0.7);
        double[] Slopes(double h, Func<double, double[]> along) => [.. along(h).Zip(along(-h), (up, down) => (up - down) / (2 * h))];
        var (x, y, time) = (Slopes(H, h => Jet(1.1 + h, 0.4, 0.7)), Slopes(H, h => Jet(1.1, 0.4 + h, 0.7)), Slopes(H, h => Jet(1.1, 0.4, 0.7 + h)));
        double[] expected = [x[0], y[0], time[0], x[1], x[2], y[2]];
        for (var c = 0; c < expected.Length; c++)
            Assert.Equal(expected[c], at[1 + c], 1e-5 * (1 + Math.Abs(at[1 + c])));
    }

    [Fact]
    public void Gradient_InSinglePrecision_IsClose()
    {
        var network = Network();
        double[] exact = new double[network.Parameters.Length], single = new double[network.Parameters.Length];
        JetPass.Create(network, Full, JetPrecision.Binary64).Gradient(States(), [], new Cubes(14), exact);
        JetPass.Create(network, Full, JetPrecision.Binary32).Gradient(States(), [], new Cubes(14), single);
        var scale = exact.Max(Math.Abs);
        for (var i = 0; i < exact.Length; i++)
            Assert.Equal(exact[i], single[i], 2e-4 * scale);
    }

    [Fact]
    public void Jacobian_TimesResiduals_IsTheGradientOfHalfTheirSquares()
    {
        var network = Network();
        var pass = JetPass.Create(network, Full, JetPrecision.Binary64);
        var system = new Pairs(pass.JetLength);
        var (residuals, jacobian, gradient) = (new double[Points * 2], new double[Points * 2 * network.Parameters.Length], new double[network.Parameters.Length]);
        pass.Jacobian(States(), [], system, residuals, jacobian);
        pass.Gradient(States(), [], new HalfSquares(system), gradient);
        for (var i = 0; i < gradient.Length; i++)
            Assert.Equal(gradient[i], Enumerable.Range(0, Points * 2).Sum(row => residuals[row] * jacobian[row * gradient.Length + i]), 1e-9);
    }

    [Fact]
    public void Gradient_Repeated_AllocatesNothing()
    {
        var network = Network();
        var pass = JetPass.Create(network, Full, JetPrecision.Binary64);
        var (states, objective, gradient) = (States(), new Cubes(14), new double[network.Parameters.Length]);
        pass.Gradient(states, [], objective, gradient);
        var before = GC.GetAllocatedBytesForCurrentThread();
        pass.Gradient(states, [], objective, gradient);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Σ c_j y_j + y_j³/6 over all numbers, with different c_j.</summary>
    private sealed class Cubes(int length) : IJetObjective
    {
        public void Evaluate(int first, int count, ReadOnlySpan<double> jets, Span<double> seeds)
        {
            for (var i = 0; i < jets.Length; i++)
                seeds[i] = Coefficient(i) + 0.5 * jets[i] * jets[i];
        }

        public double Loss(double[] jets) => Enumerable.Range(0, jets.Length).Sum(i => Coefficient(i) * jets[i] + jets[i] * jets[i] * jets[i] / 6);

        private double Coefficient(int i) => 1 + i % length * 0.1;
    }

    /// <summary>Two residuals a point: a product and a sum of squares of jets.</summary>
    private sealed class Pairs(int length) : IJetResiduals
    {
        public int Count => 2;

        public void Evaluate(int first, int count, ReadOnlySpan<double> jets, Span<double> residuals, Span<double> seeds)
        {
            seeds.Clear();
            for (var p = 0; p < count; p++)
            {
                var jet = jets.Slice(p * length, length);
                var one = seeds.Slice(p * 2 * length, length);
                var two = seeds.Slice((p * 2 + 1) * length, length);
                residuals[p * 2] = jet[1] * jet[10];
                (one[1], one[10]) = (jet[10], jet[1]);
                residuals[p * 2 + 1] = 0;
                for (var i = 0; i < length; i++)
                {
                    residuals[p * 2 + 1] += jet[i] * jet[i];
                    two[i] = 2 * jet[i];
                }
            }
        }
    }

    private sealed class HalfSquares(Pairs pairs) : IJetObjective
    {
        public void Evaluate(int first, int count, ReadOnlySpan<double> jets, Span<double> seeds)
        {
            var length = jets.Length / count;
            var (residuals, rows) = (new double[count * 2], new double[count * 2 * length]);
            pairs.Evaluate(first, count, jets, residuals, rows);
            for (var p = 0; p < count; p++)
                for (var i = 0; i < length; i++)
                    seeds[p * length + i] = residuals[p * 2] * rows[p * 2 * length + i] + residuals[p * 2 + 1] * rows[(p * 2 + 1) * length + i];
        }
    }
}
