using System.Runtime.InteropServices;
using System.Text;

namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class autograd
    {
        /// <summary>What forward keeps for backward.</summary>
        public class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> _data = [];
            private bool _materialize = true;

            internal AutogradContext()
            {
            }

            internal nint Node { get; set; }

            internal List<Tensor> Saved { get; private set; } = [];

            internal List<Tensor> Dirty { get; private set; } = [];

            internal List<Tensor> Constant { get; private set; } = [];

            /// <summary>For each argument of forward, whether it was a tensor.</summary>
            internal bool[] IsTensor { get; set; } = [];

            /// <summary>Saves tensors; call it once at most, from forward.</summary>
            public void save_for_backward(List<Tensor> tensors) => Saved = tensors;

            /// <summary>Saves what is not a tensor.</summary>
            public void save_data(string key, object value) => _data[key] = value;

            public object get_data(string key) => _data.TryGetValue(key, out var value) ? value : null!;

            /// <summary>Names the inputs that forward changed in place.</summary>
            public void mark_dirty(List<Tensor> tensors) => Dirty = [.. tensors];

            /// <summary>Names the outputs that have no gradient.</summary>
            public void mark_non_differentiable(List<Tensor> tensors) => Constant = [.. tensors];

            /// <summary>Whether backward sees zeros (the default) or a tensor that IsInvalid where an output has no gradient.</summary>
            public void set_materialize_grads(bool value) => _materialize = value;

            public bool MaterializeGrads => _materialize;

            /// <summary>The tensors saved by forward, checked for later changes in place. Only within backward.</summary>
            public List<Tensor> get_saved_variables()
            {
                if (Node == 0) return [.. Saved];
                var handles = new nint[Native.ld_node_saved_count(Node)];
                fixed (nint* h = handles) Native.Check(Native.ld_node_saved(Node, h));
                return [.. handles.Select(handle => handle == 0 ? null! : new Tensor(handle))];
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
            }
        }

        /// <summary>A function whose derivative is managed code. Call apply, not forward.</summary>
        public abstract class Function<T> where T : Function<T>, new()
        {
            internal static T Instance { get; set; } = new();

            public abstract string Name { get; }

            internal abstract List<Tensor> Forward(AutogradContext ctx, object[] vars);

            internal abstract List<Tensor> Backward(AutogradContext ctx, List<Tensor> gradients);

            public static List<Tensor> apply_internal(params object[] vars) => FunctionNode.Apply(Instance.Name, Instance.Forward, Instance.Backward, vars);
        }

        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            public static Tensor apply(params object[] vars) => apply_internal(vars)[0];

            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            /// <returns>One gradient for each argument of forward; null for those that are not tensors.</returns>
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            internal sealed override List<Tensor> Forward(AutogradContext ctx, object[] vars) => [forward(ctx, vars)];

            internal sealed override List<Tensor> Backward(AutogradContext ctx, List<Tensor> gradients) => backward(ctx, gradients[0]);
        }

        public abstract class MultiTensorFunction<T> : Function<T> where T : MultiTensorFunction<T>, new()
        {
            public static List<Tensor> apply(params object[] vars) => apply_internal(vars);

            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);

            /// <returns>One gradient for each argument of forward; null for those that are not tensors.</returns>
            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            internal sealed override List<Tensor> Forward(AutogradContext ctx, object[] vars) => forward(ctx, vars);

            internal sealed override List<Tensor> Backward(AutogradContext ctx, List<Tensor> gradients) => backward(ctx, gradients);
        }

        /// <summary>The managed side of a graph node; the native node holds it and lets it go. The context owns nothing native.</summary>
        [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Disposing the context does nothing.")]
        private sealed class FunctionNode(string name, Func<AutogradContext, List<Tensor>, List<Tensor>> backward)
        {
            private readonly AutogradContext _context = new();
            private nint _raw;

            internal static List<Tensor> Apply(string name, Func<AutogradContext, object[], List<Tensor>> forward, Func<AutogradContext, List<Tensor>, List<Tensor>> backward, object[] vars)
            {
                var managed = new FunctionNode(name, backward);
                var context = managed._context;
                context.IsTensor = Array.ConvertAll(vars, v => v is Tensor { IsInvalid: false });
                var inputs = vars.OfType<Tensor>().Where(t => !t.IsInvalid).ToList();
                var executable = AutoGradMode.IsEnabled && inputs.Exists(t => t.requires_grad);

                var state = GCHandle.ToIntPtr(GCHandle.Alloc(managed));
                nint node;
                fixed (byte* title = Utf8(name)) node = Native.Check(Native.ld_node_new(state, &Run, &Free, title));
                try
                {
                    managed._raw = Native.ld_node_raw(node);
                    fixed (nint* i = Handles(inputs)) Native.Check(Native.ld_node_connect(node, i, inputs.Count, executable ? 1 : 0));
                    List<Tensor> outputs;
                    using (new AutoGradMode(false)) outputs = forward(context, vars);
                    return managed.Wrap(node, inputs, outputs, executable);
                }
                finally
                {
                    Native.ld_node_release(node);
                    GC.KeepAlive(inputs);
                }
            }

            private List<Tensor> Wrap(nint node, List<Tensor> inputs, List<Tensor> outputs, bool executable)
            {
                var results = new nint[outputs.Count];
                fixed (nint* i = Handles(inputs), o = Handles(outputs), d = Handles(_context.Dirty), c = Handles(_context.Constant), r = results)
                {
                    Native.Check(Native.ld_node_wrap(node, i, inputs.Count, o, outputs.Count, d, _context.Dirty.Count, c, _context.Constant.Count,
                        executable ? 1 : 0, _context.MaterializeGrads ? 1 : 0, r));
                    if (executable && _context.Saved.Count > 0)
                    {
                        // An output is saved as the tensor that torch has tied to this node.
                        var saved = _context.Saved.Select(t => t is null ? 0 : outputs.FindIndex(x => ReferenceEquals(x, t)) is >= 0 and var k ? results[k] : (nint)t.Handle).ToArray();
                        fixed (nint* s = saved) Native.Check(Native.ld_node_save(node, s, saved.Length));
                    }
                }
                GC.KeepAlive(outputs);
                GC.KeepAlive(_context.Saved);
                if (executable) _context.save_for_backward([]);
                return [.. results.Select(handle => new Tensor(handle))];
            }

            [UnmanagedCallersOnly]
            private static int Run(nint state, nint* gradients, int count, nint* results, int inputs, byte* error, int room)
            {
                try
                {
                    ((FunctionNode)GCHandle.FromIntPtr(state).Target!).Run(gradients, count, results, inputs);
                    return 0;
                }
                catch (Exception exception)
                {
                    var text = Encoding.UTF8.GetBytes(exception.Message);
                    var length = Math.Min(text.Length, room - 1);
                    text.AsSpan(0, length).CopyTo(new Span<byte>(error, room));
                    error[length] = 0;
                    return -1;
                }
            }

            [UnmanagedCallersOnly]
            private static void Free(nint state) => GCHandle.FromIntPtr(state).Free();

            private void Run(nint* gradients, int count, nint* results, int inputs)
            {
                using var scope = NewDisposeScope();
                var given = new List<Tensor>(count);
                for (var i = 0; i < count; i++) given.Add(new Tensor(gradients[i]));
                _context.Node = _raw;
                var found = backward(_context, given);
                var expected = _context.IsTensor.Length;
                if (found.Count < expected || found.Skip(expected).Any(t => t is not null))
                    throw new InvalidOperationException($"Function {name} returned an incorrect number of gradients (expected {expected}, got {found.Count})");
                var next = 0;
                for (var i = 0; i < expected; i++)
                {
                    var gradient = found[i] is { IsInvalid: false } tensor ? tensor : null;
                    if (!_context.IsTensor[i])
                    {
                        if (gradient is not null)
                            throw new InvalidOperationException($"Function {name} returned a gradient at position {i + 1}, but that argument of forward was not a Tensor");
                        continue;
                    }
                    if (next < inputs) results[next++] = gradient is null ? 0 : Native.ld_share(gradient.Handle);
                }
            }
        }
    }
}
