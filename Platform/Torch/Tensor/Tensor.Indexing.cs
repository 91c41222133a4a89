using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    // Python-like indexing; what it reads is a view where torch gives one.
    public unsafe partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => At([i1]);
            set => index_put_(value, i1);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => At([i1, i2]);
            set => index_put_(value, i1, i2);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => At([i1, i2, i3]);
            set => index_put_(value, i1, i2, i3);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At([i1, i2, i3, i4]);
            set => index_put_(value, i1, i2, i3, i4);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => At([i1, i2, i3, i4, i5]);
            set => index_put_(value, i1, i2, i3, i4, i5);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => At([i1, i2, i3, i4, i5, i6]);
            set => index_put_(value, i1, i2, i3, i4, i5, i6);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => At(indices);
            set => index_put_(value, Array.ConvertAll(indices, i => TensorIndex.Single(i)));
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var values = stackalloc Native.Value[indices.Length];
            var room = stackalloc long[3 * indices.Length];
            Encode(indices, values, room);
            nint result;
            Native.Check(Native.ld_index(Handle, values, indices.Length, &result));
            GC.KeepAlive(indices);
            GC.KeepAlive(this);
            return new Tensor(result);
        }

        public Tensor index(params Tensor[] indices) => index(Array.ConvertAll(indices, TensorIndex.Tensor));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => Put(value, indices, false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false) => Put(value, indices, accumulate);

        public Tensor index_put_(Tensor value, params Tensor[] indices) => Put(value, Array.ConvertAll(indices, TensorIndex.Tensor), false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            Put(value, Array.ConvertAll(indices, TensorIndex.Tensor), accumulate);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var scalar = ScalarTensor(value);
            return Put(scalar, indices, false);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));

        // The commonest index needs no array: one select after another.
        private Tensor At(ReadOnlySpan<long> indices)
        {
            if (indices.IsEmpty) return index(Array.Empty<TensorIndex>());
            var result = Ops.select_int.Call(this, 0, indices[0]);
            foreach (var index in indices[1..])
            {
                var outer = result;
                result = Ops.select_int.Call(outer, 0, index);
                outer.Dispose();
            }
            return result;
        }

        private Tensor Put(Tensor value, TensorIndex[] indices, bool accumulate)
        {
            if (accumulate && !indices.Any(index => index.kind == TensorIndex.Kind.Tensor))
                throw new ArgumentException("Accumulating needs at least one tensor among the indices.", nameof(indices));
            var values = stackalloc Native.Value[indices.Length];
            var room = stackalloc long[3 * indices.Length];
            Encode(indices, values, room);
            Native.Check(Native.ld_index_put(Handle, values, indices.Length, value.Handle, accumulate ? 1 : 0));
            GC.KeepAlive(indices);
            GC.KeepAlive(value);
            return this;
        }

        private Tensor ScalarTensor(Scalar value) => Ops.scalar_tensor.Call(value, dtype, Arg.None, device);

        private static void Encode(TensorIndex[] indices, Native.Value* values, long* room)
        {
            for (var i = 0; i < indices.Length; i++, room += 3)
            {
                ref readonly var index = ref indices[i];
                values[i] = default;
                switch (index.kind)
                {
                    case TensorIndex.Kind.None or TensorIndex.Kind.Null:
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        values[i].Tag = (int)Tag.Text;
                        break;
                    case TensorIndex.Kind.Tensor:
                        values[i].Tag = (int)Tag.Tensor;
                        values[i].Bits = index.tensor?.Handle ?? throw new ArgumentException($"Index {i} is a null tensor.", nameof(indices));
                        break;
                    case TensorIndex.Kind.Slice:
                        room[0] = index.startIndexOrBoolOrSingle ?? long.MinValue;
                        room[1] = index.stopIndex ?? long.MinValue;
                        room[2] = index.step ?? long.MinValue;
                        values[i] = new Native.Value { Tag = (int)Tag.Ints, Count = 3, Bits = (long)room };
                        break;
                    default:
                        values[i].Tag = (int)(index.kind == TensorIndex.Kind.Bool ? Tag.Bool : Tag.Int);
                        values[i].Bits = index.startIndexOrBoolOrSingle.GetValueOrDefault();
                        break;
                }
            }
        }
    }
}
