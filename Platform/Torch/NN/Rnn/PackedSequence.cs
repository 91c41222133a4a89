namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static partial class rnn
            {
                /// <summary>Sequences of different lengths without padding: all first elements, all second ones, …</summary>
                public sealed class PackedSequence : IDisposable
                {
                    /// <summary>(elements of all sequences, features)</summary>
                    public readonly Tensor data;

                    /// <summary>How many sequences reach each time; int64 on the CPU.</summary>
                    public readonly Tensor batch_sizes;

                    /// <summary>The sequences by falling length; null where they came in that order.</summary>
                    public readonly Tensor sorted_indices;

                    /// <summary>The places of the original sequences among the sorted ones; null likewise.</summary>
                    public readonly Tensor unsorted_indices;

                    internal PackedSequence(Tensor data, Tensor batchSizes, Tensor? sortedIndices, Tensor? unsortedIndices)
                    {
                        this.data = data;
                        batch_sizes = batchSizes;
                        sorted_indices = sortedIndices!;
                        unsorted_indices = unsortedIndices!;
                    }

                    public void Dispose()
                    {
                        foreach (var tensor in Tensors)
                            tensor.Dispose();
                    }

                    public PackedSequence MoveToOuterDisposeScope()
                    {
                        foreach (var tensor in Tensors)
                            tensor.MoveToOuterDisposeScope();
                        return this;
                    }

                    public PackedSequence DetachFromDisposeScope()
                    {
                        foreach (var tensor in Tensors)
                            tensor.DetachFromDisposeScope();
                        return this;
                    }

                    public PackedSequence MoveToOtherDisposeScope(PackedSequence other) =>
                        MoveToOtherDisposeScope(other.data.OwningDisposeScope);

                    public PackedSequence MoveToOtherDisposeScope(DisposeScope? other)
                    {
                        foreach (var tensor in Tensors)
                            tensor.MoveToOtherDisposeScope(other);
                        return this;
                    }

                    private IEnumerable<Tensor> Tensors =>
                        new[] { data, batch_sizes, sorted_indices, unsorted_indices }.Where(tensor => tensor is not null);
                }
            }
        }
    }
}
