namespace LeanDeep.Training.Hjb.Neural;

/// <summary>What a network adds to its last layer: linear and quadratic in each state, with coefficients that are polynomials of time to go.</summary>
/// <remarks>Output j is Σₖ Tₖ(s_τ)(a + Σᵢ bᵢsᵢ + cᵢsᵢ²) with scaled inputs s and Chebyshev polynomials T; without time k is 0 alone. Values and policies of many
/// portfolio problems are nearly quadratic, and a network in many states finds that part slowly. Parameters lie output by output, k by k: a, b, c.</remarks>
public sealed class QuadraticSkip
{
    private readonly int _inputs;
    private readonly double[] _scaled, _slopes, _time, _timeSlope;

    /// <param name="inputs">The states, then time where there is a horizon.</param>
    /// <param name="states">How many of them are states.</param>
    /// <param name="terms">Polynomials of time, at least 1; without time 1.</param>
    internal QuadraticSkip(IReadOnlyList<StateVariable> inputs, int states, int terms)
    {
        (_inputs, States, Terms) = (inputs.Count, states, inputs.Count > states ? terms : 1);
        _slopes = [.. inputs.Select(input => 2 / (input.Upper - input.Lower))];
        (_scaled, _time, _timeSlope, Inputs) = (new double[_inputs], new double[Terms], new double[Terms], inputs);
    }

    private IReadOnlyList<StateVariable> Inputs { get; }
    public int States { get; }

    /// <summary>Polynomials of time.</summary>
    public int Terms { get; }

    /// <summary>Of one output.</summary>
    public int Parameters => Terms * (1 + 2 * States);

    /// <summary>Takes the point that the next calls are about.</summary>
    public void Place(ReadOnlySpan<double> point)
    {
        for (var i = 0; i < _inputs; i++)
            _scaled[i] = Inputs[i].Scale(point[i]);
        (_time[0], _timeSlope[0]) = (1, 0);
        if (Terms == 1) return;
        var (s, slope) = (_scaled[States], _slopes[States]);
        (_time[1], _timeSlope[1]) = (s, slope);
        for (var k = 2; k < Terms; k++)
        {
            _time[k] = 2 * s * _time[k - 1] - _time[k - 2];
            _timeSlope[k] = 2 * (slope * _time[k - 1] + s * _timeSlope[k - 1]) - _timeSlope[k - 2];
        }
    }

    /// <summary>Adds one output's value and derivatives at the point.</summary>
    /// <param name="parameters">(<see cref="Parameters"/>) of the output.</param>
    /// <param name="value">Receives value and first derivatives, (1 + inputs).</param>
    /// <param name="second">(states) receives ∂ᵢᵢ.</param>
    public void Add(ReadOnlySpan<double> parameters, Span<double> value, Span<double> second)
    {
        for (var k = 0; k < Terms; k++)
        {
            var own = parameters.Slice(k * (1 + 2 * States), 1 + 2 * States);
            ReadOnlySpan<double> linear = own.Slice(1, States), square = own[(1 + States)..];
            var (sum, time) = (own[0], _time[k]);
            for (var i = 0; i < States; i++)
            {
                var s = _scaled[i];
                sum += s * (linear[i] + s * square[i]);
                value[1 + i] += time * _slopes[i] * (linear[i] + 2 * s * square[i]);
                second[i] += 2 * time * _slopes[i] * _slopes[i] * square[i];
            }
            value[0] += time * sum;
            if (_inputs > States) value[1 + States] += _timeSlope[k] * sum;
        }
    }

    /// <summary>The reverse of <see cref="Add"/>: adds derivatives with respect to one output's parameters.</summary>
    /// <param name="value">(1 + inputs) derivatives with respect to value and first derivatives.</param>
    /// <param name="second">(states) those with respect to ∂ᵢᵢ.</param>
    /// <param name="gradient">(<see cref="Parameters"/>) of the output is added to.</param>
    public void AddGradient(ReadOnlySpan<double> value, ReadOnlySpan<double> second, Span<double> gradient)
    {
        for (var k = 0; k < Terms; k++)
        {
            var own = gradient.Slice(k * (1 + 2 * States), 1 + 2 * States);
            Span<double> linear = own.Slice(1, States), square = own[(1 + States)..];
            var time = _time[k];
            var constant = time * value[0] + (_inputs > States ? _timeSlope[k] * value[1 + States] : 0);
            own[0] += constant;
            for (var i = 0; i < States; i++)
            {
                var (s, slope) = (_scaled[i], time * _slopes[i] * value[1 + i]);
                linear[i] += s * constant + slope;
                square[i] += s * (s * constant + 2 * slope) + 2 * time * _slopes[i] * _slopes[i] * second[i];
            }
        }
    }
}
