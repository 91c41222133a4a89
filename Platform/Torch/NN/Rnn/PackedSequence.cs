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
                public sealed class PackedSequence : IDisposable, IScoped
                {
                    /// <summary>(elements of all sequences, features)</summary>
                    public readonly Tensor data;

                    /// <summary>How many sequences reach each time; int64 on the CPU.</summary>
                    public readonly Tensor batch_sizes;

                    /// <summary>The sequences by falling length; null where they came in that order.</summary>
                    public readonly Tensor sorted_indices;

                    /// <summary>The places of the original sequences among the sorted ones; null likewise.</summary>
                    public readonly Tensor unsorted_indices;

                    private DisposeScope? _scope;
                    private bool _disposed;

                    /// <summary>Takes the tensors over: the scope owns them through this object only.</summary>
                    internal PackedSequence(Tensor data, Tensor batchSizes, Tensor? sortedIndices, Tensor? unsortedIndices)
                    {
                        this.data = data.DetachFromDisposeScope();
                        batch_sizes = batchSizes.DetachFromDisposeScope();
                        sorted_indices = sortedIndices?.DetachFromDisposeScope()!;
                        unsorted_indices = unsortedIndices?.DetachFromDisposeScope()!;
                        _scope = DisposeScopeManager.ThreadSingleton.RegisterOnCurrentDisposeScope(this);
                    }

                    DisposeScope? IScoped.OwningDisposeScope { get => _scope; set => _scope = value; }

                    int IScoped.ScopeSlot { get; set; }

                    public void Dispose()
                    {
                        if (_disposed)
                            return;
                        _disposed = true;
                        DisposeScopeManager.ThreadSingleton.DisposingOnCurrentScope(this);
                        _scope?.MarkAsDisposed(this);
                        data.Dispose();
                        batch_sizes.Dispose();
                        sorted_indices?.Dispose();
                        unsorted_indices?.Dispose();
                    }

                    public PackedSequence MoveToOuterDisposeScope()
                    {
                        _scope?.MoveToOuter(this);
                        return this;
                    }

                    public PackedSequence DetachFromDisposeScope()
                    {
                        _scope?.Detach(this);
                        return this;
                    }

                    public PackedSequence MoveToOtherDisposeScope(PackedSequence other) => MoveToOtherDisposeScope(other._scope);

                    public PackedSequence MoveToOtherDisposeScope(DisposeScope? other)
                    {
                        if (_scope is null && other is not null)
                            other.Attach(this);
                        else
                            _scope?.MoveToOther(other, this);
                        return this;
                    }

                    /// <summary>The tensors look after themselves: no scope owns them.</summary>
                    void IScoped.LeftScope() { }
                }
            }
        }
    }
}
