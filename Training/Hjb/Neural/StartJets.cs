namespace LeanDeep.Training.Hjb.Neural;

/// <summary>Values and derivatives of a problem's start by fourth-order differences.</summary>
internal sealed class StartJets
{
    private static readonly (double Step, double First, double Second)[] Stencil =
        [(-2, 1.0 / 12, -1.0 / 12), (-1, -8.0 / 12, 16.0 / 12), (1, 8.0 / 12, 16.0 / 12), (2, -1.0 / 12, -1.0 / 12)];

    private readonly HjbProblem _problem;
    private readonly int _d, _u;
    private readonly bool _contracted;
    private readonly double[] _state, _here, _there, _steps;

    public StartJets(HjbProblem problem, bool contracted)
    {
        (_problem, _d, _u, _contracted) = (problem, problem.States.Count, problem.Unknowns.Count, contracted);
        (_state, _here, _there) = (new double[_d], new double[_u], new double[_u]);
        _steps = [.. problem.States.Select(state => 1e-3 * (state.Upper - state.Lower))];
    }

    /// <param name="state">(states).</param>
    /// <param name="weights">(states) of contracted second derivatives.</param>
    /// <param name="jets">(unknowns × jet) receives them, as <see cref="Point{T}"/> reads them.</param>
    public void At(ReadOnlySpan<double> state, ReadOnlySpan<double> weights, Span<double> jets)
    {
        var length = jets.Length / _u;
        jets.Clear();
        state.CopyTo(_state);
        _problem.Start(_state, _here);
        for (var k = 0; k < _u; k++)
            jets[k * length] = _here[k];
        for (int i = 0, diagonal = 1 + _d; i < _d; diagonal += _d - i, i++)
        {
            var h = _steps[i];
            for (var k = 0; k < _u; k++)
                Second(jets, k * length, i, diagonal, weights, -2.5 * _here[k] / (h * h));
            foreach (var (step, first, second) in Stencil)
            {
                _state[i] = state[i] + step * h;
                _problem.Start(_state, _there);
                for (var k = 0; k < _u; k++)
                {
                    jets[k * length + 1 + i] += first * _there[k] / h;
                    Second(jets, k * length, i, diagonal, weights, second * _there[k] / (h * h));
                }
            }
            _state[i] = state[i];
            for (var j = i + 1; j < _d && !_contracted; j++)
                Mixed(state, i, j, jets, length, diagonal + j - i);
        }
    }

    private void Second(Span<double> jets, int jet, int i, int diagonal, ReadOnlySpan<double> weights, double value)
    {
        if (_contracted) jets[jet + 1 + _d] += weights[i] * value;
        else jets[jet + diagonal] += value;
    }

    private void Mixed(ReadOnlySpan<double> state, int i, int j, Span<double> jets, int length, int place)
    {
        foreach (var (one, first, _) in Stencil)
            foreach (var (other, second, _) in Stencil)
            {
                (_state[i], _state[j]) = (state[i] + one * _steps[i], state[j] + other * _steps[j]);
                _problem.Start(_state, _there);
                for (var k = 0; k < _u; k++)
                    jets[k * length + place] += first * second * _there[k] / (_steps[i] * _steps[j]);
            }
        (_state[i], _state[j]) = (state[i], state[j]);
    }
}
