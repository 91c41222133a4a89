namespace LeanDeep.Training.Hjb.Neural;

/// <summary>A fully connected network with tanh units of functions of the states, with exact derivatives.</summary>
/// <remarks>Inputs are scaled to [−1, 1] over their domains; layer k gives tanh(W'a + b), the last one W'a + b, and output j is
/// <see cref="OutputShift"/>[j] + <see cref="OutputScale"/>[j] times that. Derivatives are with respect to the unscaled states.</remarks>
public sealed class TanhNetwork
{
    private readonly int[] _offsets;

    /// <param name="inputs">At least one; their domains are the fixed scaling.</param>
    /// <param name="hidden">Units of each hidden layer, at least one layer.</param>
    /// <param name="outputs">At least one.</param>
    /// <param name="given">Further inputs, functions of the first ones whose derivatives the caller gives.</param>
    /// <param name="skip">What is added to the last layer; null for nothing.</param>
    /// <exception cref="ArgumentException">A size is not positive.</exception>
    public TanhNetwork(IReadOnlyList<StateVariable> inputs, IReadOnlyList<int> hidden, int outputs, int given = 0, QuadraticSkip? skip = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(hidden);
        if (inputs.Count == 0) throw new ArgumentException("inputs: expected at least one, found none", nameof(inputs));
        if (hidden.Count == 0 || hidden.Any(units => units < 1))
            throw new ArgumentException($"hidden: expected layers of at least one unit, found [{string.Join(", ", hidden)}]", nameof(hidden));
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(given);
        (Inputs, Hidden, Outputs, Given, Skip) = ([.. inputs], [.. hidden], outputs, given, skip);
        _offsets = new int[Layers + 1];
        for (var layer = 0; layer < Layers; layer++)
            _offsets[layer + 1] = _offsets[layer] + (Incoming(layer) + 1) * Outgoing(layer);
        Parameters = new double[_offsets[Layers] + outputs * (skip?.Parameters ?? 0)];
        (OutputShift, OutputScale) = (new double[outputs], new double[outputs]);
        Array.Fill(OutputScale, 1);
    }

    /// <summary>The states, and time to go where there is a horizon.</summary>
    public IReadOnlyList<StateVariable> Inputs { get; }

    /// <summary>Units of each hidden layer.</summary>
    public IReadOnlyList<int> Hidden { get; }

    public int Outputs { get; }

    /// <summary>Inputs after <see cref="Inputs"/>, unscaled, whose derivatives are given.</summary>
    public int Given { get; }

    /// <summary>Added to the last layer, before the output's scale; null for nothing.</summary>
    public QuadraticSkip? Skip { get; }

    /// <summary>Matrices: hidden layers and the last one.</summary>
    public int Layers => Hidden.Count + 1;

    /// <summary>All weights and biases, layer by layer: the matrix (in × out, row by row), then the bias (out); last the skip's.</summary>
    public double[] Parameters { get; }

    /// <summary>(outputs) fixed, 0 at first.</summary>
    public double[] OutputShift { get; }

    /// <summary>(outputs) fixed, 1 at first.</summary>
    public double[] OutputScale { get; }

    /// <summary>Rows of a layer's matrix.</summary>
    public int Incoming(int layer) => layer == 0 ? Inputs.Count + Given : Hidden[layer - 1];

    /// <summary>Columns of a layer's matrix.</summary>
    public int Outgoing(int layer) => layer == Layers - 1 ? Outputs : Hidden[layer];

    /// <summary>(in × out) of a layer, row by row.</summary>
    public Span<double> Weights(int layer) => Parameters.AsSpan(_offsets[layer], Incoming(layer) * Outgoing(layer));

    /// <summary>The skip's parameters of output j.</summary>
    public Span<double> SkipOf(int j) => Parameters.AsSpan(_offsets[Layers] + j * Skip!.Parameters, Skip.Parameters);

    /// <summary>(out) of a layer.</summary>
    public Span<double> Bias(int layer) => Parameters.AsSpan(_offsets[layer + 1] - Outgoing(layer), Outgoing(layer));

