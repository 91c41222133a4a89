using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb;

/// <summary>A state, the unknowns and their derivatives there; the problem writes its dynamics and equations into it.</summary>
/// <remarks>Jets lie unknown by unknown: value, first derivatives, then second derivatives (i ≤ j, row by row).</remarks>
public readonly ref struct Point<T> where T : struct, IReal<T>
{
    private readonly ReadOnlySpan<double> _states;
    private readonly ReadOnlySpan<T> _jets;
    private readonly Span<T> _drift, _covariance, _equations;
    private readonly int _length;
    private readonly bool _contracted;

    /// <summary>Whether the equation of a bounded static unknown is to be continued smoothly beyond its bound, as a network, which is smooth, passes it; else
    /// the bound holds.</summary>
    public bool Continued { get; }

    /// <param name="states">(states) where.</param>
    /// <param name="jets">(unknowns × <see cref="JetLength"/>) the unknowns.</param>
    /// <param name="drift">(states) receives the drift.</param>
    /// <param name="covariance">(states × states) receives dX dX'/dt, both triangles.</param>
    /// <param name="equations">(unknowns) receives the right-hand sides.</param>
    /// <param name="contracted">Whether each jet has in the place of its second derivatives their sum ½Σbᵢᵢ∂ᵢᵢ: for many states whose covariance is diagonal
    /// and does not depend on the unknowns. Then only its diagonal is kept, (states).</param>
    /// <param name="continued"><see cref="Continued"/>.</param>
    public Point(ReadOnlySpan<double> states, ReadOnlySpan<T> jets, Span<T> drift, Span<T> covariance, Span<T> equations, bool contracted = false, bool continued = false)
    {
        Continued = continued;
        _states = states;
        _jets = jets;
        _drift = drift;
        _covariance = covariance;
        _equations = equations;
        _contracted = contracted;
        _length = contracted ? states.Length + 2 : JetLength(states.Length);
    }

    /// <summary>Numbers that describe one unknown: 1 + d + d(d + 1)/2.</summary>
    public static int JetLength(int states) => 1 + states + states * (states + 1) / 2;

    /// <summary>State i.</summary>
    public double State(int i) => _states[i];

    /// <summary>Unknown k.</summary>
    public T Value(int k) => _jets[k * _length];

    /// <summary>∂/∂xᵢ of unknown k.</summary>
    public T Slope(int k, int i) => _jets[k * _length + 1 + i];

    /// <summary>∂²/∂xᵢ∂xⱼ of unknown k; not where the second derivatives are contracted.</summary>
    public T Curvature(int k, int i, int j)
    {
        if (i > j) (i, j) = (j, i);
        return _jets[k * _length + 1 + _states.Length + i * _states.Length - i * (i - 1) / 2 + j - i];
    }

    /// <summary>Sets the drift of state i; a problem sets all before it asks for <see cref="Generator"/>.</summary>
    public void Drift(int i, T value) => _drift[i] = value;

    /// <summary>Sets the covariance of dxᵢ and dxⱼ per unit of time; zero where not set.</summary>
    public void Covariance(int i, int j, T value)
    {
        if (!_contracted) _covariance[i * _states.Length + j] = _covariance[j * _states.Length + i] = value;
        else if (i == j) _covariance[i] = value;
    }

    /// <summary>Expected change of unknown k per unit of time: Σμᵢ∂ᵢ + ½ΣΣbᵢⱼ∂ᵢⱼ.</summary>
    public T Generator(int k)
    {
        var sum = T.Of(0);
        for (var i = 0; i < _states.Length; i++)
        {
            sum += _drift[i] * Slope(k, i);
            if (_contracted) continue;
            sum += 0.5 * (_covariance[i * _states.Length + i] * Curvature(k, i, i));
            for (var j = i + 1; j < _states.Length; j++)
                sum += _covariance[i * _states.Length + j] * Curvature(k, i, j);
        }
        return _contracted ? sum + _jets[k * _length + 1 + _states.Length] : sum;
    }

    /// <summary>Covariance of the changes of unknowns k and m per unit of time: ΣΣbᵢⱼ∂ᵢ∂ⱼ.</summary>
    public T Covariation(int k, int m)
    {
        var sum = T.Of(0);
        for (var i = 0; i < _states.Length && _contracted; i++)
            sum += _covariance[i] * Slope(k, i) * Slope(m, i);
        for (var i = 0; i < _states.Length && !_contracted; i++)
            for (var j = 0; j < _states.Length; j++)
                sum += _covariance[i * _states.Length + j] * Slope(k, i) * Slope(m, j);
        return sum;
    }

    /// <summary>Sets the equation of unknown k: the derivative with respect to time to go, or for a static unknown what must vanish.</summary>
    public void Equation(int k, T value) => _equations[k] = value;
}
