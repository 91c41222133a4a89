using LeanDeep.Training.Networks;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Networks;

/// <summary>The same network in plain double arithmetic, from the weights in a state dictionary: an oracle.</summary>
internal static class PlainDenseNetwork
{
    public static double[] Predict(DenseNetwork network, float[] rows)
    {
        var state = network.state_dict().ToDictionary(e => e.Key, e => e.Value.detach().contiguous().data<float>().ToArray().Select(v => (double)v).ToArray());
        var options = network.Options;
        var width = state["mean"].Length;
        var predictions = new double[rows.Length / width];
        for (var row = 0; row < predictions.Length; row++)
        {
            var values = Enumerable.Range(0, width).Select(j => (rows[row * width + j] - state["mean"][j]) / state["scale"][j]).ToArray();
            for (var layer = 0; layer < options.HiddenLayers.Count; layer++)
            {
                var sums = Sums(values, state[$"hidden.{layer}.weight"], state[$"hidden.{layer}.bias"]);
                values = options.Activation switch
                {
                    Activation.Tanh => [.. sums.Select(Math.Tanh)],
                    Activation.Relu => [.. sums.Select(s => Math.Max(s, 0))],
                    Activation.LeakyRelu => [.. sums.Select(s => s > 0 ? s : options.NegativeSlope * s)],
                    Activation.Sigmoid => [.. sums.Select(s => 1 / (1 + Math.Exp(-s)))],
                    Activation.Maxout => [.. sums.Chunk(options.MaxoutPieces).Select(pieces => pieces.Max())],
                    _ => throw new InvalidOperationException(),
                };
            }
            predictions[row] = state["label_mean"][0] + state["label_scale"][0] * Sums(values, state["output.weight"], state["output.bias"])[0];
        }
        return predictions;
    }

    /// <summary>Random biases and output weights too, so that nothing is zero by initialisation.</summary>
    public static void Randomise(DenseNetwork network, int seed)
    {
        using var generator = new Generator((ulong)seed);
        using (no_grad())
            foreach (var parameter in network.parameters())
                parameter.uniform_(-1, 1, generator);
    }

    private static double[] Sums(double[] values, double[] weight, double[] bias) =>
        [.. bias.Select((b, unit) => b + Enumerable.Range(0, values.Length).Sum(j => weight[unit * values.Length + j] * values[j]))];
}
