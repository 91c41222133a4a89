using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Loop;

/// <summary>What a network answers for many rows, computed in chunks in evaluation mode and without gradients.</summary>
public static class BatchPrediction
{
    private const int ChunkRows = 8192;

    /// <param name="network">(rows, features) → (rows, 1).</param>
    /// <param name="features">(all rows, features).</param>
    /// <param name="rows">Rows to predict; they follow each other.</param>
    /// <returns>(rows of the range). The network is left in the mode in which it was.</returns>
    public static float[] Predict(nn.Module<Tensor, Tensor> network, Tensor features, Range rows)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(features);
        var (first, count) = rows.GetOffsetAndLength((int)features.shape[0]);
        var predictions = new float[count];
        var training = network.training;
        network.eval();
        using (no_grad())
            for (var done = 0; done < count; done += ChunkRows)
            {
                using var scope = NewDisposeScope();
                var size = Math.Min(ChunkRows, count - done);
                var values = network.call(features.narrow(0, first + done, size)).reshape(size).cpu();
                values.data<float>().CopyTo(predictions, done);
            }
        network.train(training);
        return predictions;
    }
}
