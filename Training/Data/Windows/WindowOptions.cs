namespace LeanDeep.Training.Data.Windows;

/// <summary>What lies before and after a decision that is made at a session's end.</summary>
/// <param name="Lookback">L: returns that the decision may read, the session's own the last; at least 1.</param>
/// <param name="Horizon">H: returns by which it is judged; at least 1.</param>
/// <param name="Gap">Returns between the two that nobody uses; 0 or more.</param>
public sealed record WindowOptions(int Lookback, int Horizon, int Gap = 0)
{
    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    internal WindowOptions Checked()
    {
        if (Lookback < 1)
            throw new ArgumentException($"{nameof(Lookback)}: expected at least 1, found {Lookback}");
        if (Horizon < 1)
            throw new ArgumentException($"{nameof(Horizon)}: expected at least 1, found {Horizon}");
        if (Gap < 0)
            throw new ArgumentException($"{nameof(Gap)}: expected 0 or more, found {Gap}");
        return this;
    }
}
