namespace LeanDeep.Training.Validation;

/// <summary>One split of <see cref="CombinatorialPurgedCV"/>.</summary>
/// <param name="Index">In lexicographic order of the test groups.</param>
/// <param name="TestGroups">(k) ascending.</param>
/// <param name="TestRows">Ascending.</param>
/// <param name="TrainingRows">Ascending; their labels meet no test label.</param>
public sealed record CombinatorialSplit(int Index, IReadOnlyList<int> TestGroups, int[] TestRows, int[] TrainingRows);

/// <summary>Cross-validation over N groups of successive sessions, of which every choice of k is a test set once: C(N, k) splits, whose
/// predictions make k/N · C(N, k) paths through all sessions. With k = 1 it is purged K-fold cross-validation with one path.</summary>
/// <remarks>A row of session s whose label ends at the close of session e spans (s, e]. Of the training rows those are purged whose span meets
/// that of a block of successive test groups, from its first session to the last end of its labels, and those of the embargo sessions after it.
/// Training rows lie after test rows too: this measures a rule, it does not imitate trading. Source: López de Prado (2018), chapters 7 and 12.</remarks>
public sealed class CombinatorialPurgedCV
{
    private readonly int[][] _choices;

    /// <param name="groupCount">N, from 2 to 30.</param>
    /// <param name="testGroupCount">k, from 1 to N − 1.</param>
    /// <param name="embargo">Sessions after the end of each test block's labels from which no row is trained on, 0 or more; 1 % of the sessions is usual.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public CombinatorialPurgedCV(int groupCount, int testGroupCount, int embargo)
    {
        if (groupCount is < 2 or > 30)
            throw new ArgumentException($"expected from 2 to 30, found {groupCount}", nameof(groupCount));
        if (testGroupCount < 1 || testGroupCount >= groupCount)
            throw new ArgumentException($"expected from 1 to {groupCount - 1}, found {testGroupCount}", nameof(testGroupCount));
        if (embargo < 0)
            throw new ArgumentException($"expected 0 or more, found {embargo}", nameof(embargo));
        GroupCount = groupCount;
        TestGroupCount = testGroupCount;
        Embargo = embargo;
        _choices = [.. Combinations.Of(groupCount, testGroupCount)];
    }

    public int GroupCount { get; }
    public int TestGroupCount { get; }
    public int Embargo { get; }
    public int SplitCount => _choices.Length;
    public int PathCount => _choices.Length * TestGroupCount / GroupCount;

    /// <summary>Purged K-fold cross-validation.</summary>
    public static CombinatorialPurgedCV KFold(int folds, int embargo) => new(folds, 1, embargo);

    /// <summary>(N) first row of each group, then the number of rows: groups of as many sessions as possible alike, the older ones longer.</summary>
    /// <param name="sessions">(rows) session of each row, never decreasing.</param>
    /// <exception cref="ArgumentException">Sessions decrease, or are fewer than the groups.</exception>
    public int[] GroupStarts(ReadOnlySpan<int> sessions)
    {
        var firsts = new List<int>();
        for (var row = 0; row < sessions.Length; row++)
            if (row == 0 || sessions[row] != sessions[row - 1])
            {
                if (row > 0 && sessions[row] < sessions[row - 1])
                    throw new ArgumentException($"expected sessions that never decrease, found {sessions[row]} after {sessions[row - 1]}", nameof(sessions));
                firsts.Add(row);
            }
        if (firsts.Count < GroupCount)
            throw new ArgumentException($"expected at least {GroupCount} sessions, found {firsts.Count}", nameof(sessions));
        firsts.Add(sessions.Length);
        var (length, longer) = Math.DivRem(firsts.Count - 1, GroupCount);
        return [.. Enumerable.Range(0, GroupCount + 1).Select(g => firsts[g * length + Math.Min(g, longer)])];
    }

