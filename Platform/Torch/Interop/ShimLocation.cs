using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Finds the native library and loads it with the thread settings that libtorch reads only while it loads.</summary>
internal static unsafe class ShimLocation
{
    private const string FileName = "libleandeep_torch.so";
    private static nint _handle;

    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "leandeep_torch") return 0;
        if (_handle != 0) return _handle;
        SetThreadDefaults();
        return _handle = Load(Candidates(assembly));
    }

    private static string[] Candidates(Assembly assembly) =>
        [.. new[] { Path.GetDirectoryName(assembly.Location), AppContext.BaseDirectory }
            .Where(folder => !string.IsNullOrEmpty(folder))
            .Select(folder => Path.GetFullPath(Path.Combine(folder!, FileName)))
            .Distinct()];

    internal static nint Load(string[] candidates)
    {
        var path = Array.Find(candidates, File.Exists)
            ?? throw new DllNotFoundException($"{FileName} not found: looked for {string.Join(", ", candidates)}; run ./leandeep setup, then build again");
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException error)
        {
            var reason = error.Message.Split('\n').FirstOrDefault(line => line.Contains("cannot open shared object", StringComparison.Ordinal)
                && !line.Contains(FileName + ": cannot open", StringComparison.Ordinal)) ?? error.Message.Split('\n')[0];
            throw new DllNotFoundException($"{path} cannot load libtorch: {reason.Trim()}; run ./leandeep setup (LIBTORCH names another libtorch)");
        }
    }

    // libgomp and OpenBLAS read these once, from the C environment, which .NET's does not write to.
    private static void SetThreadDefaults()
    {
        if (!OperatingSystem.IsLinux()) return;
        _ = setenv("OMP_WAIT_POLICY", "PASSIVE", 0);
        _ = setenv("OMP_NUM_THREADS", "1", 0);
        _ = setenv("OPENBLAS_NUM_THREADS", "1", 0);
    }

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int setenv(string name, string value, int overwrite);
}
