using LeanDeep.Training.Feedforward;

namespace LeanDeep.Training.Experiments;

/// <summary>Which tasks train side by side: with libtorch those of one shape, optimiser, batch size and number of epochs, whatever their fold, seed and
/// dropout; the fused backend gains nothing by it.</summary>
internal static class TrainingGroups
{
    // What their orders and the values of a step may take; a step's values are the sums, what becomes of them, their derivatives and the masks.
    private const double MostBytes = 512 << 20, BytesPerSum = 64, BytesPerInput = 12;

    /// <param name="tasks">The tasks.</param>
    /// <param name="model">What computes, and where.</param>
    /// <param name="features">Inputs.</param>
    /// <param name="rows">Rows of a fold at most.</param>
    /// <param name="threads">Groups wanted at least, where a group more or less does not change the bits.</param>
    /// <returns>(groups)(tasks) indices.</returns>
    public static IReadOnlyList<int[]> Of(IReadOnlyList<TrainingTask> tasks, ModelGrid model, int features, int rows, int threads)
    {
        if (model.Backend != TrainingBackend.Torch)
            return [.. Enumerable.Range(0, tasks.Count).Select(i => (int[])[i])];
        if (tasks.Count == 0)
            return [];
        int[][] shapes = [.. Enumerable.Range(0, tasks.Count).GroupBy(i => Shape(tasks[i])).Select(group => group.ToArray())];
        var parts = model.Device == TrainingDevice.Cpu ? (threads + shapes.Length - 1) / shapes.Length : 1;
        return [.. shapes.SelectMany(shape => shape.Chunk(Math.Min(Models(tasks[shape[0]].Configuration, model, features, rows), (shape.Length + parts - 1) / parts)))];
    }

    /// <summary>Networks of a configuration that train at once at most.</summary>
    public static int Models(ModelConfiguration configuration, ModelGrid model, int features, int rows)
    {
        var sums = configuration.Network.Shape(features).Sum(layer => layer.Units * layer.Pieces);
        var bytes = configuration.Trainer.BatchSize * (sums * BytesPerSum + features * BytesPerInput) + rows * sizeof(int);
        return (int)Math.Clamp(MostBytes / bytes, 1, model.SideBySide);
    }

    private static (string, int) Shape(TrainingTask task) =>
        ((task.Configuration with { Network = task.Configuration.Network with { Dropout = 0 } }).Canonical, task.Epochs);
}
