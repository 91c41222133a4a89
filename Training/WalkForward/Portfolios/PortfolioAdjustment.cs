using System.Globalization;
using LeanDeep.Training.Experiments;

namespace LeanDeep.Training.WalkForward.Portfolios;

/// <summary>Returns that differ because bars were adjusted for a new split or dividend: within the rounding of prices and factors they stay what they were.</summary>
/// <remarks>The returns that a run learned from lie beside its record, in a file named by their hash.</remarks>
/// <param name="trainer">On the bars that there are now.</param>
/// <param name="before">What the run had recorded.</param>
/// <param name="now">What there is.</param>
internal sealed class PortfolioAdjustment(RollTrainer trainer, RunRecord before, RunRecord now)
{
    /// <summary>Keeps the returns of now, under the key of their record.</summary>
    public static void Write(RollTrainer trainer, string key)
    {
        if (!File.Exists(PathOf(trainer, key)))
            AtomicFile.Write(PathOf(trainer, key), stream =>
            {
                using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                for (var session = 0; session < trainer.Sessions.Count; session++)
                    for (var asset = 0; asset < trainer.Assets.Count; asset++)
                        writer.Write(trainer.ReturnOf(session, asset));
            });
    }

    /// <summary>Takes away the returns of other keys.</summary>
    public static void Clean(RollTrainer trainer, string key)
    {
        foreach (var file in Directory.GetFiles(trainer.Output, "returns-*.bin"))
            if (file != PathOf(trainer, key))
                File.Delete(file);
    }

    /// <summary>Names the returns of a record.</summary>
    public static string KeyOf(IEnumerable<KeyValuePair<string, string>> digests) => InputHash.Of([.. digests.Select(session => $"{session.Key} {session.Value}")]);

    /// <summary>The keys under which the trainings stand that are there; the others learn from the returns of now.</summary>
    /// <param name="steps">With the digests, and what had been kept, of before.</param>
    /// <param name="isDone">Whether the files of a step are there.</param>
    /// <param name="warn">Told what was accepted; null for nobody.</param>
    /// <exception cref="InvalidDataException">There is more than an adjustment: says what.</exception>
    public SortedDictionary<string, string> Keep(PortfolioSteps steps, Func<Jobs.JobStep, bool> isDone, Action<string>? warn)
    {
        var path = RunRecord.PathOf(trainer.Output);
        var rolls = trainer.Rolls.Select(roll => (roll.Date, roll.TrainedThrough));
        if (before.Differences(now, rolls, horizon: 0).FirstOrDefault(difference => !difference.Contains("the rows of", StringComparison.Ordinal)) is { } other)
            throw new InvalidDataException($"{path}: {other}: no adjustment of bars explains it");
        var revised = before.Revised(now, horizon: 0);
        RequireSameReturns(path);
        var kept = steps.TrainingKeys(isDone);
        warn?.Invoke(string.Create(CultureInfo.InvariantCulture,
            $"data adjusted: {revised.Length} sessions from {revised[0]} through {revised[^1]}, returns within {RunAdjustment.LabelTolerance} of what they were; {kept.Count} trainings stay as they are"));
        return kept;
    }

    private static string PathOf(RollTrainer trainer, string key) => Path.Combine(trainer.Output, $"returns-{key[..Math.Min(12, key.Length)]}.bin");

    private void RequireSameReturns(string path)
    {
        var file = PathOf(trainer, before.RowsKey);
        var (dates, assets) = (before.Sessions.Keys.ToArray(), trainer.Assets.Count);
        if (before.RowsKey.Length == 0 || !File.Exists(file) || new FileInfo(file).Length != (long)dates.Length * assets * sizeof(double))
            throw new InvalidDataException($"{file}: expected the returns of {dates.Length} sessions and {assets} assets that the run learned from, to compare, found none");
        using var reader = new BinaryReader(File.OpenRead(file));
        var sessions = trainer.Sessions.Index().ToDictionary(session => FormattableString.Invariant($"{session.Item:yyyy-MM-dd}"), session => session.Index);
        foreach (var date in dates)
            for (var asset = 0; asset < assets; asset++)
            {
                var was = reader.ReadDouble();
                var has = sessions.TryGetValue(date, out var session) ? trainer.ReturnOf(session, asset) : double.NaN;
                if (!(double.IsNaN(was) && double.IsNaN(has)) && !(Math.Abs(was - has) <= RunAdjustment.LabelTolerance))
                    throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                        $"{path}: data revised: {trainer.Assets[asset]} on {date}: expected the return {was:0.######}, found {has:0.######}: no adjustment of bars explains it"));
            }
    }
}
