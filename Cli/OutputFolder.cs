namespace LeanDeep.Cli;

/// <summary>Finds out before the work whether its result can be written.</summary>
internal static class OutputFolder
{
    /// <summary>Passes when the folder can be written to, or made; makes nothing.</summary>
    /// <exception cref="IOException">It cannot; the message says what stands in the way.</exception>
    public static void Require(string path)
    {
        var folder = Path.GetFullPath(path);
        while (!Directory.Exists(folder))
        {
            if (File.Exists(folder)) throw new IOException($"{path}: expected a folder to write to, found the file {folder}");
            folder = Path.GetDirectoryName(folder) ?? throw new IOException($"{path}: expected a folder to write to, found none above it");
        }
        try
        {
            using var probe = new FileStream(Path.Combine(folder, $".leandeep-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: expected a folder to write to, found that {folder} cannot be written to");
        }
    }
}
