using System.Globalization;
using LeanDeep.Models.Inference;

namespace LeanDeep.Models.Registry;

/// <summary>The models of an object store: bundles by name and date that may trade, and below <c>candidates/</c>, a store in itself, those kept aside. Moving a bundle from one to
/// the other is a rename, so that an algorithm that looks meanwhile sees it whole or not at all.</summary>
/// <remarks>An algorithm asks for the newest bundle whose training ended before its day (<see cref="ModelSchedule{TModel}"/>): promoting and rolling back decide which there are.
/// Changes to one model wait for each other, across processes.</remarks>
public sealed class ModelRegistry
{
    private const string Models = "models";
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromHours(1);
    private readonly TimeProvider _time;

    /// <param name="root">Root of the object store.</param>
    /// <param name="time">Clock of the history, and of the age of what killed writers have left.</param>
    public ModelRegistry(string root, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(time);
        (Root, _time) = (root, time);
    }

    /// <summary>Root of the object store.</summary>
    public string Root { get; }

    /// <summary>Store of the bundles kept aside from another.</summary>
    public static string Candidates(string root) => Path.Combine(root, "candidates");

    /// <summary>Names of models that have a bundle, in order.</summary>
    public IReadOnlyList<string> Names() =>
        [.. new[] { Root, Candidates(Root) }.Select(root => Path.Combine(root, Models)).Where(Directory.Exists).SelectMany(Directory.GetDirectories)
            .Select(path => Path.GetFileName(path)).Where(ModelBundle.IsName).Distinct().Where(name => List(name).Count > 0).Order(StringComparer.Ordinal)];

    /// <summary>The bundles of a model, oldest first, the promoted of a date before the candidate.</summary>
    /// <exception cref="ArgumentException">Not a model's name.</exception>
    public IReadOnlyList<RegistryEntry> List(string name) =>
        [.. Of(name, BundleState.Promoted).Concat(Of(name, BundleState.Candidate)).OrderBy(entry => entry.TrainedThrough)];

    /// <summary>What has been done to the bundles of a model, oldest first.</summary>
    public IReadOnlyList<RegistryEvent> History(string name) => RegistryHistory.Read(HistoryPath(name));

    /// <summary>Lets a candidate trade.</summary>
    /// <exception cref="InvalidDataException">There is no such candidate, a bundle of its date trades already, or it is damaged or could not trade: says why.</exception>
    public void Promote(string name, DateOnly trainedThrough, string reason)
    {
        using var held = Hold(name);
        var candidate = Require(name, trainedThrough, BundleState.Candidate);
        if (BundleVerification.Fault(candidate) is { } fault)
            throw new InvalidDataException(fault);
        if (Of(name, BundleState.Promoted).FirstOrDefault(entry => entry.TrainedThrough == trainedThrough) is { } promoted)
            throw new InvalidDataException($"{FolderOf(promoted)}: expected no promoted bundle of the candidate's date, found one: roll it back first");
        Move(candidate, Root);
        Note(name, RegistryAction.Promote, trainedThrough, reason);
    }

    /// <summary>Keeps the newest promoted bundles aside, so that an older one trades.</summary>
    /// <param name="name">Of the model.</param>
    /// <param name="to">The bundle that shall trade; null for the one before the newest.</param>
    /// <param name="reason">In words, for the history.</param>
    /// <returns>The bundles kept aside, newest first.</returns>
    /// <exception cref="InvalidDataException">There is no older one, or no such bundle: says what there is.</exception>
    public IReadOnlyList<RegistryEntry> RollBack(string name, DateOnly? to, string reason)
    {
        using var held = Hold(name);
        var promoted = Of(name, BundleState.Promoted);
        if (to is null && promoted.Count < 2)
            throw new InvalidDataException($"{Path.Combine(Root, Models, name)}: expected at least 2 promoted bundles to roll back, found {promoted.Count}");
        var target = to is { } date ? Require(name, date, BundleState.Promoted) : promoted[^2];
        if (BundleVerification.Fault(target) is { } fault)
            throw new InvalidDataException(fault);
        RegistryEntry[] moved = [.. promoted.Where(entry => entry.TrainedThrough > target.TrainedThrough).Reverse()];
        foreach (var entry in moved)
        {
            if (Of(name, BundleState.Candidate).Any(other => other.TrainedThrough == entry.TrainedThrough))
            {
                ModelBundle.Delete(Candidates(Root), name, entry.TrainedThrough);
                Note(name, RegistryAction.Delete, entry.TrainedThrough, "candidate in the place of the one rolled back");
            }
            Move(entry, Candidates(Root));
            Note(name, RegistryAction.RollBack, entry.TrainedThrough, reason);
        }
        return moved;
    }