    /// <summary>What scales input i: scaled = <see cref="Slope"/>·x + <see cref="Intercept"/>.</summary>
    public double Slope(int i) => 2 / (Inputs[i].Upper - Inputs[i].Lower);

    /// <summary>The constant of the scaling of input i.</summary>
    public double Intercept(int i) => -(Inputs[i].Lower + Inputs[i].Upper) / (Inputs[i].Upper - Inputs[i].Lower);

    /// <summary>Draws the weights from normal distributions of variance 2/(in + out); biases and the skip become 0.</summary>
    /// <remarks>Source: Glorot and Bengio (2010).</remarks>
    public void Initialise(UniformGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        for (var layer = 0; layer < Layers; layer++)
        {
            var deviation = Math.Sqrt(2.0 / (Incoming(layer) + Outgoing(layer)));
            foreach (ref var weight in Weights(layer))
                weight = deviation * generator.NextNormal();
            Bias(layer).Clear();
        }
        Parameters.AsSpan(_offsets[Layers]).Clear();
    }

    /// <summary>Values and derivatives at one point by forward Taylor arithmetic, for a caller that evaluates a point at a time.</summary>
    /// <param name="state">(inputs).</param>
    /// <param name="jets">(outputs × <see cref="Point{T}.JetLength"/>) receives, output by output, value, first derivatives, and second derivatives
    /// (i ≤ j, row by row).</param>
    /// <param name="work">(<see cref="WorkLength"/>) scratch.</param>
    public void Jets(ReadOnlySpan<double> state, Span<double> jets, Span<double> work)
    {
        if (Given > 0 || Skip is not null) throw new InvalidOperationException("expected a network of its inputs alone, found given inputs or a skip");
        var (n, length) = (Inputs.Count, JetLength(Inputs.Count));
        var half = work.Length / 2;
        var from = work[..half];
        var to = work[half..];
        from.Clear();
        for (var i = 0; i < n; i++)
        {
            from[i * length] = Slope(i) * state[i] + Intercept(i);
            from[i * length + 1 + i] = Slope(i);
        }
        for (var layer = 0; layer < Layers; layer++)
        {
            Combine(layer, from, to, length);
            if (layer < Layers - 1)
                for (var unit = 0; unit < Outgoing(layer); unit++)
                    Activate(to.Slice(unit * length, length), n);
            var swap = from;
            from = to;
            to = swap;
        }
        for (var j = 0; j < Outputs; j++)
        {
            for (var c = 0; c < length; c++)
                jets[j * length + c] = OutputScale[j] * from[j * length + c];
            jets[j * length] += OutputShift[j];
        }
    }

    /// <summary>Doubles of scratch that <see cref="Jets"/> needs.</summary>
    public int WorkLength => 2 * Math.Max(Math.Max(Inputs.Count, Outputs), Hidden.Max()) * JetLength(Inputs.Count);

    private void Combine(int layer, ReadOnlySpan<double> from, Span<double> to, int length)
    {
        var weights = Weights(layer);
        var bias = Bias(layer);
        var columns = Outgoing(layer);
        for (var unit = 0; unit < columns; unit++)
        {
            var sum = to.Slice(unit * length, length);
            sum.Clear();
            sum[0] = bias[unit];
            for (var i = 0; i < Incoming(layer); i++)
            {
                var weight = weights[i * columns + unit];
                for (var c = 0; c < length; c++)
                    sum[c] += weight * from[i * length + c];
            }
        }
    }

    /// <summary>The jet of tanh(z) from that of z: t″ij = f′z_ij + f″z_i z_j with f′ = 1 − t², f″ = −2t f′.</summary>
    private static void Activate(Span<double> jet, int n)
    {
        var t = Math.Tanh(jet[0]);
        var first = 1 - t * t;
        var second = -2 * t * first;
        for (int i = 0, c = 1 + n; i < n; i++)
            for (var j = i; j < n; j++, c++)
                jet[c] = first * jet[c] + second * jet[1 + i] * jet[1 + j];
        for (var i = 0; i < n; i++)
            jet[1 + i] *= first;
        jet[0] = t;
    }

    private static int JetLength(int n) => 1 + n + n * (n + 1) / 2;
}
