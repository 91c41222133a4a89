using System.Runtime.InteropServices;

namespace LeanDeep.Training.DataParallel;

/// <summary>The functions of Open MPI's libmpi that are used. Its handles are addresses of symbols, which MPICH's are not.</summary>
/// <remarks>Source: MPI: A Message-Passing Interface Standard 3.1 (2015), chapters 5, 6 and 8; Open MPI 4.1, mpi.h.</remarks>
internal sealed unsafe class MpiLibrary
{
    private static readonly string[] Names = ["libmpi.so.40", "libmpi.so", "libmpi.40.dylib"];
    private static readonly void* InPlace = (void*)1;
    private readonly nint _world, _double, _sum;
    private readonly delegate* unmanaged<nint, int*, int> _rank, _size;
    private readonly delegate* unmanaged<void*, void*, int, nint, nint, nint, int> _allreduce;
    private readonly delegate* unmanaged<int> _finalize;

    private MpiLibrary(nint handle)
    {
        (_world, _double, _sum) = (NativeLibrary.GetExport(handle, "ompi_mpi_comm_world"), NativeLibrary.GetExport(handle, "ompi_mpi_double"), NativeLibrary.GetExport(handle, "ompi_mpi_op_sum"));
        _rank = (delegate* unmanaged<nint, int*, int>)NativeLibrary.GetExport(handle, "MPI_Comm_rank");
        _size = (delegate* unmanaged<nint, int*, int>)NativeLibrary.GetExport(handle, "MPI_Comm_size");
        _allreduce = (delegate* unmanaged<void*, void*, int, nint, nint, nint, int>)NativeLibrary.GetExport(handle, "MPI_Allreduce");
        _finalize = (delegate* unmanaged<int>)NativeLibrary.GetExport(handle, "MPI_Finalize");
        // Open MPI's handlers of SIGSEGV and SIGFPE would stand where the runtime's own are.
        _ = SetVariable("OMPI_MCA_opal_signal", "", 1);
        Check(((delegate* unmanaged<int*, byte***, int>)NativeLibrary.GetExport(handle, "MPI_Init"))(null, null), "MPI_Init");
    }

    /// <exception cref="DllNotFoundException">There is no Open MPI on this machine.</exception>
    public static MpiLibrary Start()
    {
        foreach (var name in Names)
            if (NativeLibrary.TryLoad(name, out var handle) && NativeLibrary.TryGetExport(handle, "ompi_mpi_comm_world", out _))
                return new MpiLibrary(handle);
        throw new DllNotFoundException("Open MPI: expected libmpi.so.40 (Debian: libopenmpi3), found none");
    }

    public int Rank()
    {
        int rank;
        Check(_rank(_world, &rank), "MPI_Comm_rank");
        return rank;
    }

    public int Size()
    {
        int size;
        Check(_size(_world, &size), "MPI_Comm_size");
        return size;
    }

    public void SumOverAll(Span<double> values)
    {
        fixed (double* first = values)
            Check(_allreduce(InPlace, first, values.Length, _double, _sum, _world), "MPI_Allreduce");
    }

    public void Finish() => Check(_finalize(), "MPI_Finalize");

    private static void Check(int result, string function)
    {
        if (result != 0)
            throw new InvalidOperationException($"{function}: expected success, found error {result}");
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable([MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);
}
