using System.Numerics;

namespace LeanDeep.Training.Hjb.Neural.Kernels;

/// <summary>The pass for one precision and width.</summary>
internal sealed unsafe class JetPass<TLanes, TVector, T> : JetPass
    where TLanes : struct, IJetLanes<TVector, T> where TVector : struct where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of a block: enough to keep the arithmetic busy, few enough to stay in cache.</summary>
    private const int TargetRows = 128;
    private readonly JetLayer<T>[] _layers;
    private readonly AlignedMemory<T> _inputs, _weights, _given;
    private readonly JetSkip? _skip;
    private readonly int _block, _n, _e, _d, _channels, _outputs;
    private readonly double[] _jets;
    private double[] _seeds, _residuals;

    public JetPass(TanhNetwork network, JetChannels channels) : base(network, channels)
    {
        (_n, _e, _d, _channels, _outputs) = (channels.Inputs, network.Given, channels.States, channels.Count, network.Outputs);
        _block = Math.Max(8, (TargetRows / _channels + 7) / 8 * 8);
        _layers = [.. Enumerable.Range(0, network.Layers).Select(layer =>
            new JetLayer<T>(network.Incoming(layer), network.Outgoing(layer), layer == 0 ? _n + _e : Pad(network.Incoming(layer)), Pad(network.Outgoing(layer)), _channels * _block))];
        (_inputs, _weights, _given) = (new(_block * _n), new(Math.Max(1, _block * _d)), new(Math.Max(1, _block * _e * _channels)));
        if (network.Skip is not null) _skip = new(network, channels);
        (_jets, _seeds, _residuals) = (new double[_block * JetLength], new double[_block * JetLength], []);
        Load(network.Parameters);
    }

    /// <summary>Units in whole registers and, as rows of a product, in whole blocks.</summary>
    private static int Pad(int units) => Math.Max(8, TLanes.Width) is var multiple ? (units + multiple - 1) / multiple * multiple : 0;

    public override void Load(ReadOnlySpan<double> parameters)
    {
        if (parameters.Length != Network.Parameters.Length)
            throw new ArgumentException($"parameters: expected {Network.Parameters.Length}, found {parameters.Length}", nameof(parameters));
        foreach (var layer in _layers)
        {
            var matrix = layer.Incoming * layer.Outgoing;
            layer.Load(parameters[..matrix], parameters.Slice(matrix, layer.Outgoing));
            parameters = parameters[(matrix + layer.Outgoing)..];
        }
        _skip?.Load(parameters);
    }

    public override void Forward(ReadOnlySpan<double> states, ReadOnlySpan<double> weights, Span<double> jets, ReadOnlySpan<double> given = default)
    {
        var points = Points(states, weights, given);
        for (var first = 0; first < points; first += _block)
        {
            var count = Math.Min(_block, points - first);
            Forward(states, weights, given, first, count);
            _jets.AsSpan(0, count * JetLength).CopyTo(jets[(first * JetLength)..]);
        }
    }

    public override void Gradient(ReadOnlySpan<double> states, ReadOnlySpan<double> weights, IJetObjective objective, Span<double> gradient, ReadOnlySpan<double> given = default)
    {
        var points = Points(states, weights, given);
        foreach (var layer in _layers)
            layer.ClearGradient();
        for (var first = 0; first < points; first += _block)
        {
            var count = Math.Min(_block, points - first);
            Forward(states, weights, given, first, count);
            objective.Evaluate(first, count, _jets.AsSpan(0, count * JetLength), _seeds.AsSpan(0, count * JetLength));
            Seed(_seeds, JetLength, count);
            for (var layer = _layers.Length - 1; layer >= 0; layer--)
            {
                Descend(layer);
                AddGradient(layer);
            }
            for (var p = 0; p < count && _skip is not null; p++)
                _skip.AddGradient(states.Slice((first + p) * _n, _n), Weights(weights, first + p), _seeds.AsSpan(p * JetLength, JetLength), gradient[^_skip.Parameters..]);
        }
        foreach (var layer in _layers)
            gradient = gradient[layer.AddGradient(gradient)..];
    }

    public override void Jacobian(ReadOnlySpan<double> states, ReadOnlySpan<double> weights, IJetResiduals system, Span<double> residuals, Span<double> jacobian, ReadOnlySpan<double> given = default)
    {
        var (points, e, parameters) = (Points(states, weights, given), system.Count, Network.Parameters.Length);
        if (_residuals.Length < _block * e) (_residuals, _seeds) = (new double[_block * e], new double[_block * e * JetLength]);
        for (var first = 0; first < points; first += _block)
        {
            var count = Math.Min(_block, points - first);
            Forward(states, weights, given, first, count);
            system.Evaluate(first, count, _jets.AsSpan(0, count * JetLength), _residuals.AsSpan(0, count * e), _seeds.AsSpan(0, count * e * JetLength));
            _residuals.AsSpan(0, count * e).CopyTo(residuals[(first * e)..]);
            for (var k = 0; k < e; k++)
            {
                Seed(_seeds.AsSpan(k * JetLength), e * JetLength, count);
                var end = parameters - (_skip?.Parameters ?? 0);
                for (var p = 0; p < count && _skip is not null; p++)
                {
                    var row = jacobian.Slice(((first + p) * e + k) * parameters + end, _skip.Parameters);
                    row.Clear();
                    _skip.AddGradient(states.Slice((first + p) * _n, _n), Weights(weights, first + p), _seeds.AsSpan((p * e + k) * JetLength, JetLength), row);
                }
                for (var layer = _layers.Length - 1; layer >= 0; layer--)
                {
                    Descend(layer);
                    end -= (_layers[layer].Incoming + 1) * _layers[layer].Outgoing;
                    for (var p = 0; p < count; p++)
                        Row(layer, p, jacobian[(((first + p) * e + k) * parameters + end)..]);
                }
            }
        }
    }

    private ReadOnlySpan<double> Weights(ReadOnlySpan<double> weights, int point) => weights.IsEmpty ? weights : weights.Slice(point * _d, _d);

    private int Points(ReadOnlySpan<double> states, ReadOnlySpan<double> weights, ReadOnlySpan<double> given)
    {
        var points = states.Length / _n;
        if (given.Length != points * _e * _channels) throw new ArgumentException($"given: expected {points * _e * _channels} derivatives of given inputs, found {given.Length}", nameof(given));
        if (Channels.Contracted && weights.Length != points * _d)
            throw new ArgumentException($"weights: expected {points * _d} for contracted derivatives, found {weights.Length}", nameof(weights));
        return points;
    }

    private void Forward(ReadOnlySpan<double> states, ReadOnlySpan<double> weights, ReadOnlySpan<double> given, int first, int count)
    {
        for (var p = 0; p < _block; p++)
        {
            // Points that fill up the block repeat the last one and have no derivatives.
            var source = first + Math.Min(p, count - 1);
            for (var i = 0; i < _n; i++)
                _inputs.Pointer[p * _n + i] = T.CreateTruncating(Network.Slope(i) * states[source * _n + i] + Network.Intercept(i));
            for (var i = 0; Channels.Contracted && i < _d; i++)
                _weights.Pointer[p * _d + i] = T.CreateTruncating(weights[source * _d + i]);
            for (var i = 0; i < _e * _channels; i++)
                _given.Pointer[p * _e * _channels + i] = T.CreateTruncating(given[source * _e * _channels + i]);
        }
        Enter(_layers[0]);
        for (var layer = 1; layer < _layers.Length; layer++)
        {
            var (from, to) = (_layers[layer - 1], _layers[layer]);
            JetActivation<TLanes, TVector, T>.Forward(from.Before, from.After, Channels, _weights.Pointer, _block, from.OutgoingWidth);
            JetProducts<TLanes, TVector, T>.Compute(from.After, from.OutgoingWidth, 1, to.Weights, to.OutgoingWidth, to.Before, _channels * _block, to.OutgoingWidth, from.Outgoing, add: false);
            AddBias(to);
        }
        var last = _layers[^1];
        for (var p = 0; p < count; p++)
            for (var k = 0; k < _outputs; k++)
                for (var c = 0; c < _channels; c++)
                    _jets[(p * _outputs + k) * _channels + c] = Network.OutputScale[k] * double.CreateTruncating(last.Before[(c * _block + p) * last.OutgoingWidth + k])
                        + (c == 0 ? Network.OutputShift[k] : 0);
        for (var p = 0; p < count && _skip is not null; p++)
            _skip.Add(states.Slice((first + p) * _n, _n), Weights(weights, first + p), _jets.AsSpan(p * JetLength, JetLength));
    }

    /// <summary>The first layer, whose inputs have the derivatives of the scaling and no second ones.</summary>
    private void Enter(JetLayer<T> layer)
    {
        var width = layer.OutgoingWidth;
        JetProducts<TLanes, TVector, T>.Compute(_inputs.Pointer, _n, 1, layer.Weights, width, layer.Before, _block, width, _n, add: false);
        AddBias(layer);
        for (var i = 0; i < _n; i++)
        {
            var row = layer.Before + (1 + i) * _block * width;
            var slope = T.CreateTruncating(Network.Slope(i));
            for (var j = 0; j < width; j++)
                row[j] = slope * layer.Weights[i * width + j];
            for (var p = 1; p < _block; p++)
                new Span<T>(row, width).CopyTo(new(row + p * width, width));
        }
        new Span<T>(layer.Before + (1 + _n) * _block * width, (_channels - 1 - _n) * _block * width).Clear();
        for (var e = 0; e < _e; e++)
            for (var c = 0; c < _channels; c++)
                for (var p = 0; p < _block; p++)
                {
                    var given = TLanes.Create(_given.Pointer[(p * _e + e) * _channels + c]);
                    var row = layer.Before + (c * _block + p) * width;
                    for (var j = 0; j < width; j += TLanes.Width)
                        TLanes.Store(TLanes.FusedMultiplyAdd(given, TLanes.Load(layer.Weights + (_n + e) * width + j), TLanes.Load(row + j)), row + j);
                }
    }

    private void AddBias(JetLayer<T> layer)
    {
        for (var p = 0; p < _block; p++)
            for (var j = 0; j < layer.OutgoingWidth; j += TLanes.Width)
            {
                var target = layer.Before + p * layer.OutgoingWidth + j;
                TLanes.Store(TLanes.Add(TLanes.Load(target), TLanes.Load(layer.Bias + j)), target);
            }
    }

    private void Seed(ReadOnlySpan<double> seeds, int stride, int count)
    {
        var last = _layers[^1];
        new Span<T>(last.Bar, _channels * _block * last.OutgoingWidth).Clear();
        for (var p = 0; p < count; p++)
            for (var k = 0; k < _outputs; k++)
                for (var c = 0; c < _channels; c++)
                    last.Bar[(c * _block + p) * last.OutgoingWidth + k] = T.CreateTruncating(Network.OutputScale[k] * seeds[p * stride + k * _channels + c]);
    }

    /// <summary>Brings the derivatives to the layer's <see cref="JetLayer{T}.Before"/>.</summary>
    private void Descend(int index)
    {
        if (index == _layers.Length - 1) return;
        var (layer, next) = (_layers[index], _layers[index + 1]);
        JetProducts<TLanes, TVector, T>.Compute(
            next.Bar, next.OutgoingWidth, 1, next.Transposed, next.IncomingWidth, layer.Bar, _channels * _block, next.IncomingWidth, next.Outgoing, add: false);
        JetActivation<TLanes, TVector, T>.Reverse(layer.Before, layer.After, layer.Bar, Channels, _weights.Pointer, _block, layer.OutgoingWidth);
    }

    private void AddGradient(int index)
    {
        var layer = _layers[index];
        var width = layer.OutgoingWidth;
        for (var p = 0; p < _block; p++)
            for (var j = 0; j < width; j += TLanes.Width)
                TLanes.Store(TLanes.Add(TLanes.Load(layer.BiasGradient + j), TLanes.Load(layer.Bar + p * width + j)), layer.BiasGradient + j);
        if (index > 0)
        {
            var before = _layers[index - 1];
            JetProducts<TLanes, TVector, T>.Compute(
                before.After, 1, before.OutgoingWidth, layer.Bar, width, layer.Gradient, before.OutgoingWidth, width, _channels * _block, add: true);
            return;
        }
        for (var p = 0; p < _block; p++)
            for (var i = 0; i < _n + _e; i++)
                EnterRow(layer, p, i, layer.Gradient + i * width, add: true);
    }

    /// <summary>Derivatives with respect to the weights of input i at one point.</summary>
    private void EnterRow(JetLayer<T> layer, int p, int i, T* target, bool add)
    {
        var width = layer.OutgoingWidth;
        if (i >= _n)
        {
            EnterGiven(layer, p, i - _n, target, add);
            return;
        }
        TVector slope = TLanes.Create(T.CreateTruncating(Network.Slope(i))), input = TLanes.Create(_inputs.Pointer[p * _n + i]);
        T* value = layer.Bar + p * width, first = layer.Bar + ((1 + i) * _block + p) * width;
        for (var j = 0; j < width; j += TLanes.Width)
        {
            var sum = TLanes.FusedMultiplyAdd(input, TLanes.Load(value + j), TLanes.Multiply(slope, TLanes.Load(first + j)));
            TLanes.Store(add ? TLanes.Add(sum, TLanes.Load(target + j)) : sum, target + j);
        }
    }

    private void EnterGiven(JetLayer<T> layer, int p, int e, T* target, bool add)
    {
        var width = layer.OutgoingWidth;
        for (var j = 0; j < width; j += TLanes.Width)
        {
            var sum = add ? TLanes.Load(target + j) : default;
            for (var c = 0; c < _channels; c++)
                sum = TLanes.FusedMultiplyAdd(TLanes.Create(_given.Pointer[(p * _e + e) * _channels + c]), TLanes.Load(layer.Bar + (c * _block + p) * width + j), sum);
            TLanes.Store(sum, target + j);
        }
    }

    /// <summary>Derivatives with respect to all parameters of a layer at one point.</summary>
    private void Row(int index, int p, Span<double> row)
    {
        var layer = _layers[index];
        var width = layer.OutgoingWidth;
        if (index > 0)
        {
            var before = _layers[index - 1];
            JetProducts<TLanes, TVector, T>.Compute(before.After + p * before.OutgoingWidth, 1, _block * before.OutgoingWidth,
                layer.Bar + p * width, _block * width, layer.Gradient, before.OutgoingWidth, width, _channels, add: false);
        }
        else
        {
            for (var i = 0; i < _n + _e; i++)
                EnterRow(layer, p, i, layer.Gradient + i * width, add: false);
        }
        for (var i = 0; i < layer.Incoming; i++)
            for (var j = 0; j < layer.Outgoing; j++)
                row[i * layer.Outgoing + j] = double.CreateTruncating(layer.Gradient[i * width + j]);
        for (var j = 0; j < layer.Outgoing; j++)
            row[layer.Incoming * layer.Outgoing + j] = double.CreateTruncating(layer.Bar[p * width + j]);
    }
}
