namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of libtorch. It owns a native reference, which Dispose, its dispose scope, or at last the collector gives back.</summary>
    public partial class Tensor : IDisposable, IScoped
    {
        private static long s_totalCount;
        private static long s_peakCount;

        internal nint handle;
        private HandleGuard? _guard;

        internal DisposeScope? OwningDisposeScope { get; set; }

        DisposeScope? IScoped.OwningDisposeScope { get => OwningDisposeScope; set => OwningDisposeScope = value; }

        int IScoped.ScopeSlot { get; set; }

        /// <summary>Takes over an owned native handle and, unless told otherwise, registers with the current dispose scope. 0 makes a tensor that IsInvalid.</summary>
        internal Tensor(nint handle, bool register = true)
        {
            this.handle = handle;
            if (handle == 0) return;
            var total = Interlocked.Increment(ref s_totalCount);
            if (total > s_peakCount) s_peakCount = total;
            if (register) OwningDisposeScope = DisposeScopeManager.ThreadSingleton.RegisterOnCurrentDisposeScope(this);
            if (OwningDisposeScope is null) Guard();
        }

        /// <summary>Wraps an owned native handle (a c10::TensorImpl*).</summary>
        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => base.GetHashCode();

        /// <summary>A label for debugging.</summary>
        public string? name { get; set; }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (handle == 0) return;
            DisposeScopeManager.ThreadSingleton.DisposingOnCurrentScope(this);
            OwningDisposeScope?.MarkAsDisposed(this);
            Native.ld_release(MoveHandle());
        }

        /// <summary>True once the tensor has been disposed, and for the gradient of an input that was not used.</summary>
        public bool IsInvalid => handle == 0;

        /// <summary>Moves the tensor to the outer scope, or out of all scopes if there is none.</summary>
        public torch.Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes the tensor out of all scopes.</summary>
        public torch.Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public torch.Tensor MoveToOtherDisposeScope(torch.Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public torch.Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope == null && other != null) other.Attach(this);
            else OwningDisposeScope?.MoveToOther(other, this);
            return this;
        }

        [Obsolete("The method name misspells 'Detach.' Use 'DetachFromDisposeScope' instead.", false)]
        public torch.Tensor DetatchFromDisposeScope() => DetachFromDisposeScope();

        /// <summary>Gives the native reference to the caller and leaves this object empty.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            var owned = Handle;
            OwningDisposeScope?.Detach(this);
            MoveHandle();
            return owned;
        }

        /// <summary>The number of live Tensor objects.</summary>
        public static long TotalCount => Interlocked.Read(ref s_totalCount);

        /// <summary>The most Tensor objects that were ever live at once.</summary>
        public static long PeakCount => s_peakCount;

        /// <summary>The native handle.</summary>
        /// <exception cref="InvalidOperationException">The tensor has been disposed.</exception>
        public IntPtr Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        /// <summary>Empties this object and returns its native reference, which the caller then owns.</summary>
        internal nint MoveHandle()
        {
            var owned = handle;
            handle = 0;
            if (owned != 0) Interlocked.Decrement(ref s_totalCount);
            _guard?.Cancel();
            _guard = null;
            return owned;
        }

        /// <summary>Has the collector give back the native reference of a tensor that no scope owns.</summary>
        internal void Guard() => _guard ??= handle == 0 ? null : new HandleGuard(handle);

        void IScoped.LeftScope() => Guard();

        /// <summary>For the finalizer of an abandoned scope: gives back what no guard of its own will.</summary>
        internal void ReleaseUnguarded()
        {
            if (handle != 0 && _guard is null) Native.ld_release(MoveHandle());
        }

        /// <summary>The finalizer of scopeless tensors; those in a scope do without one, which makes them cheaper to create.</summary>
        private sealed class HandleGuard(nint handle)
        {
            ~HandleGuard()
            {
                Interlocked.Decrement(ref s_totalCount);
                Native.ld_release(handle);
            }

            internal void Cancel() => GC.SuppressFinalize(this);
        }
    }
}
