namespace LeanDeep.Training.Loop;

/// <summary>Writes the network's weights and buffers after every epoch, in TorchSharp's format (read with <c>network.load(path)</c>).
/// The file is always that of a whole epoch: it is written beside and renamed. A diverged epoch is not written.</summary>
/// <param name="path">File; its folder is made where absent.</param>
public sealed class Checkpoint(string path) : TrainingCallback
{
    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
    {
        if (!double.IsFinite(epoch.Loss))
            return;
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var temporary = $"{full}.{Guid.NewGuid():N}";
        try
        {
            using (var stream = File.Create(temporary))
            using (var writer = new BinaryWriter(stream))
            {
                run.Network.save(writer);
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
