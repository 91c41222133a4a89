
namespace TorchSharp;

/// <summary>The functions of torch, under TorchSharp's names, over the libtorch of the machine.</summary>
public static partial class torch
{
    /// <summary>The version of the libtorch in use.</summary>
    public static unsafe string __version__ => Native.Text(Native.ld_version());

    public static void set_default_dtype(ScalarType dtype)
    {
        if (!is_floating_point(dtype)) throw new ArgumentException($"only floating-point types are supported as the default type, got {dtype}", nameof(dtype));
        s_defaultType = dtype;
    }

    public static ScalarType get_default_dtype() => s_defaultType;

    public static void set_default_tensor_type(Tensor t) => set_default_dtype(t.dtype);

    public static bool is_tensor(object obj) => obj is Tensor;

    /// <summary>Begins a scope that disposes, when it ends, the tensors that this thread creates from now on.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.NewDisposeScope();

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.CurrentDisposeScope;

    /// <summary>Evaluates an expression in a scope of its own and keeps only its result.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    public static IDisposable no_grad() => new AutoGradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);

    public static bool is_grad_enabled() => AutoGradMode.IsEnabled;

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => InferenceMode.IsEnabled;

    public static int get_num_threads() => Native.ld_get_threads();

    /// <summary>Threads within one operator, of libtorch and of an OpenBLAS beneath it; one unless OMP_NUM_THREADS says otherwise.</summary>
    public static void set_num_threads(int num) => Native.Check(Native.ld_set_threads(num));

    public static int get_num_interop_threads() => Native.ld_get_interop_threads();

    public static void set_num_interop_threads(int num) => Native.Check(Native.ld_set_interop_threads(num));

    public static void save(Tensor t, string location) => t.save(location);

    /// <summary>Loads a tensor that torch's own format holds.</summary>
    public static unsafe Tensor load(string location)
    {
        nint handle;
        fixed (byte* path = Utf8(location)) Native.Check(Native.ld_load(path, &handle));
        return new Tensor(handle);
    }

    /// <summary>Nothing to do here: errors are thrown where they occur.</summary>
    public static void CheckForErrors()
    {
    }
}
