namespace LeanDeep.Training.Hjb.Neural.Kernels;

/// <summary>A network's skip in the channels of a pass.</summary>
internal sealed class JetSkip(TanhNetwork network, JetChannels channels)
{
    private readonly QuadraticSkip _skip = network.Skip!;
    private readonly double[] _parameters = new double[network.Outputs * network.Skip!.Parameters];
    private readonly double[] _value = new double[1 + channels.Inputs], _second = new double[channels.States];

    /// <summary>Of all outputs.</summary>
    public int Parameters => _parameters.Length;

    public void Load(ReadOnlySpan<double> parameters) => parameters.CopyTo(_parameters);

    /// <summary>Adds it, times the output's scale, to the jets of a point.</summary>
    /// <param name="point">(inputs).</param>
    /// <param name="weights">(states) of contracted second derivatives.</param>
    /// <param name="jets">(outputs × channels).</param>
    public void Add(ReadOnlySpan<double> point, ReadOnlySpan<double> weights, Span<double> jets)
    {
        _skip.Place(point);
        for (var k = 0; k < network.Outputs; k++)
        {
            Array.Clear(_value);
            Array.Clear(_second);
            _skip.Add(_parameters.AsSpan(k * _skip.Parameters, _skip.Parameters), _value, _second);
            var jet = jets.Slice(k * channels.Count, channels.Count);
            var scale = network.OutputScale[k];
            for (var c = 0; c < _value.Length; c++)
                jet[c] += scale * _value[c];
            for (int i = 0, c = _value.Length; i < _second.Length; c += _second.Length - i, i++)
            {
                if (channels.Contracted) jet[^1] += scale * weights[i] * _second[i];
                else jet[c] += scale * _second[i];
            }
        }
    }

    /// <summary>The reverse: adds derivatives with respect to the parameters of all outputs.</summary>
    /// <param name="point">(inputs).</param>
    /// <param name="weights">(states) of contracted second derivatives.</param>
    /// <param name="seeds">(outputs × channels) derivatives with respect to the jets.</param>
    /// <param name="gradient">(<see cref="Parameters"/>).</param>
    public void AddGradient(ReadOnlySpan<double> point, ReadOnlySpan<double> weights, ReadOnlySpan<double> seeds, Span<double> gradient)
    {
        _skip.Place(point);
        for (var k = 0; k < network.Outputs; k++)
        {
            var seed = seeds.Slice(k * channels.Count, channels.Count);
            var scale = network.OutputScale[k];
            for (var c = 0; c < _value.Length; c++)
                _value[c] = scale * seed[c];
            for (int i = 0, c = _value.Length; i < _second.Length; c += _second.Length - i, i++)
                _second[i] = scale * (channels.Contracted ? weights[i] * seed[^1] : seed[c]);
            _skip.AddGradient(_value, _second, gradient.Slice(k * _skip.Parameters, _skip.Parameters));
        }
    }
}
