using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Neural;

/// <summary>The jets of all unknowns of a problem from those of what a network carries.</summary>
internal sealed class UnknownJets<T> where T : struct, IReal<T>
{
    private readonly HjbProblem _problem;
    private readonly IReadOnlyList<int>? _carried;
    private readonly Taylor<T>[] _states, _unknowns;
    private readonly int _length;

    public UnknownJets(HjbProblem problem, int length)
    {
        (_problem, _carried, _length) = (problem, problem.Carried, length);
        (_states, _unknowns) = (new Taylor<T>[problem.States.Count], new Taylor<T>[problem.Unknowns.Count]);
        if (_carried is not null && problem.States.Count > 2)
            throw new ArgumentException($"unknowns that follow from others: expected at most 2 states, found {problem.States.Count}", nameof(problem));
    }

    /// <param name="state">(states).</param>
    /// <param name="carried">(carried × length).</param>
    /// <param name="unknowns">(unknowns × length) receives them.</param>
    public void Fill(ReadOnlySpan<double> state, ReadOnlySpan<T> carried, Span<T> unknowns)
    {
        if (_carried is null)
        {
            carried.CopyTo(unknowns);
            return;
        }
        var (zero, one) = (T.Of(0), T.Of(1));
        for (var i = 0; i < state.Length; i++)
            _states[i] = new(T.Of(state[i]), i == 0 ? one : zero, i == 1 ? one : zero, zero, zero, zero);
        for (var k = 0; k < _carried.Count; k++)
        {
            var jet = carried.Slice(k * _length, _length);
            _unknowns[_carried[k]] = state.Length == 1 ? new(jet[0], jet[1], zero, jet[2], zero, zero) : new(jet[0], jet[1], jet[2], jet[3], jet[4], jet[5]);
        }
        _problem.Follow<Taylor<T>>(_states, _unknowns);
        for (var k = 0; k < _unknowns.Length; k++)
        {
            var jet = unknowns.Slice(k * _length, _length);
            var from = _unknowns[k];
            (jet[0], jet[1]) = (from.Value, from.X);
            if (state.Length == 1) jet[2] = from.XX;
            else (jet[2], jet[3], jet[4], jet[5]) = (from.Y, from.XX, from.XY, from.YY);
        }
    }
}
