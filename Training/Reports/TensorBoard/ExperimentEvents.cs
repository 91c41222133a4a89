using System.Globalization;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Reports.TensorBoard;

/// <summary>The kept epochs of an experiment as TensorBoard draws them: <c>tensorboard --logdir FOLDER</c>.</summary>
public static class ExperimentEvents
{
    /// <summary>Writes one run for each training: <c>CONFIGURATION/foldNN-seedN/events.out.tfevents.…</c>, with loss, mean of the daily rank correlations and
    /// histograms of every layer's weights and biases after each epoch.</summary>
    /// <param name="outcomes">Trainings.</param>
    /// <param name="networkAfter">A training and an epoch, from 1 → the network that was kept: <see cref="TrainingRunner.Parameters"/>.</param>
    /// <param name="folder">Made where absent. A run's file is there whole or not at all, and takes the place of what an earlier call wrote for other epochs.</param>
    /// <param name="host">Name of the machine, for the files' names.</param>
    /// <param name="time">A training → wall time of its events, such as that of its last epoch; a run whose file has that time is left as it is.</param>
    /// <param name="cancellation">Ends the work between two files; those written stay.</param>
    /// <returns>The files, in the order of the trainings.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(
        IReadOnlyList<TrainingOutcome> outcomes, Func<TrainingOutcome, int, DenseParameters> networkAfter, string folder, string host, Func<TrainingOutcome, DateTimeOffset> time,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(networkAfter);
        ArgumentNullException.ThrowIfNull(time);
        List<string> files = [];
        foreach (var outcome in outcomes)
        {
            cancellation.ThrowIfCancellationRequested();
            var task = outcome.Task;
            var run = Path.Combine(folder, task.Configuration.Name, string.Create(CultureInfo.InvariantCulture, $"fold{task.Fold:00}-seed{task.Seed}"));
            var (at, path) = (time(outcome), Path.Combine(run, EventFile.Name(time(outcome), host, "experiment")));
            if (!File.Exists(path))
                Replace(path, Events(outcome, networkAfter, at));
            files.Add(path);
        }
        return files;
    }

    private static byte[] Events(TrainingOutcome outcome, Func<TrainingOutcome, int, DenseParameters> networkAfter, DateTimeOffset time)
    {
        using var stream = new MemoryStream();
        using var file = new EventFile(stream, time);
        for (var epoch = 1; epoch <= outcome.Losses.Count; epoch++)
        {
            file.Scalar("loss", epoch, outcome.Losses[epoch - 1], time);
            file.Scalar("information coefficient", epoch, Mean(outcome.Correlations[epoch - 1]), time);
            if (!double.IsFinite(outcome.Losses[epoch - 1]))
                break; // the weights are of no use
            var layers = networkAfter(outcome, epoch).Layers;
            foreach (var (i, layer) in layers.Index())
            {
                var name = i < layers.Count - 1 ? string.Create(CultureInfo.InvariantCulture, $"hidden.{i}") : "output";
                file.Histogram($"{name}/weights", epoch, layer.Weights, time);
                file.Histogram($"{name}/biases", epoch, layer.Biases, time);
            }
        }
        return stream.ToArray();
    }

    private static double Mean(double[] days) => days.Where(day => !double.IsNaN(day)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Writes under a name that TensorBoard does not look at, renames, and removes what earlier calls wrote.</summary>
    private static void Replace(string path, byte[] events)
    {
        var run = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(run);
        var temporary = Path.Combine(run, ".writing");
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(events);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
        foreach (var earlier in Directory.GetFiles(run, "events.out.tfevents.*.experiment"))
            if (earlier != path)
                File.Delete(earlier);
    }
}
