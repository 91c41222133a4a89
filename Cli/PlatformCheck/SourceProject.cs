using System.Xml.Linq;

namespace LeanDeep.Cli.PlatformCheck;

/// <summary>The C# sources of a project file, found without MSBuild: those below its folder, without what it removes.</summary>
internal static class SourceProject
{
    private static readonly string[] Skipped = ["bin", "obj"];

    /// <summary>A project and all that it refers to, as full paths.</summary>
    /// <exception cref="InvalidDataException">One of them is no XML.</exception>
    public static IReadOnlyList<string> Closure(string project)
    {
        var found = new List<string>();
        var open = new Stack<string>([Path.GetFullPath(project)]);
        while (open.TryPop(out var next))
        {
            if (found.Contains(next) || !File.Exists(next)) continue;
            found.Add(next);
            foreach (var reference in Items(next, "ProjectReference", "Include"))
                open.Push(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(next)!, reference)));
        }
        return found;
    }

    /// <summary>Its C# files, in the order of their paths, with those elsewhere that it names; not those of other projects in folders below it.</summary>
    public static IEnumerable<string> Files(string project)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(project))!;
        var removed = Items(project, "Compile", "Remove").Select(pattern => Path.Combine(folder, pattern.TrimEnd('*', '/'))).ToList();
        var added = Items(project, "Compile", "Include").Select(path => Path.GetFullPath(Path.Combine(folder, path))).Where(File.Exists);
        return Below(folder, folder).Concat(added).Where(file => !removed.Exists(path => file == path || file.StartsWith(path + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>What a build has generated for it: usings, and sources from other languages.</summary>
    public static IEnumerable<string> Generated(string project)
    {
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(project))!, "obj", "Release", "net10.0");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("Assembly", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            : [];
    }

    /// <summary>The assemblies that its last build has left.</summary>
    public static IEnumerable<string> Built(string project)
    {
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(project))!, "bin", "Release", "net10.0");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.dll") : [];
    }

    /// <summary>The project's value of a property; null where it has none of its own.</summary>
    public static string? Property(string project, string name) => Read(project).Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim();

    private static IEnumerable<string> Below(string folder, string root)
    {
        if (folder != root && Directory.EnumerateFiles(folder, "*.csproj").Any()) return [];
        return Directory.EnumerateFiles(folder, "*.cs")
            .Concat(Directory.EnumerateDirectories(folder).Where(inner => !Skipped.Contains(Path.GetFileName(inner))).SelectMany(inner => Below(inner, root)));
    }

    private static IEnumerable<string> Items(string project, string item, string attribute) =>
        Read(project).Descendants().Where(element => element.Name.LocalName == item)
            .SelectMany(element => (element.Attribute(attribute)?.Value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(path => path.Replace('\\', '/'));

    private static XDocument Read(string project)
    {
        try
        {
            return XDocument.Load(project);
        }
        catch (System.Xml.XmlException error)
        {
            throw new InvalidDataException($"{project}: expected a project file, found {error.Message}");
        }
    }
}
