using System.Security.Cryptography;
using System.Text.Json;
using LeanDeep.Training.Experiments;

namespace LeanDeep.Training.Jobs;

/// <summary>What several runners share: which steps are done, and who is at work on which.</summary>
/// <remarks><c>steps/NAME-KEY.json</c> says that a step is done and holds the SHA-256 of each file that it made. <c>claims/NAME-KEY.lock</c> is locked by the
/// runner at work on it. The kernel frees a lock with its process, however that ends, so that no claim outlives its runner and no clock decides whether it has.
/// Between machines the file system must pass locks on (NFS version 4 does).</remarks>
public sealed class JobFolder
{
    private sealed record Output(string Path, string Sha256);

    private sealed record Marker(string Name, string Key, IReadOnlyList<Output> Outputs);

    private readonly string _steps, _claims;

    /// <param name="root">Folder of the run; made where absent.</param>
    /// <exception cref="IOException">It cannot be written, or its file system has no locks.</exception>
    public JobFolder(string root)
    {
        Root = root;
        _steps = Directory.CreateDirectory(Path.Combine(root, "steps")).FullName;
        _claims = Directory.CreateDirectory(Path.Combine(root, "claims")).FullName;
        RequireLocks();
    }

    /// <summary>Folder of the run.</summary>
    public string Root { get; }

    /// <summary>Claims a name for this runner until disposed; null while another has it.</summary>
    public IDisposable? TryClaim(string name) => Lock(Path.Combine(_claims, name + ".lock"));

    /// <summary>Claims a step; null while another runner, or another thread of this one, is at work on it.</summary>
    public IDisposable? TryClaim(JobStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return TryClaim(FileName(step));
    }

    /// <summary>Whether a runner is at work on a step now.</summary>
    public bool IsClaimed(JobStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (!File.Exists(Path.Combine(_claims, FileName(step) + ".lock")))
            return false;
        using var claim = TryClaim(step);
        return claim == null;
    }

    /// <summary>Waits for a name.</summary>
    public IDisposable Claim(string name, CancellationToken cancellation)
    {
        while (true)
        {
            if (TryClaim(name) is { } claim)
                return claim;
            cancellation.WaitHandle.WaitOne(50);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Whether a step has been published for its key; its files may have been damaged since.</summary>
    public bool IsPublished(JobStep step) => File.Exists(MarkerOf(step));

    /// <summary>Whether a step is done and its files are what they were.</summary>
    /// <param name="step">Claimed.</param>
    /// <param name="damage">What is not as it was, in words; null where nothing was made yet.</param>
    public bool IsDone(JobStep step, out string? damage)
    {
        damage = null;
        var path = MarkerOf(step);
        if (!File.Exists(path))
            return false;
        Marker? marker = null;
        try
        {
            marker = JsonSerializer.Deserialize<Marker>(File.ReadAllBytes(path), JobJournal.Format);
        }
        catch (JsonException)
        {
        }
        if (marker?.Key != step.Key)
            damage = $"{path}: expected the outputs of key {step.Key}, found {marker?.Key ?? "no JSON"}";
        else
            foreach (var output in marker.Outputs)
                damage ??= Differs(output);
        return damage == null;
    }

    /// <summary>Publishes a step as done, by an atomic rename.</summary>
    /// <param name="step">Claimed.</param>
    /// <param name="outputs">Files that it made.</param>
    public void Publish(JobStep step, IReadOnlyList<string> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        var marker = new Marker(step.Name, step.Key, [.. outputs.Select(path => new Output(Path.GetRelativePath(Root, path).Replace('\\', '/'), HashOf(path)))]);
        AtomicFile.Write(MarkerOf(step), stream => JsonSerializer.Serialize(stream, marker, JobJournal.Format));
    }

    /// <summary>The files of a step that is done.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public IReadOnlyList<string> Outputs(JobStep step)
    {
        var path = MarkerOf(step);
        return File.Exists(path) && JsonSerializer.Deserialize<Marker>(File.ReadAllBytes(path), JobJournal.Format) is { } marker
            ? [.. marker.Outputs.Select(output => Path.Combine(Root, output.Path))]
            : throw new InvalidDataException($"{path}: expected a step that is done, found none");
    }

    private string? Differs(Output output)
    {
        var path = Path.Combine(Root, output.Path);
        var found = File.Exists(path) ? HashOf(path) : null;
        return found == output.Sha256 ? null : $"{path}: expected SHA-256 {output.Sha256}, found {found ?? "no file"}";
    }

    private string MarkerOf(JobStep step) => Path.Combine(_steps, FileName(step) + ".json");

    private static string FileName(JobStep step) => $"{step.Name}-{step.Key[..12]}";

    private static string HashOf(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static FileStream? Lock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private void RequireLocks()
    {
        var path = Path.Combine(_claims, $"probe-{Guid.NewGuid():N}.lock");
        using (Lock(path) ?? throw new IOException($"{path}: expected a file to lock, found that it cannot be"))
        using (var second = Lock(path))
            if (second != null)
                throw new IOException($"{_claims}: expected a file system that locks files, found that two have one lock");
        File.Delete(path);
    }
}
