using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    // Reading and writing elements from managed code.
    public unsafe partial class Tensor
    {
        /// <summary>A view of the elements; of a copy, where the tensor is not on the CPU.</summary>
        public Utils.TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType(typeof(T));
            return new Utils.TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        /// <summary>The value of a tensor of one element.</summary>
        /// <exception cref="ArgumentException">There is not exactly one element, or T is not its type.</exception>
        public T item<T>() where T : unmanaged
        {
            var info = Describe();
            if (info.Numel != 1) throw new ArgumentException("expected a tensor of one element");
            ValidateType(typeof(T));
            if (info.Device == (int)DeviceType.CPU)
            {
                var value = *(T*)Pointer();
                GC.KeepAlive(this);
                return value;
            }
            using var local = cpu();
            return local.item<T>();
        }

        public Scalar ToScalar() => Ops.item.Number(this);

        public double ReadCpuDouble(long i) => Utils.TensorAccessor<double>.ReadItemAt(this, i);

        public float ReadCpuSingle(long i) => Utils.TensorAccessor<float>.ReadItemAt(this, i);

        public int ReadCpuInt32(long i) => Utils.TensorAccessor<int>.ReadItemAt(this, i);

        public long ReadCpuInt64(long i) => Utils.TensorAccessor<long>.ReadItemAt(this, i);

        public byte ReadCpuByte(long i) => Utils.TensorAccessor<byte>.ReadItemAt(this, i);

        public sbyte ReadCpuSByte(long i) => Utils.TensorAccessor<sbyte>.ReadItemAt(this, i);

        public short ReadCpuInt16(long i) => Utils.TensorAccessor<short>.ReadItemAt(this, i);

        public bool ReadCpuBool(long i) => Utils.TensorAccessor<bool>.ReadItemAt(this, i);

        public T ReadCpuValue<T>(long i) where T : unmanaged => Utils.TensorAccessor<T>.ReadItemAt(this, i);

        public float ReadCpuFloat16(long i) => (float)Utils.TensorAccessor<Half>.ReadItemAt(this, i);

        public float ReadCpuBFloat16(long i) => Utils.TensorAccessor<BFloat16>.ReadItemAt(this, i).ToSingle();

        /// <summary>The raw bytes of a contiguous tensor on the CPU.</summary>
        public Span<byte> bytes
        {
            get
            {
                var size = ContiguousBytes();
                if (size > int.MaxValue) throw new ArgumentException("expected at most int.MaxValue elements for a span");
                return new Span<byte>((void*)Pointer(), (int)size);
            }
            set
            {
                var size = ContiguousBytes();
                if (size != value.Length) throw new ArgumentException($"Mismatched data sizes: the tensor has {size} bytes, got {value.Length}.");
                value.CopyTo(new Span<byte>((void*)Pointer(), value.Length));
                GC.KeepAlive(this);
            }
        }

        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            var left = ContiguousBytes();
            for (var p = (byte*)Pointer(); left > 0;)
            {
                var part = (int)Math.Min(left, Math.Max(bufferSize, 1 << 16));
                stream.Write(new ReadOnlySpan<byte>(p, part));
                p += part;
                left -= part;
            }
            GC.KeepAlive(this);
        }

        /// <exception cref="EndOfStreamException">The stream holds fewer bytes than the tensor.</exception>
        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            var left = ContiguousBytes();
            for (var p = (byte*)Pointer(); left > 0;)
            {
                var part = (int)Math.Min(left, Math.Max(bufferSize, 1 << 16));
                stream.ReadExactly(new Span<byte>(p, part));
                p += part;
                left -= part;
            }
            GC.KeepAlive(this);
        }

        /// <summary>Nested arrays of .NET values, or one value for a scalar.</summary>
        public object tolist()
        {
            if (Dimensions == 0) return Element();
            var parts = unbind();
            var list = Array.ConvertAll(parts, part => part.tolist());
            foreach (var part in parts) part.Dispose();
            return list;
        }

        private object Element() => dtype switch
        {
            ScalarType.Byte => item<byte>(),
            ScalarType.Int8 => item<sbyte>(),
            ScalarType.Int16 => item<short>(),
            ScalarType.Int32 => item<int>(),
            ScalarType.Int64 => item<long>(),
            ScalarType.Bool => item<bool>(),
            ScalarType.Float16 => item<Half>(),
            ScalarType.BFloat16 => item<BFloat16>(),
            ScalarType.Float32 => item<float>(),
            ScalarType.Float64 => item<double>(),
            ScalarType.ComplexFloat32 => item<(float, float)>(),
            _ => item<System.Numerics.Complex>(),
        };

        /// <summary>The address of the first element; 0 for a tensor without elements.</summary>
        internal nint Pointer()
        {
            var pointer = Native.ld_data(Handle);
            if (pointer == 0 && NumberOfElements > 0) Native.Throw();
            GC.KeepAlive(this);
            return pointer;
        }

        internal void ValidateType(Type dotnetType)
        {
            if (TypeOf(dtype) is { } expected && expected != dotnetType)
                throw new ArgumentException($"{dotnetType.Name} is not compatible with {dtype}");
        }

        private long ContiguousBytes()
        {
            var info = Describe();
            if (info.Contiguous == 0) throw new InvalidOperationException("Bytes of a tensor that is not contiguous: call contiguous() first.");
            if (info.Device != (int)DeviceType.CPU)
                throw new InvalidOperationException("expected a tensor on the CPU to read from, found one on a device: call cpu() first");
            return info.Numel * info.ElementSize;
        }
    }
}
