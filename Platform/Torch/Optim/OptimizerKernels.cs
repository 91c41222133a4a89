using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

/// <summary>The steps that run in native code, a whole group of parameters in one call.</summary>
internal static unsafe class OptimizerKernels
{
    [Flags]
    private enum Flags
    {
        None = 0,
        Maximize = 1,
        Amsgrad = 2,
        Decoupled = 4,
        Nesterov = 8,
        Centered = 16,
    }

    public static void ZeroGradients(IEnumerable<Parameter> parameters, bool setToNone = false)
    {
        var handles = Handles(parameters);
        fixed (nint* p = handles)
            Native.Check(Native.ld_zero_grads(p, handles.Length, setToNone ? 1 : 0));
        GC.KeepAlive(parameters);
    }

    /// <summary>Scales the gradients so that their joint norm is at most <paramref name="maxNorm"/>; returns the norm before.</summary>
    public static double ClipGradientNorm(IEnumerable<Parameter> parameters, double maxNorm, double normType)
    {
        double total;
        var handles = Handles(parameters);
        fixed (nint* p = handles)
            Native.Check(Native.ld_clip_grad_norm(p, handles.Length, maxNorm, normType, &total));
        GC.KeepAlive(parameters);
        return total;
    }

    public static void Adam(IEnumerable<Parameter> parameters, OrderedDict<nint, OptimizerState> states, double lr, double beta1, double beta2, double eps, double weightDecay, bool amsgrad, bool maximize, bool decoupled)
    {
        var group = new Group(parameters, states, slots: 3);
        var flags = Choose(maximize, Flags.Maximize) | Choose(amsgrad, Flags.Amsgrad) | Choose(decoupled, Flags.Decoupled);
        fixed (nint* p = group.Handles)
        fixed (long* steps = group.Steps)
        {
            var n = group.Count;
            Native.Check(Native.ld_adam(p, p + n, p + 2 * n, p + 3 * n, steps, n, lr, beta1, beta2, eps, weightDecay, (int)flags));
        }
        group.StoreSteps();
    }

    public static void Sgd(IEnumerable<Parameter> parameters, OrderedDict<nint, OptimizerState> states, double lr, double momentum, double dampening, double weightDecay, bool nesterov, bool maximize)
    {
        var group = new Group(parameters, states, slots: 1);
        var flags = Choose(maximize, Flags.Maximize) | Choose(nesterov, Flags.Nesterov);
        fixed (nint* p = group.Handles)
            Native.Check(Native.ld_sgd(p, p + group.Count, group.Count, lr, momentum, dampening, weightDecay, (int)flags));
        group.AdoptNewTensors(slot: 0);
    }

    public static void RmsProp(IEnumerable<Parameter> parameters, OrderedDict<nint, OptimizerState> states, double lr, double alpha, double eps, double weightDecay, double momentum, bool centered, bool maximize)
    {
        var group = new Group(parameters, states, slots: 3);
        var flags = Choose(maximize, Flags.Maximize) | Choose(centered, Flags.Centered);
        fixed (nint* p = group.Handles)
        fixed (long* steps = group.Steps)
        {
            var n = group.Count;
            Native.Check(Native.ld_rmsprop(p, p + n, p + 2 * n, p + 3 * n, steps, n, lr, alpha, eps, weightDecay, momentum, (int)flags));
        }
        group.StoreSteps();
    }

    public static void Adagrad(IEnumerable<Parameter> parameters, OrderedDict<nint, OptimizerState> states, double lr, double lrDecay, double weightDecay, double eps)
    {
        var group = new Group(parameters, states, slots: 1);
        fixed (nint* p = group.Handles)
        fixed (long* steps = group.Steps)
            Native.Check(Native.ld_adagrad(p, p + group.Count, steps, group.Count, lr, lrDecay, weightDecay, eps));
        group.StoreSteps();
    }

    private static Flags Choose(bool set, Flags flag) => set ? flag : Flags.None;

    private static nint[] Handles(IEnumerable<Parameter> parameters)
    {
        var list = parameters as Parameter[] ?? [.. parameters];
        return Array.ConvertAll(list, parameter => parameter.Handle);
    }

    /// <summary>The handles of a group's parameters, then those of each slot of their states, and the step counts.</summary>
    private readonly ref struct Group
    {
        private readonly OptimizerState[] _states;

        public Group(IEnumerable<Parameter> parameters, OrderedDict<nint, OptimizerState> states, int slots)
        {
            var list = parameters as Parameter[] ?? [.. parameters];
            Count = list.Length;
            Handles = new nint[Count * (slots + 1)];
            Steps = new long[Count];
            _states = new OptimizerState[Count];
            for (var i = 0; i < Count; i++)
            {
                var handle = list[i].Handle;
                var state = states.TryGetValue(handle, out var found)
                    ? found
                    : throw new InvalidOperationException("A parameter was moved or replaced after the optimizer was made.");
                Handles[i] = handle;
                for (var slot = 0; slot < slots; slot++)
                    Handles[(slot + 1) * Count + i] = state.Slot(slot)?.Handle ?? 0;
                Steps[i] = state.Steps;
                _states[i] = state;
            }
        }

        public int Count { get; }

        public nint[] Handles { get; }

        public long[] Steps { get; }

        public void StoreSteps()
        {
            for (var i = 0; i < Count; i++)
                _states[i].Steps = Steps[i];
        }

        /// <summary>Takes over the tensors that the native step made where a slot was empty.</summary>
        public void AdoptNewTensors(int slot)
        {
            for (var i = 0; i < Count; i++)
            {
                ref var tensor = ref _states[i].Slot(slot);
                if (tensor is null && Handles[(slot + 1) * Count + i] is not 0 and var handle)
                    tensor = new torch.Tensor(handle, register: false);
            }
        }
    }
}
