using static TorchSharp.torch;

namespace TorchSharp;

// TorchSharp's binary form of tensors, which modules use too.
public static partial class TensorExtensionMethods
{
    public static Modules.Parameter AsParameter(this Tensor tensor) => new(tensor);

    public static void Save(this Tensor tensor, BinaryWriter writer) => TensorStream.Write(writer, tensor);

    /// <summary>Writes and closes the stream.</summary>
    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    public static void Save(this Tensor tensor, string location) => tensor.Save(File.Create(location));

    /// <summary>Reads into a tensor that has the type and shape of the one written, or passes over it.</summary>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        if (skip) TensorStream.Skip(reader);
        else TensorStream.Read(reader, tensor);
    }

    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        Tensor? tensor = null;
        Load(ref tensor, reader, skip);
        return tensor!;
    }

    /// <summary>Reads into a tensor, or makes it where it is null; skipping makes one of zeros.</summary>
    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        if (tensor is not null) tensor.Load(reader, skip);
        else if (!skip) tensor = TensorStream.Read(reader);
        else
        {
            using var passed = TensorStream.Read(reader);
            tensor = passed.zeros_like();
        }
    }
}

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor Load(BinaryReader reader) => TensorStream.Read(reader);

        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream);
            return Load(reader);
        }

        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        public static Tensor Load(string location)
        {
            if (!File.Exists(location)) throw new FileNotFoundException($"{location}: no such file", location);
            using var stream = File.OpenRead(location);
            return Load(stream);
        }

        public Tensor gelu(Modules.GELU.Approximate approximate) => Ops.gelu.Call(this, approximate.ToString());

        public Tensor gelu_(Modules.GELU.Approximate approximate) => Ops.gelu_.InPlace(this, approximate.ToString());

        /// <summary>The custom operator that F# writes as --&gt;.</summary>
        public static Tensor op_MinusMinusGreater(Tensor t, nn.Module<Tensor, Tensor> m) => m.call(t);
    }
}
