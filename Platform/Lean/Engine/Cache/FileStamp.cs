namespace QuantConnect.Lean.Engine;

/// <summary>What tells a changed file from an unchanged one.</summary>
/// <param name="Written">UTC ticks of its last change.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct FileStamp(long Written, long Length)
{
    /// <returns>False where there is no file.</returns>
    public static bool TryRead(string path, out FileStamp stamp)
    {
        var file = new FileInfo(path);
        stamp = file.Exists ? new FileStamp(file.LastWriteTimeUtc.Ticks, file.Length) : default;
        return file.Exists;
    }

    /// <summary>Whether a later change of the file must show in its stamp: clocks of file systems are coarse, up to two seconds.</summary>
    public bool IsSettled(DateTime utcNow) => Math.Abs(utcNow.Ticks - Written) > 2 * TimeSpan.TicksPerSecond;
}
