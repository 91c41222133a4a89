namespace LeanDeep.Cli.PlatformCheck;

/// <param name="Package">Which package.</param>
/// <param name="Compared">Visible types and members of the embedded assembly.</param>
/// <param name="Same">Of these, how many the package has just so.</param>
/// <param name="Narrower">Those of which the package allows more.</param>
/// <param name="Different">Those that the package has otherwise.</param>
/// <param name="Absent">Those that the package lacks.</param>
/// <param name="LackedTypes">Types of the package that are not embedded.</param>
/// <param name="LackedMembers">Members of the package, in embedded types, that are not.</param>
/// <param name="Projects">Projects whose uses were looked at.</param>
/// <param name="Used">Types and members that they use.</param>
/// <param name="UsedOtherwise">Of these, the ones that differ in the package or are absent there.</param>
/// <param name="Diagnostics">What the compiler says of the projects with the package only.</param>
internal sealed record PlatformReport(
    PlatformPackage Package, int Compared, int Same, IReadOnlyList<string> Narrower, IReadOnlyList<string> Different, IReadOnlyList<string> Absent,
    int LackedTypes, int LackedMembers, int Projects, int Used, IReadOnlyList<string> UsedOtherwise, IReadOnlyList<string> Diagnostics)
{
    /// <summary>Whether nothing is there that the package lacks or has otherwise.</summary>
    public bool Fits => Different.Count + Absent.Count + UsedOtherwise.Count + Diagnostics.Count == 0;

    /// <param name="sources">The genuine package's project file or folder.</param>
    /// <param name="package">Which package it is.</param>
    /// <param name="repository">Folder of the projects whose uses are looked at.</param>
    /// <param name="progress">Told of each step.</param>
    public static PlatformReport Create(string sources, PlatformPackage package, string repository, Action<string, string> progress)
    {
        var name = $"LeanDeep.Platform.{package}";
        if (PlatformSources.Embedded(name) is not { } embedded) throw new InvalidOperationException($"platform check: {package} is the genuine package in this build; build with -p:{package}Platform=embedded");
        progress("reading the package", sources);
        var genuine = PlatformSources.Genuine(sources, name);
        progress("comparing", name);
        var surface = SurfaceComparison.Of(embedded, genuine.Assembly);
        var verdicts = surface.Findings.ToDictionary(finding => finding.Id);
        var (used, diagnostics, projects) = (new Dictionary<string, PlatformUse>(), new List<string>(), ProjectsOf(Path.GetFullPath(repository)).ToList());
        foreach (var project in projects)
        {
            progress("compiling against the package", Path.GetFileNameWithoutExtension(project));
            var own = PlatformSources.Own(project);
            var uses = PlatformUses.Of(own, name);
            foreach (var use in uses) used.TryAdd(use.Id, use);
            if (uses.Count > 0) diagnostics.AddRange(GenuineCompilation.NewDiagnostics(own, genuine));
        }
        return new PlatformReport(
            package, surface.Findings.Count, surface.Findings.Count(x => x.Verdict == SurfaceVerdict.Same), Texts(SurfaceVerdict.Narrower), Texts(SurfaceVerdict.Different), Texts(SurfaceVerdict.Absent),
            surface.LackedTypes, surface.LackedMembers, projects.Count, used.Count,
            [.. used.Values.Where(use => !verdicts.TryGetValue(use.Id, out var finding) || finding.Verdict >= SurfaceVerdict.Different).Select(use => $"{Relative(use.Where)}: {(verdicts.TryGetValue(use.Id, out var finding) ? Text(finding) : use.Id)}").Order(StringComparer.Ordinal)],
            diagnostics.ConvertAll(Relative));

        List<string> Texts(SurfaceVerdict verdict) => surface.Findings.Where(x => x.Verdict == verdict).Select(Text).ToList();
        string Relative(string text) => text.Replace(Path.TrimEndingDirectorySeparator(Path.GetFullPath(repository)) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    private static string Text(SurfaceFinding finding) => finding.Detail is null ? finding.Member : $"{finding.Member}: {finding.Detail}";

    private static IEnumerable<string> ProjectsOf(string repository) =>
        Directory.EnumerateDirectories(repository).Where(folder => Path.GetFileName(folder) is not ("Platform" or "Tests") && Path.GetFileName(folder)[0] != '.')
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories)).Where(file => !file.Contains("node_modules", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
