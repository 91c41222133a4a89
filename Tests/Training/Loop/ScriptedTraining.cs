using LeanDeep.Training.Loop;

namespace LeanDeep.Tests.Training.Loop;

/// <summary>A training whose losses are given; its state is the number of epochs done.</summary>
internal sealed class ScriptedTraining(params double[] losses) : ITraining
{
    public int Epoch { get; private set; }

    public double RunEpoch(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return losses[Epoch++ % losses.Length];
    }

    public void Save(Stream stream) => stream.WriteByte((byte)Epoch);

    public void Restore(Stream stream) => Epoch = stream.ReadByte();

    public void Dispose()
    {
    }
}
