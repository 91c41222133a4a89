using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LeanDeep.Training.Allocators.Configuration;
using LeanDeep.Training.DataParallel;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Loop;

namespace LeanDeep.Training.Allocators.Study;

/// <summary>The training of one seed on disk after every epoch: its whole state, the best epoch's, and the history. A resumed training goes on bit for bit.</summary>
/// <remarks>Of several workers the first writes it and all read it; it does not depend on how many there are.</remarks>
/// <param name="path">File.</param>
/// <param name="identity">Names config and data.</param>
/// <param name="training">New.</param>
/// <param name="stopping">New.</param>
/// <param name="unsolved">Samples without a certified solution so far.</param>
/// <param name="workers">Null for this process alone.</param>
internal sealed class StudyCheckpoint(string path, string identity, ITraining training, EarlyStopping stopping, Func<int> unsolved, WorkerGroup? workers) : TrainingCallback
{
    private const string Mark = "LeanDeep allocator checkpoint 1";

    /// <summary>Where the checkpoint of a seed lies.</summary>
    public static string PathOf(string folder, long seed) => Path.Combine(folder, FormattableString.Invariant($"seed-{seed}.checkpoint"));

    /// <summary>Names all that a training depends on: the config but for what is tested and where, and the returns up to the last that stops it.</summary>
    public static string Identity(AllocatorConfig config, AllocatorAssets assets)
    {
        var returns = assets.Returns;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (names, sessions) = (returns.Names.Count, returns.Sessions.Count(session => session <= config.Dates.StopThrough));
        for (var channel = 0; channel < returns.Channels.Count; channel++)
            hash.AppendData(MemoryMarshal.AsBytes(returns.Values.AsSpan(channel * returns.Sessions.Count * names, sessions * names)));
        hash.AppendData(MemoryMarshal.AsBytes(returns.Defined.AsSpan(0, sessions * names)));
        hash.AppendData(MemoryMarshal.AsBytes(returns.Trades.AsSpan(0, sessions * names)));
        var settings = config with { Schema = null, Seeds = [], Engine = null, WalkForward = null, Data = config.Data with { Folder = "" }, Dates = config.Dates with { TestThrough = null } };
        var data = InputHash.Of([.. returns.Names, .. assets.Sectors ?? [], $"{returns.Sessions[0]:yyyy-MM-dd}", Convert.ToHexStringLower(hash.GetHashAndReset())]);
        return $"config {InputHash.Of(Convert.ToHexString(AllocatorConfigFile.Write(settings)))[..12]}, data {data[..12]}";
    }

    /// <summary>Takes up what the file holds.</summary>
    /// <returns>The epochs done, and the samples without a certified solution in them; none where there is no file.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or of another config, data or seed.</exception>
    /// <exception cref="InvalidOperationException">Workers see other files.</exception>
    public (IReadOnlyList<EpochRecord> History, int Unsolved) Restore()
    {
        var restored = File.Exists(path) ? Read() : ([], 0);
        // Before the first writes anew, all have read.
        workers?.RequireSame($"{path}: epochs done", [restored.History.Count]);
        return restored;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
    {
        // All stop together, or none.
        workers?.RequireSame("loss of the stopping samples", [epoch.Validation?.Loss ?? double.NaN]);
        if (workers?.IsFirst == false || !double.IsFinite(epoch.Loss) || !double.IsFinite(epoch.Validation?.Loss ?? 0))
            return;
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Mark);
            writer.Write(identity);
            writer.Write(unsolved());
            writer.Write(run.History.Count);
            foreach (var (_, loss, validation, elapsed, remaining) in run.History)
            {
                writer.Write(loss);
                writer.Write(validation!.Loss);
                writer.Write(validation.Score);
                writer.Write(elapsed.Ticks);
                writer.Write(remaining.Ticks);
            }
            stopping.Save(writer);
            writer.Flush();
            training.Save(content);
        }
        var bytes = content.ToArray();
        AtomicFile.Write(path, stream =>
        {
            stream.Write(SHA256.HashData(bytes));
            stream.Write(bytes);
        });
    }

    private (IReadOnlyList<EpochRecord> History, int Unsolved) Read()
    {
        var all = File.ReadAllBytes(path);
        var start = Math.Min(all.Length, SHA256.HashSizeInBytes);
        if (!SHA256.HashData(all.AsSpan(start)).AsSpan().SequenceEqual(all.AsSpan(0, start)))
            throw new InvalidDataException($"{path}: expected a whole checkpoint, found a wrong hash");
        using var content = new MemoryStream(all, start, all.Length - start);
        using var reader = new BinaryReader(content);
        if (reader.ReadString() is var mark && mark != Mark)
            throw new InvalidDataException($"{path}: expected {Mark}, found {mark}");
        if (reader.ReadString() is var found && found != identity)
            throw new InvalidDataException($"{path}: expected the checkpoint of {identity}, found one of {found}: remove it to begin anew");
        var count = reader.ReadInt32();
        var history = new EpochRecord[reader.ReadInt32()];
        for (var i = 0; i < history.Length; i++)
            history[i] = new EpochRecord(i + 1, reader.ReadDouble(), new ValidationScore(reader.ReadDouble(), reader.ReadDouble()), new TimeSpan(reader.ReadInt64()), new TimeSpan(reader.ReadInt64()));
        stopping.Restore(reader);
        training.Restore(content);
        return (history, count);
    }
}
