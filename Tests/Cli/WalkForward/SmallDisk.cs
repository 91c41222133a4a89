using System.Diagnostics;
using System.Globalization;

namespace LeanDeep.Tests.Cli.WalkForward;

/// <summary>A file system in memory of a given size, mounted on a folder until disposed.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    public SmallDisk(string folder, int kibibytes)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        if (!Call("mount", "-t", "tmpfs", "-o", Size(kibibytes), "tmpfs", _folder)) throw new IOException($"{folder}: expected to mount a tmpfs there, found that it cannot be");
    }

    public void Resize(int kibibytes) => Call("mount", "-o", $"remount,{Size(kibibytes)}", _folder);

    public void Dispose() => Call("umount", _folder);

    /// <summary>Whether this process may mount one.</summary>
    public static bool IsPossible { get; } = Try();

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root") return false;
        var folder = Directory.CreateTempSubdirectory("leandeep-mount-").FullName;
        try
        {
            using var disk = new SmallDisk(folder, 64);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    private static string Size(int kibibytes) => string.Create(CultureInfo.InvariantCulture, $"size={kibibytes}k");

    private static bool Call(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>A theory that mounts a small disk; skipped with a message where this process may not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountTheoryAttribute : TheoryAttribute
{
    public MountTheoryAttribute() => Skip = SmallDisk.IsPossible ? null : "a small disk: expected that tmpfs can be mounted, which takes root, found that it cannot be";
}
