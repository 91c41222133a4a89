namespace LeanDeep.Cli.PlatformCheck;

/// <param name="Member">A type or member of the platform.</param>
/// <param name="Where">File and line of its first use.</param>
/// <param name="Verdict">How it stands to the package.</param>
/// <param name="Detail">What is expected and what is found; null where it is the same.</param>
internal sealed record UsedMember(string Member, string Where, SurfaceVerdict Verdict, string? Detail);

/// <param name="Package">Which package.</param>
/// <param name="Compared">Visible types and members of the embedded assembly.</param>
/// <param name="Same">Of these, how many the package has just so.</param>
/// <param name="Narrower">Those of which the package allows more.</param>
/// <param name="Different">Those that the package has otherwise.</param>
/// <param name="Absent">Those that the package lacks.</param>
/// <param name="LackedTypes">Types of the package that are not embedded.</param>
/// <param name="LackedMembers">Members of the package, in embedded types, that are not.</param>
/// <param name="Projects">Projects whose uses were looked at.</param>
/// <param name="Uses">Types and members that they use.</param>
/// <param name="Diagnostics">What the compiler says of the projects with the package only.</param>
/// <param name="CommonDiagnostics">What it says of them in both forms, as what generators add to them is not made here.</param>
internal sealed record PlatformReport(
    PlatformPackage Package, int Compared, int Same, IReadOnlyList<string> Narrower, IReadOnlyList<string> Different, IReadOnlyList<string> Absent,
    int LackedTypes, int LackedMembers, int Projects, IReadOnlyList<UsedMember> Uses, IReadOnlyList<string> Diagnostics, IReadOnlyList<string> CommonDiagnostics)
{
    /// <summary>Uses of what differs in the package or is absent there.</summary>
    public IReadOnlyList<string> UsedOtherwise { get; } = [.. Uses.Where(use => use.Verdict >= SurfaceVerdict.Different).Select(use => $"{use.Where}: {Text(use.Member, use.Detail)}")];

    /// <summary>Whether nothing is there that the package lacks or has otherwise.</summary>
    public bool Fits => Different.Count + Absent.Count + UsedOtherwise.Count + Diagnostics.Count == 0;

    /// <param name="sources">The genuine package's project file or folder.</param>
    /// <param name="package">Which package it is.</param>
    /// <param name="repository">Folder of the projects whose uses are looked at.</param>
    /// <param name="tests">Whether the projects in its folder Tests are looked at too.</param>
    /// <param name="hashes">Receives the hashes of what the package shows, where everything fits; null for none.</param>
    /// <param name="progress">Told of each step.</param>
    public static PlatformReport Create(string sources, PlatformPackage package, string repository, bool tests, string? hashes, Action<string, string> progress)
    {
        var name = $"LeanDeep.Platform.{package}";
        if (PlatformSources.Embedded(name) is not { } embedded) throw new InvalidOperationException($"platform check: {package} is the genuine package in this build; build with -p:{package}Platform=embedded");
        progress("reading the package", sources);
        var genuine = PlatformSources.Genuine(sources, name);
        progress("comparing", name);
        var surface = SurfaceComparison.Of(embedded, genuine.Assembly);
        var (used, diagnostics, common, root) = (new Dictionary<string, string>(), new List<string>(), new List<string>(), Path.GetFullPath(repository));
        var projects = ProjectsOf(root, tests).ToList();
        foreach (var project in projects)
        {
            progress("compiling against the package", Path.GetFileNameWithoutExtension(project));
            var own = PlatformSources.Own(project);
            var uses = PlatformUses.Of(own, name);
            foreach (var use in uses) used.TryAdd(use.Id, Relative(use.Where));
            if (uses.Count == 0) continue;
            diagnostics.AddRange(GenuineCompilation.NewDiagnostics(own, genuine, out var both).Select(Relative));
            common.AddRange(both.Select(Relative));
        }
        var findings = surface.Findings.ToDictionary(finding => finding.Id);
        var report = new PlatformReport(
            package, surface.Findings.Count, surface.Findings.Count(x => x.Verdict == SurfaceVerdict.Same), Texts(SurfaceVerdict.Narrower), Texts(SurfaceVerdict.Different), Texts(SurfaceVerdict.Absent),
            surface.LackedTypes, surface.LackedMembers, projects.Count, [.. used.Select(use => Used(use.Key, use.Value)).OrderBy(use => use.Member, StringComparer.Ordinal)], diagnostics, common);
        if (hashes is not null && report.Fits) SurfaceHashes.Write(hashes, package, embedded, genuine.Assembly);
        return report;

        List<string> Texts(SurfaceVerdict verdict) => surface.Findings.Where(x => x.Verdict == verdict).Select(x => Text(x.Member, x.Detail)).ToList();
        string Relative(string text) => text.Replace(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
        UsedMember Used(string id, string where) => findings.TryGetValue(id, out var finding)
            ? new UsedMember(finding.Member, where, finding.Verdict, finding.Detail)
            : new UsedMember(id, where, SurfaceVerdict.Absent, "the platform shows no such member");
    }

    private static string Text(string member, string? detail) => detail is null ? member : $"{member}: {detail}";

    private static IEnumerable<string> ProjectsOf(string repository, bool tests) =>
        Directory.EnumerateDirectories(repository).Where(folder => Path.GetFileName(folder) is var name && name != "Platform" && (tests || name != "Tests") && name[0] != '.')
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories)).Where(file => !file.Contains("node_modules", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
