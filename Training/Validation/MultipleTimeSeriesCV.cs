namespace LeanDeep.Training.Validation;

/// <summary>Walk-forward cross-validation over the sessions of a panel, counted backwards from the last one: test blocks
/// touch each other, and each is preceded by its training block.</summary>
/// <remarks>With the sessions newest first (d[0] the last), test length τ, training length T and lookahead L, fold i has
/// s = (i+1)τ, e = s+L−1, test = (d[s], d[iτ]] and training = (d[e+T+L−1], d[e]]. So a training block holds T+L−1
/// sessions, and its last label of horizon L ends exactly on the first test session, at whose close the first
/// prediction is made. A label that spans a name's own gap may end later: <see cref="Purging"/> removes those rows.
/// Source: Jansen, Machine Learning for Algorithmic Trading, 2nd ed., chapter 7.</remarks>
public sealed class MultipleTimeSeriesCV
{
    /// <param name="splitCount">Folds, at least 1.</param>
    /// <param name="trainLength">T, sessions, at least 1.</param>
    /// <param name="testLength">τ, sessions, at least 1.</param>
    /// <param name="lookahead">L, sessions that a label reaches ahead, at least 1.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public MultipleTimeSeriesCV(int splitCount, int trainLength, int testLength, int lookahead)
    {
        SplitCount = AtLeastOne(splitCount, nameof(splitCount));
        TrainLength = AtLeastOne(trainLength, nameof(trainLength));
        TestLength = AtLeastOne(testLength, nameof(testLength));
        Lookahead = AtLeastOne(lookahead, nameof(lookahead));
    }

    public int SplitCount { get; }

    /// <summary>T; the training block has <c>TrainLength + Lookahead − 1</c> sessions.</summary>
    public int TrainLength { get; }

    public int TestLength { get; }
    public int Lookahead { get; }

    /// <summary>How many folds a calendar of this length holds.</summary>
    public int SplitsThatFit(int sessionCount) =>
        Math.Max(0, (sessionCount - 1 - TrainLength - 2 * (Lookahead - 1)) / TestLength);

    /// <summary>The folds, newest first.</summary>
    /// <param name="sessionCount">Length of the calendar.</param>
    /// <exception cref="ArgumentException">The calendar is too short for the folds asked for.</exception>
    public IReadOnlyList<SessionSplit> Split(int sessionCount)
    {
        if (SplitsThatFit(sessionCount) < SplitCount)
            throw new ArgumentException(
                $"expected at least {SplitCount * TestLength + TrainLength + 2 * (Lookahead - 1) + 1} sessions for {SplitCount} folds of {TrainLength} + {TestLength} " +
                $"sessions with lookahead {Lookahead}, found {sessionCount}, which hold {SplitsThatFit(sessionCount)}", nameof(sessionCount));
        var splits = new SessionSplit[SplitCount];
        for (var i = 0; i < splits.Length; i++)
        {
            var s = (i + 1) * TestLength;
            var e = s + Lookahead - 1;
            splits[i] = new SessionSplit(
                i,
                TrainFirst: FromNewest(e + TrainLength + Lookahead - 1) + 1,
                TrainLast: FromNewest(e),
                TestFirst: FromNewest(s) + 1,
                TestLast: FromNewest(i * TestLength));
        }
        return splits;

        int FromNewest(int k) => sessionCount - 1 - k;
    }

    private static int AtLeastOne(int value, string name) =>
        value >= 1 ? value : throw new ArgumentException($"expected at least 1, found {value}", name);
}
