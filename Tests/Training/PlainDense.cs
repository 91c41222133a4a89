using LeanDeep.Training.Networks;

namespace LeanDeep.Tests.Training;

/// <summary>A dense network in plain double arithmetic: an oracle.</summary>
internal static class PlainDense
{
    /// <param name="parameters">The network.</param>
    /// <param name="rows">(rows · features).</param>
    /// <returns>(rows · outputs).</returns>
    public static double[] Predict(DenseParameters parameters, ReadOnlySpan<float> rows)
    {
        var width = parameters.FeatureCount;
        var predictions = new List<double>();
        for (var at = 0; at < rows.Length; at += width)
        {
            var values = new double[width];
            for (var j = 0; j < width; j++)
                values[j] = ((double)rows[at + j] - parameters.Scaling.Mean[j]) / parameters.Scaling.Scale[j];
            foreach (var layer in parameters.Layers)
            {
                var sums = Sums(values, layer);
                values = layer == parameters.Layers[^1] ? sums : Activate(sums, parameters.Options);
            }
            predictions.AddRange(values.Select(v => parameters.Labels.Mean + parameters.Labels.Scale * v));
        }
        return [.. predictions];
    }

    public static double[] Activate(double[] sums, DenseNetworkOptions options) => options.Activation switch
    {
        Activation.Tanh => [.. sums.Select(Math.Tanh)],
        Activation.Relu => [.. sums.Select(s => Math.Max(s, 0))],
        Activation.LeakyRelu => [.. sums.Select(s => s > 0 ? s : options.NegativeSlope * s)],
        Activation.Sigmoid => [.. sums.Select(s => 1 / (1 + Math.Exp(-s)))],
        Activation.Maxout => [.. sums.Chunk(options.MaxoutPieces).Select(pieces => pieces.Max())],
        _ => throw new ArgumentException($"activation {options.Activation}"),
    };

    public static double[] Sums(double[] values, DenseLayer layer) =>
        [.. layer.Biases.Select((b, unit) => b + Enumerable.Range(0, values.Length).Sum(j => (double)layer.Weights[unit * values.Length + j] * values[j]))];
}
