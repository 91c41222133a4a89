using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The C interface of Native/shim.h. A tensor handle is an owned pointer; 0 is no tensor.</summary>
internal static unsafe partial class Native
{
    private const string Library = "leandeep_torch";

    static Native() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, ShimLocation.Resolve);

    [StructLayout(LayoutKind.Sequential)]
    internal struct Value
    {
        internal int Tag;
        internal int Count;
        internal long Bits;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Info
    {
        internal long Dim, Numel, StorageOffset, ElementSize;
        internal int DType, Device, Index, Layout, RequiresGrad, Leaf, Contiguous, Pinned;
    }

    [DllImport(Library)] internal static extern byte* ld_error();
    [DllImport(Library)] internal static extern nint ld_find(byte* name, byte* overload);
    [DllImport(Library)] internal static extern int ld_call(nint op, Value* arguments, int count, Value* results, int capacity);
    [DllImport(Library)] internal static extern void ld_free_list(Value* value);
    [DllImport(Library)] internal static extern void ld_release(nint handle);
    [DllImport(Library)] internal static extern nint ld_share(nint handle);
    [DllImport(Library)] internal static extern int ld_info(nint handle, Info* info);
    [DllImport(Library)] internal static extern int ld_dim(nint handle);
    [DllImport(Library)] internal static extern int ld_dtype(nint handle);
    [DllImport(Library)] internal static extern int ld_sizes(nint handle, long* sizes);
    [DllImport(Library)] internal static extern int ld_strides(nint handle, long* strides);
    [DllImport(Library)] internal static extern nint ld_data(nint handle);
    [DllImport(Library)] internal static extern int ld_index(nint handle, Value* indices, int count, nint* result);
    [DllImport(Library)] internal static extern int ld_index_put(nint handle, Value* indices, int count, nint value, int accumulate);

    [DllImport(Library)] internal static extern int ld_backward(nint* roots, int count, nint* gradients, int gradientCount, int retain, int create, nint* inputs, int inputCount);
    [DllImport(Library)] internal static extern int ld_grad(nint* outputs, int count, nint* inputs, int inputCount, nint* gradients, int gradientCount, int retain, int create, int allowUnused, nint* results);
    [DllImport(Library)] internal static extern int ld_grad_enabled();
    [DllImport(Library)] internal static extern void ld_set_grad_enabled(int enabled);
    [DllImport(Library)] internal static extern int ld_inference_enabled();
    [DllImport(Library)] internal static extern nint ld_inference_enter(int enabled);
    [DllImport(Library)] internal static extern void ld_inference_leave(nint guard);
    [DllImport(Library)] internal static extern int ld_anomaly_enabled();
    [DllImport(Library)] internal static extern int ld_anomaly_checks_nan();
    [DllImport(Library)] internal static extern void ld_set_anomaly(int enabled, int checkNaN);
    [DllImport(Library)] internal static extern int ld_requires_grad(nint handle);
    [DllImport(Library)] internal static extern int ld_set_requires_grad(nint handle, int value);
    [DllImport(Library)] internal static extern int ld_retain_grad(nint handle);
    [DllImport(Library)] internal static extern int ld_get_grad(nint handle, nint* result);
    [DllImport(Library)] internal static extern int ld_set_grad(nint handle, nint gradient);
    [DllImport(Library)] internal static extern int ld_set_data(nint handle, nint source);

    [DllImport(Library)] internal static extern nint ld_node_new(nint state, delegate* unmanaged<nint, nint*, int, nint*, int, byte*, int, int> run, delegate* unmanaged<nint, void> free, byte* name);
    [DllImport(Library)] internal static extern void ld_node_release(nint node);
    [DllImport(Library)] internal static extern nint ld_node_raw(nint node);
    [DllImport(Library)] internal static extern int ld_node_connect(nint node, nint* inputs, int count, int executable);
    [DllImport(Library)] internal static extern int ld_node_wrap(nint node, nint* inputs, int inputCount, nint* outputs, int outputCount, nint* dirty, int dirtyCount, nint* constant, int constantCount, int executable, int materialize, nint* results);
    [DllImport(Library)] internal static extern int ld_node_save(nint node, nint* values, int count);
    [DllImport(Library)] internal static extern int ld_node_saved_count(nint raw);
    [DllImport(Library)] internal static extern int ld_node_saved(nint raw, nint* results);

    [DllImport(Library)] internal static extern byte* ld_version();
    [DllImport(Library)] internal static extern byte* ld_config();
    [DllImport(Library)] internal static extern int ld_get_threads();
    [DllImport(Library)] internal static extern int ld_set_threads(int count);
    [DllImport(Library)] internal static extern int ld_get_interop_threads();
    [DllImport(Library)] internal static extern int ld_set_interop_threads(int count);
    [DllImport(Library)] internal static extern int ld_cuda_devices();
    [DllImport(Library)] internal static extern int ld_cudnn_available();
    [DllImport(Library)] internal static extern int ld_cuda_synchronize(long index);
    [DllImport(Library)] internal static extern int ld_cuda_seed(long seed, int all);
    [DllImport(Library)] internal static extern int ld_manual_seed(long seed);
    [DllImport(Library)] internal static extern nint ld_generator_new(int device, int index);
    [DllImport(Library)] internal static extern nint ld_generator_default(int device, int index);
    [DllImport(Library)] internal static extern void ld_generator_release(nint generator);
    [DllImport(Library)] internal static extern int ld_generator_set_seed(nint generator, long seed);
    [DllImport(Library)] internal static extern int ld_generator_seed(nint generator, int fresh, long* seed);
    [DllImport(Library)] internal static extern int ld_generator_get_state(nint generator, nint* state);
    [DllImport(Library)] internal static extern int ld_generator_set_state(nint generator, nint state);
    [DllImport(Library)] internal static extern int ld_get_flag(int flag);
    [DllImport(Library)] internal static extern int ld_set_flag(int flag, int value);
    [DllImport(Library)] internal static extern int ld_save(nint handle, byte* path);
    [DllImport(Library)] internal static extern int ld_load(byte* path, nint* result);

    internal static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    /// <summary>Throws torch's message if a native call returned a negative status.</summary>
    internal static int Check(int status)
    {
        if (status < 0) Throw();
        return status;
    }

    internal static nint Check(nint handle)
    {
        if (handle == 0) Throw();
        return handle;
    }

    internal static void Throw() => throw new ExternalException(Text(ld_error()));
}
