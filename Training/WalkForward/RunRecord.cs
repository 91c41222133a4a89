using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Jobs;

namespace LeanDeep.Training.WalkForward;

/// <summary>What a run's folder was made for, so that another config or revised data is told and not mixed in.</summary>
/// <param name="Created">When it first began; the time of its manifests.</param>
/// <param name="Config">Canonical JSON.</param>
/// <param name="Universe">Names, in order.</param>
/// <param name="Sessions">Date and hash of the rows of each session.</param>
/// <param name="RowsKey">Tells the file of those rows.</param>
/// <param name="Kept">Of rolls that stayed as they were when their bars were adjusted: the hash of the rows that they learned from.</param>
public sealed record RunRecord(
    DateTimeOffset Created, JsonNode Config, IReadOnlyList<string> Universe, SortedDictionary<string, string> Sessions, string RowsKey, SortedDictionary<string, string> Kept)
{
    // More data, another place or more patience is no other run.
    private static readonly string[] Free =
        ["$schema", "data.folder", "data.through", "dates.testThrough", "walkForward.through", "walkForward.attempts", "walkForward.output", "output"];

    internal const int UnsettledSessions = 5;

    internal static string PathOf(string root) => Path.Combine(root, "run.json");

    /// <summary>The record of a folder; null where no run has begun.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static RunRecord? TryRead(string root)
    {
        var path = PathOf(root);
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize<RunRecord>(File.ReadAllBytes(path), JobJournal.Format) is { } record
                ? record with { RowsKey = record.RowsKey ?? "", Kept = record.Kept ?? [] }
                : null;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: expected the record of a run, found {error.Message.Split('\n')[0]}", error);
        }
    }

    internal static RunRecord Of(WalkForwardState state, DateTimeOffset created, IReadOnlyDictionary<string, string> kept) =>
        new(created, JsonNode.Parse(ExperimentConfigFile.Write(state.Config))!, state.Dataset.Rows.Names, state.Digests.ByDate(), state.Dataset.Key, new SortedDictionary<string, string>(kept.ToDictionary(), StringComparer.Ordinal));

    internal void Write(string root) => AtomicFile.Write(PathOf(root), stream => JsonSerializer.Serialize(stream, this, JobJournal.Format));

    /// <summary>What a later record has otherwise, in words; empty where it only has more data.</summary>
    internal IEnumerable<string> Differences(RunRecord now, IEnumerable<(DateOnly Date, DateOnly TrainedThrough)> rolls, int horizon)
    {
        var configs = Leaves(Config, "").Concat(Leaves(now.Config, "")).Select(leaf => leaf.Key).Distinct().Where(path => !Free.Contains(path));
        var (before, after) = (Leaves(Config, "").ToDictionary(), Leaves(now.Config, "").ToDictionary());
        foreach (var path in configs)
            if (before.GetValueOrDefault(path) is var was && after.GetValueOrDefault(path) is var has && was != has)
                yield return $"config changed: {path}: expected {was ?? "none"}, found {has ?? "none"}";
        if (Universe.Except(now.Universe).FirstOrDefault() is { } gone)
            yield return $"data revised: expected {gone} among the names, found it gone";
        else if (now.Universe.Except(Universe).FirstOrDefault() is { } added)
            yield return $"data revised: expected {Universe.Count} names, found {now.Universe.Count}, {added} among them";
        var revised = Revised(now, horizon);
        if (revised.Length > 0)
        {
            var first = DateOnly.ParseExact(revised[0], "yyyy-MM-dd", CultureInfo.InvariantCulture);
            var roll = rolls.FirstOrDefault(roll => roll.TrainedThrough >= first).Date;
            yield return $"data revised: expected the rows of {revised[0]} as they were, found others ({revised.Length} sessions through {revised[^1]}); {(roll == default ? "no roll" : $"the rolls from {roll:yyyy-MM-dd} on")} learned from them";
        }
    }

    /// <summary>Sessions whose rows are no longer what they were. The last ones gain labels as bars come.</summary>
    internal string[] Revised(RunRecord now, int horizon) =>
        [.. Sessions.SkipLast(horizon + UnsettledSessions).Where(session => now.Sessions.GetValueOrDefault(session.Key) != session.Value).Select(session => session.Key)];

    private static IEnumerable<KeyValuePair<string, string>> Leaves(JsonNode? node, string path)
    {
        if (node is JsonObject inner)
            return inner.SelectMany(entry => Leaves(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}"));
        return node is null ? [] : [new(path, node.ToJsonString())];
    }
}