    /// <summary>Deletes the bundles of a model that are older than the newest promoted ones, and what killed writers have left.</summary>
    /// <param name="name">Of the model.</param>
    /// <param name="keep">How many promoted bundles stay, at least 1; candidates stay where they are newer than the oldest of these.</param>
    /// <param name="tryOnly">Delete nothing.</param>
    /// <returns>The bundles deleted, oldest first, and the folders that were left over.</returns>
    public (IReadOnlyList<RegistryEntry> Bundles, IReadOnlyList<string> Leftovers) Collect(string name, int keep, bool tryOnly = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        using var held = Hold(name);
        var promoted = Of(name, BundleState.Promoted);
        RegistryEntry[] old = promoted.Count == 0 ? [] : [.. List(name).Where(entry => entry.TrainedThrough < promoted[Math.Max(0, promoted.Count - keep)].TrainedThrough)];
        var limit = _time.GetUtcNow().UtcDateTime - LeftoverAge;
        string[] leftovers = [.. new[] { Root, Candidates(Root) }.Select(root => Path.Combine(root, Models, name)).Where(Directory.Exists).SelectMany(Directory.GetDirectories)
            .Where(path => IsLeftover(Path.GetFileName(path)) && Directory.GetLastWriteTimeUtc(path) < limit).Order(StringComparer.Ordinal)];
        if (tryOnly)
            return (old, leftovers);
        foreach (var entry in old)
        {
            ModelBundle.Delete(entry.Store, name, entry.TrainedThrough);
            Note(name, RegistryAction.Delete, entry.TrainedThrough, $"{entry.State} older than the newest {keep}".ToLowerInvariant());
        }
        foreach (var path in leftovers)
            Directory.Delete(path, recursive: true);
        return (old, leftovers);
    }

    /// <summary>Adds a line to a model's history.</summary>
    public void Record(string name, RegistryAction action, DateOnly trainedThrough, string reason)
    {
        using var held = Hold(name);
        Note(name, action, trainedThrough, reason);
    }

    private IReadOnlyList<RegistryEntry> Of(string name, BundleState state)
    {
        var store = state == BundleState.Promoted ? Root : Candidates(Root);
        return [.. ModelBundle.Dates(store, name).Select(date => new RegistryEntry(name, date, state, store))];
    }

    private RegistryEntry Require(string name, DateOnly date, BundleState state) =>
        Of(name, state).FirstOrDefault(entry => entry.TrainedThrough == date)
        ?? throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
            $"{Path.Combine(Root, Models, name)}: expected a {(state == BundleState.Promoted ? "promoted bundle" : "candidate")} of {date:yyyy-MM-dd}, found {(Of(name, state) is { Count: > 0 } there ? string.Join(", ", there.Select(entry => entry.TrainedThrough.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))) : "none")}"));

    private static void Move(RegistryEntry entry, string store)
    {
        var target = Path.Combine(store, ModelBundle.FolderKey(entry.Name, entry.TrainedThrough));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Directory.Move(FolderOf(entry), target);
    }

    private static string FolderOf(RegistryEntry entry) => Path.Combine(entry.Store, ModelBundle.FolderKey(entry.Name, entry.TrainedThrough));

    // As ModelBundle names what it writes and deletes: yyyyMMdd-writing-…, -replaced-…, -removed-….
    private static bool IsLeftover(string folder) =>
        folder.Split('-') is [{ Length: 8 } date, "writing" or "replaced" or "removed", { Length: 32 }] && date.All(char.IsAsciiDigit);

    private string HistoryPath(string name) => Path.Combine(Root, Path.GetDirectoryName(ModelBundle.FolderKey(name, default))!, "history.jsonl");

    private void Note(string name, RegistryAction action, DateOnly trainedThrough, string reason) =>
        RegistryHistory.Add(HistoryPath(name), new RegistryEvent(_time.GetUtcNow(), action, trainedThrough, reason));

    /// <summary>Waits until no other process changes the model; the kernel frees the lock of one that dies.</summary>
    private FileStream Hold(string name)
    {
        var path = Path.Combine(Path.GetDirectoryName(HistoryPath(name))!, "registry.lock");
        if (List(name).Count == 0)
            throw new InvalidDataException($"{Path.GetDirectoryName(path)}: expected a model with bundles, found none");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var attempt = 0; ; attempt++)
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException error) when (File.Exists(path))
            {
                if (attempt == 200)
                    throw new IOException($"{path}: expected no other change of {name} for 10 s, found one at work", error);
                Thread.Sleep(50);
            }
    }
}
