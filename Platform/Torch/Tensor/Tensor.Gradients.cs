namespace TorchSharp;

public static partial class torch
{
    // The autograd side of a tensor.
    public unsafe partial class Tensor
    {
        public bool requires_grad
        {
            get
            {
                var required = Native.Check(Native.ld_requires_grad(Handle)) != 0;
                GC.KeepAlive(this);
                return required;
            }
            set
            {
                Native.Check(Native.ld_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Has backward keep the gradient of a tensor that is not a leaf.</summary>
        public void retain_grad()
        {
            Native.Check(Native.ld_retain_grad(Handle));
            GC.KeepAlive(this);
        }

        /// <summary>The accumulated gradient, or null; each read makes a new wrapper of the same tensor.</summary>
        public Tensor? grad
        {
            get
            {
                nint gradient;
                Native.Check(Native.ld_get_grad(Handle, &gradient));
                GC.KeepAlive(this);
                return gradient == 0 ? null : new Tensor(gradient);
            }
            set
            {
                Native.Check(Native.ld_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public void backward() => autograd.backward([this]);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        public Tensor detach_() => Ops.detach_.InPlace(this);
    }
}
