namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class autograd
    {
        /// <summary>Gradients of the sum of outputs with respect to inputs; they are returned, not accumulated.</summary>
        /// <param name="outputs">What is differentiated.</param>
        /// <param name="inputs">With respect to what.</param>
        /// <param name="grad_outputs">Weights of the outputs; null, or null elements, for scalar outputs.</param>
        /// <param name="retain_graph">Keeps the graph for another pass. Not implied by create_graph: pass it then too.</param>
        /// <param name="create_graph">Records the gradients themselves, for higher derivatives.</param>
        /// <param name="allow_unused">Gives a tensor that IsInvalid for inputs that outputs do not depend on, instead of an error.</param>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var gradients = Handles(grad_outputs, outputs.Count);
            var results = new nint[inputs.Count];
            fixed (nint* o = Handles(outputs), i = Handles(inputs), g = gradients, r = results)
            {
                Native.Check(Native.ld_grad(o, outputs.Count, i, inputs.Count, g, gradients.Length, retain_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, r));
            }
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Array.ConvertAll(results, handle => new Tensor(handle));
        }

        /// <summary>Accumulates the gradients of tensors into the leaves they depend on, or into inputs only.</summary>
        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            var gradients = Handles(grad_tensors, tensors.Count);
            var leaves = inputs is null ? [] : Handles(inputs);
            fixed (nint* t = Handles(tensors), g = gradients, i = leaves)
            {
                Native.Check(Native.ld_backward(t, tensors.Count, g, gradients.Length, retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, i, leaves.Length));
            }
            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);

        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);

        private static nint[] Handles(IList<Tensor> tensors)
        {
            var handles = new nint[tensors.Count];
            for (var i = 0; i < handles.Length; i++)
                handles[i] = (tensors[i] ?? throw new ArgumentException($"Tensor {i} is null.", nameof(tensors))).Handle;
            return handles;
        }

        // torch takes no gradients at all, or one (perhaps undefined) for each output.
        private static nint[] Handles(IList<Tensor>? gradients, int count) =>
            gradients is null ? [] : gradients.Select(g => g is null ? 0 : (nint)g.Handle).ToArray();
    }
}