    /// <summary>The splits, lazily, in lexicographic order of their test groups.</summary>
    /// <param name="sessions">(rows) session of each row, never decreasing.</param>
    /// <param name="labelEnds">(rows) session on which each label ends, after the row's own.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a label ends before it begins.</exception>
    public IEnumerable<CombinatorialSplit> Split(int[] sessions, int[] labelEnds)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(labelEnds);
        if (labelEnds.Length != sessions.Length)
            throw new ArgumentException($"expected {sessions.Length} label ends, found {labelEnds.Length}", nameof(labelEnds));
        for (var row = 0; row < sessions.Length; row++)
            if (labelEnds[row] <= sessions[row])
                throw new ArgumentException($"expected a label that ends after session {sessions[row]}, found {labelEnds[row]} in row {row}", nameof(labelEnds));
        var starts = GroupStarts(sessions);
        return _choices.Select((groups, i) => Split(i, groups, starts, sessions, labelEnds));
    }

    /// <summary>(paths)(groups) the split whose predictions the path takes for the group: of the splits that test a group, path p takes the p-th.</summary>
    public int[][] Paths()
    {
        var paths = new int[PathCount][];
        for (var p = 0; p < paths.Length; p++)
            paths[p] = new int[GroupCount];
        for (var group = 0; group < GroupCount; group++)
        {
            var path = 0;
            for (var split = 0; split < _choices.Length; split++)
                if (_choices[split].Contains(group))
                    paths[path++][group] = split;
        }
        return paths;
    }

    /// <summary>Puts the test predictions of all splits together to paths.</summary>
    /// <param name="sessions">(rows) as given to <see cref="Split(int[], int[])"/>.</param>
    /// <param name="predictions">(splits)(test rows of the split).</param>
    /// <returns>(paths)(rows).</returns>
    /// <exception cref="ArgumentException">The lengths are not those of the splits.</exception>
    public T[][] Assemble<T>(ReadOnlySpan<int> sessions, IReadOnlyList<T[]> predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count != SplitCount)
            throw new ArgumentException($"expected {SplitCount} splits, found {predictions.Count}", nameof(predictions));
        var starts = GroupStarts(sessions);
        for (var split = 0; split < SplitCount; split++)
            if (_choices[split].Sum(group => starts[group + 1] - starts[group]) is var expected && predictions[split].Length != expected)
                throw new ArgumentException($"expected {expected} predictions of split {split}, found {predictions[split].Length}", nameof(predictions));
        return [.. Paths().Select(path =>
        {
            var rows = new T[starts[^1]];
            for (var group = 0; group < GroupCount; group++)
            {
                var before = _choices[path[group]].TakeWhile(g => g < group).Sum(g => starts[g + 1] - starts[g]);
                predictions[path[group]].AsSpan(before, starts[group + 1] - starts[group]).CopyTo(rows.AsSpan(starts[group]));
            }
            return rows;
        })];
    }

    private CombinatorialSplit Split(int index, int[] groups, int[] starts, int[] sessions, int[] labelEnds)
    {
        var test = new List<int>();
        var training = new bool[sessions.Length];
        Array.Fill(training, true);
        for (var g = 0; g < groups.Length;)
        {
            var next = g + 1;
            while (next < groups.Length && groups[next] == groups[next - 1] + 1)
                next++;
            var (first, last) = (starts[groups[g]], starts[groups[next - 1] + 1]);
            var (begin, end) = (sessions[first], labelEnds.AsSpan(first, last - first).ToArray().Max());
            for (var row = 0; row < sessions.Length; row++)
                if (row >= first && row < last || sessions[row] < end + Embargo && labelEnds[row] > begin)
                    training[row] = false;
            test.AddRange(Enumerable.Range(first, last - first));
            g = next;
        }
        return new CombinatorialSplit(index, groups, [.. test], [.. Enumerable.Range(0, sessions.Length).Where(row => training[row])]);
    }
}
