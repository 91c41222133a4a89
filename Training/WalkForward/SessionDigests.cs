using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.WalkForward;

/// <summary>Hashes of the rows of each session, so that what a roll saw is known apart from what came later.</summary>
public sealed class SessionDigests
{
    private readonly IReadOnlyList<DateOnly> _sessions;
    private readonly string[] _digests; // empty where a session has no rows
    private readonly string _features;

    private SessionDigests(IReadOnlyList<DateOnly> sessions, string features, string[] digests) => (_sessions, _features, _digests) = (sessions, features, digests);

    /// <param name="dataset">Rows.</param>
    /// <param name="threads">At a time; it does not change the result.</param>
    public static SessionDigests Of(SupervisedDataset dataset, int threads)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var digests = new string[dataset.Sessions.Count];
        Parallel.For(0, digests.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, session =>
        {
            var (first, count) = dataset.RowsOf(session, session).GetOffsetAndLength(dataset.RowCount);
            digests[session] = count == 0 ? "" : Hash(dataset, first, count);
        });
        return new SessionDigests(dataset.Sessions, FormattableString.Invariant($"{string.Join(' ', dataset.FeatureNames)} {dataset.Horizon}"), digests);
    }

    /// <summary>The digests that a run has recorded, for the sessions of a dataset.</summary>
    internal SessionDigests Recorded(IReadOnlyDictionary<string, string> byDate) => new(_sessions, _features, [.. _sessions.Select(date => byDate.GetValueOrDefault($"{date:yyyy-MM-dd}", ""))]);

    /// <summary>Of all that a fold's training and test rows hold.</summary>
    public string OfFold(SessionSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        return InputHash.Of(["fold data 1", _features, .. _digests[split.TrainFirst..Math.Min(_digests.Length, split.TestLast + 1)]]);
    }

    /// <summary>Date and hash of each session that has rows.</summary>
    public SortedDictionary<string, string> ByDate() =>
        new(_digests.Index().Where(entry => entry.Item.Length > 0).ToDictionary(entry => $"{_sessions[entry.Index]:yyyy-MM-dd}", entry => entry.Item), StringComparer.Ordinal);

    // Of names, not of their numbers, which a name that is listed later changes.
    private static string Hash(SupervisedDataset dataset, int first, int count)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(dataset.Features.AsSpan(first * dataset.FeatureCount, count * dataset.FeatureCount)));
        hash.AppendData(MemoryMarshal.AsBytes(dataset.Labels.AsSpan(first, count)));
        var text = new StringBuilder();
        for (var row = first; row < first + count; row++)
            text.Append(dataset.Names[dataset.RowNames[row]]).Append(' ').Append(dataset.LabelEndSessions[row] - dataset.RowSessions[row]).Append('\n');
        hash.AppendData(Encoding.UTF8.GetBytes(text.ToString()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
