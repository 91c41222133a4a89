using System.Runtime.InteropServices;
using System.Text;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Feedforward;

/// <summary>The state of one training at an epoch's end, and its file form, which both backends share.</summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Values">(1 + moments)(parameters): the parameters, then the optimiser's moments, each in the order of <see cref="DenseParameters.Flatten"/>.</param>
internal sealed record DenseState(int Epoch, long Step, float[][] Values)
{
    private static ReadOnlySpan<byte> Magic => "LDDS1\n"u8;

    public void Write(Stream stream, string shape)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(shape);
        writer.Write(Epoch);
        writer.Write(Step);
        foreach (var values in Values)
            writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    /// <param name="stream">Where <see cref="Write"/> wrote.</param>
    /// <param name="shape">Shape expected.</param>
    /// <param name="arrays">1 + moments.</param>
    /// <param name="count">Parameters.</param>
    /// <exception cref="InvalidDataException">Something else, or of another shape, or cut off.</exception>
    public static DenseState Read(Stream stream, string shape, int arrays, int count)
    {
        try
        {
            using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
            if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic))
                throw new InvalidDataException("training state: expected one, found another kind of file");
            var found = reader.ReadString();
            if (found != shape)
                throw new InvalidDataException($"training state: expected {shape}, found {found}");
            var (epoch, step) = (reader.ReadInt32(), reader.ReadInt64());
            var values = new float[arrays][];
            for (var i = 0; i < arrays; i++)
            {
                values[i] = new float[count];
                stream.ReadExactly(MemoryMarshal.AsBytes(values[i].AsSpan()));
            }
            if (epoch < 0 || step < epoch)
                throw new InvalidDataException($"training state: expected epochs and steps done, found {epoch} and {step}");
            return new DenseState(epoch, step, values);
        }
        catch (EndOfStreamException)
        {
            throw new InvalidDataException($"training state: expected {arrays} × {count} values, found the end of the file");
        }
    }

    /// <summary>What two trainings must share for the state of one to continue in the other, in words.</summary>
    public static string Shape(DenseNetworkOptions network, int features, TrainerOptions trainer) =>
        string.Join('-', [features, .. network.HiddenLayers, network.Outputs])
        + $" {network.Activation}{(network.Activation == Networks.Activation.Maxout ? $" of {network.MaxoutPieces}" : "")}, {trainer.Optimiser}";
}
