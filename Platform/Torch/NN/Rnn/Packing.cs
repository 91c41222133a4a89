namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static partial class rnn
            {
                private static readonly Op _pack = new("_pack_padded_sequence");
                private static readonly Op _unpack = new("_pad_packed_sequence");
                private static readonly Op _padSequence = new("pad_sequence");

                /// <param name="input">(time, batch, …), or (batch, time, …) with <paramref name="batch_first"/>.</param>
                /// <param name="lengths">The length of each sequence, int64.</param>
                /// <param name="enforce_sorted">Require falling lengths; otherwise they are sorted.</param>
                public static PackedSequence pack_padded_sequence(Tensor input, Tensor lengths, bool batch_first = false, bool enforce_sorted = true)
                {
                    using var scope = NewDisposeScope();
                    var sizes = lengths.to(ScalarType.Int64, CPU);
                    Tensor? sorted = null, unsorted = null;
                    if (!enforce_sorted)
                    {
                        (sizes, sorted) = sort(sizes, descending: true);
                        unsorted = argsort(sorted);
                        (sorted, unsorted) = (sorted.to(input.device), unsorted.to(input.device));
                        input = input.index_select(batch_first ? 0 : 1, sorted);
                    }
                    var (data, counts) = _pack.Pair(input, sizes, batch_first);
                    return new PackedSequence(data, counts, sorted, unsorted).MoveToOuterDisposeScope();
                }

                /// <returns>The padded sequences in their original order, and their lengths.</returns>
                /// <param name="total_length">The length of the time axis, at least that of the longest; default: that.</param>
                public static (Tensor, Tensor) pad_packed_sequence(PackedSequence sequence, bool batch_first = false, double padding_value = 0.0, long? total_length = null)
                {
                    using var scope = NewDisposeScope();
                    var (padded, lengths) = _unpack.Pair(sequence.data, sequence.batch_sizes, batch_first, padding_value, total_length ?? -1);
                    if (sequence.unsorted_indices is { } order)
                    {
                        padded = padded.index_select(batch_first ? 0 : 1, order);
                        lengths = lengths.index_select(0, order.cpu());
                    }
                    return (padded.MoveToOuterDisposeScope(), lengths.MoveToOuterDisposeScope());
                }

                /// <param name="sequences">(length, …) each.</param>
                /// <returns>(longest, batch, …), or (batch, longest, …) with <paramref name="batch_first"/>.</returns>
                public static Tensor pad_sequence(IEnumerable<Tensor> sequences, bool batch_first = false, double padding_value = 0.0) =>
                    _padSequence.Call(Arg.List(sequences), batch_first, padding_value);

                public static PackedSequence pack_sequence(IEnumerable<Tensor> sequences, bool enforce_sorted = true)
                {
                    var list = sequences.ToArray();
                    using var lengths = tensor(Array.ConvertAll(list, sequence => sequence.shape[0]));
                    using var padded = pad_sequence(list);
                    return pack_padded_sequence(padded, lengths, false, enforce_sorted);
                }
            }
        }
    }
}
