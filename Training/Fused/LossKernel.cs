using LeanDeep.Training.Loop;

namespace LeanDeep.Training.Fused;

/// <summary>Losses of a chunk of rows and their derivatives by the last sums.</summary>
internal static unsafe class LossKernel
{
    /// <param name="options">Which loss.</param>
    /// <param name="layer">The output layer; its deltas are set.</param>
    /// <param name="labels">(rows) scaled.</param>
    /// <param name="rows">Rows that count.</param>
    /// <param name="blockRows">Rows of the chunk; the deltas of those that do not count become 0.</param>
    /// <param name="weight">Of a row, one over the rows of the batch.</param>
    /// <returns>Sum of the rows' losses.</returns>
    public static double Evaluate(TrainerOptions options, FusedLayer layer, float* labels, int rows, int blockRows, float weight)
    {
        float* sums = layer.Sums, deltas = layer.Deltas;
        var stride = layer.Stride;
        var total = 0.0;
        for (var row = 0; row < rows; row++, sums += stride, deltas += stride)
            total += options.Loss switch
            {
                TrainingLoss.MeanSquaredError => Square(*sums, labels[row], weight, deltas),
                TrainingLoss.Huber => Huber(*sums, labels[row], (float)options.HuberDelta, weight, deltas),
                _ when layer.Units == 1 => Logistic(*sums, labels[row], weight, deltas),
                _ => Softmax(sums, layer.Units, (int)labels[row], weight, deltas),
            };
        new Span<float>(deltas, (blockRows - rows) * stride).Clear();
        return total;
    }

    private static double Square(float z, float y, float weight, float* delta)
    {
        var e = z - y;
        *delta = 2 * e * weight;
        return (double)e * e;
    }

    private static double Huber(float z, float y, float delta, float weight, float* slope)
    {
        var e = z - y;
        if (MathF.Abs(e) > delta)
        {
            *slope = MathF.CopySign(delta, e) * weight;
            return delta * (Math.Abs((double)e) - 0.5 * delta);
        }
        *slope = e * weight;
        return 0.5 * e * e;
    }

    private static double Logistic(double z, double y, float weight, float* delta)
    {
        var e = Math.Exp(-Math.Abs(z));
        *delta = (float)((z >= 0 ? 1 / (1 + e) : e / (1 + e)) - y) * weight;
        return Math.Max(z, 0) - z * y + double.LogP1(e);
    }

    private static double Softmax(float* z, int classes, int label, float weight, float* deltas)
    {
        double largest = *z, sum = 0;
        for (var i = 1; i < classes; i++)
            largest = Math.Max(largest, z[i]);
        for (var i = 0; i < classes; i++)
            sum += Math.Exp(z[i] - largest);
        for (var i = 0; i < classes; i++)
            deltas[i] = (float)(Math.Exp(z[i] - largest) / sum - (i == label ? 1 : 0)) * weight;
        return largest + Math.Log(sum) - z[label];
    }
}
