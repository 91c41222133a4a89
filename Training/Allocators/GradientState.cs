using System.Security.Cryptography;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators;

/// <summary>The state of a training as bytes: mark, epochs done, shape of the module, its parameters and buffers, the optimiser's moments, the weights
/// remembered, SHA-256 of all.</summary>
internal static class GradientState
{
    private const string Mark = "LeanDeep gradient training 1";

    public static void Write(Stream stream, int epoch, nn.Module module, Adam optimiser, WeightMemory? memory)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Mark);
            writer.Write(Shape(module));
            writer.Write(epoch);
            Part(writer, part => module.save(part));
            Part(writer, part => optimiser.save_state_dict(part));
            Part(writer, part => memory?.Save(part));
        }
        var bytes = content.ToArray();
        stream.Write(bytes);
        stream.Write(SHA256.HashData(bytes));
    }

    /// <returns>Epochs done.</returns>
    public static int Read(Stream stream, nn.Module module, Adam optimiser, WeightMemory? memory)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        var all = content.ToArray();
        if (all.Length < SHA256.HashSizeInBytes || !SHA256.HashData(all.AsSpan(..^SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(all.AsSpan(^SHA256.HashSizeInBytes..)))
            throw new InvalidDataException($"training state: expected one that a training wrote, found {all.Length} bytes, damaged or of something else");
        using var reader = new BinaryReader(new MemoryStream(all));
        var (mark, shape, expected) = (reader.ReadString(), reader.ReadString(), Shape(module));
        if (mark != Mark)
            throw new InvalidDataException($"training state: expected {Mark}, found {mark}");
        if (shape != expected)
            throw new InvalidDataException($"training state: expected {expected}, found {shape}");
        var epoch = reader.ReadInt32();
        Part(reader, part => module.load(part));
        Part(reader, optimiser.load_state_dict);
        Part(reader, part => memory?.Restore(part));
        return epoch;
    }

    private static string Shape(nn.Module module) =>
        $"{module.GetName()}: {string.Join(", ", module.state_dict().Select(entry => $"{entry.Key} {entry.Value.dtype} [{string.Join(" ", entry.Value.shape)}]"))}";

    private static void Part(BinaryWriter writer, Action<BinaryWriter> write)
    {
        using var part = new MemoryStream();
        using (var inner = new BinaryWriter(part, System.Text.Encoding.UTF8, leaveOpen: true))
            write(inner);
        writer.Write((int)part.Length);
        writer.Write(part.ToArray());
    }

    private static void Part(BinaryReader reader, Action<BinaryReader> read)
    {
        using var inner = new BinaryReader(new MemoryStream(reader.ReadBytes(reader.ReadInt32())));
        read(inner);
    }
}
