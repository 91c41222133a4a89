namespace LeanDeep.Training.Hjb.Neural.Optimisers;

/// <summary>Adam with a learning rate that falls to a hundredth along a cosine, at new points in every step.</summary>
/// <remarks>Source: Kingma and Ba (2015).</remarks>
internal sealed class Adam(int parameters, double learningRate, int steps) : IOptimiser
{
    private const double First = 0.9, Second = 0.999, Small = 1e-8;
    private readonly double[] _mean = new double[parameters], _square = new double[parameters], _gradient = new double[parameters];
    private int _count;

    public bool Finished => _count >= steps;

    public double Step(NeuralSystem system, UniformGenerator generator)
    {
        system.Draw(generator);
        var values = system.Network.Parameters;
        var loss = system.Loss(values, _gradient);
        if (!double.IsFinite(loss)) return double.NaN;
        _count++;
        var rate = learningRate * (0.01 + 0.99 * 0.5 * (1 + Math.Cos(Math.PI * (_count - 1) / steps)));
        double first = 1 - Math.Pow(First, _count), second = 1 - Math.Pow(Second, _count);
        for (var i = 0; i < values.Length; i++)
        {
            _mean[i] = First * _mean[i] + (1 - First) * _gradient[i];
            _square[i] = Second * _square[i] + (1 - Second) * _gradient[i] * _gradient[i];
            values[i] -= rate * (_mean[i] / first) / (Math.Sqrt(_square[i] / second) + Small);
        }
        return loss;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_count);
        writer.WriteNumbers(_mean);
        writer.WriteNumbers(_square);
    }

    public void Restore(BinaryReader reader)
    {
        _count = reader.ReadInt32();
        reader.ReadNumbers(_mean);
        reader.ReadNumbers(_square);
    }
}
