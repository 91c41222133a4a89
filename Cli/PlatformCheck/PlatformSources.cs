using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeanDeep.Cli.PlatformCheck;

/// <summary>Sources as the compiler sees them. Nothing is emitted; types that a package takes from others which are not at hand stay names.</summary>
internal static class PlatformSources
{
    private static readonly string[] Frameworks = ["NET", "NETCOREAPP", .. Enumerable.Range(5, 6).Select(version => $"NET{version}_0_OR_GREATER")];
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest, DocumentationMode.None, preprocessorSymbols: Frameworks);

    // What is new in the language that the SDK compiles is a preview for this compiler.
    private static readonly CSharpParseOptions OwnLanguage = Language.WithLanguageVersion(LanguageVersion.Preview);
    private const string UsualUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    /// <summary>The assemblies that this program runs with, by name.</summary>
    public static IReadOnlyDictionary<string, MetadataReference> References { get; } =
        Managed().GroupBy(path => Path.GetFileNameWithoutExtension(path)).ToDictionary(group => group.Key, group => (MetadataReference)MetadataReference.CreateFromFile(group.First()));

    /// <summary>The genuine package.</summary>
    /// <param name="path">Its project file, which brings those that it refers to, or a folder of C# files.</param>
    /// <param name="assembly">Name of the assembly in whose place it stands.</param>
    /// <exception cref="InvalidDataException">No C# file there.</exception>
    public static CSharpCompilation Genuine(string path, string assembly)
    {
        var projects = File.Exists(path) ? SourceProject.Closure(path) : [];
        var files = projects.Count > 0 ? projects.SelectMany(SourceProject.Files) : Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        var trees = files.Distinct().Select(file => Parse(file, Language)).ToList();
        if (trees.Count == 0) throw new InvalidDataException($"{path}: expected C# sources, found none");
        if (projects.Any(project => SourceProject.Property(project, "ImplicitUsings") is "enable" or "true")) trees.Add(CSharpSyntaxTree.ParseText(UsualUsings, Language));
        return Create(assembly, trees, References.Where(x => !IsOwn(x.Key)).Select(x => x.Value), NullableContextOptions.Disable);
    }

    /// <summary>An assembly that this program runs with; null where it does not.</summary>
    public static IAssemblySymbol? Embedded(string assembly) => References.TryGetValue(assembly, out var reference)
        ? (IAssemblySymbol)Create("Embedded", [], References.Values, NullableContextOptions.Disable).GetAssemblyOrModuleSymbol(reference)!
        : null;

    /// <summary>A project of this repository, against the assemblies that this program runs with, and those of its last build that this program lacks.</summary>
    public static CSharpCompilation Own(string project)
    {
        var name = SourceProject.Property(project, "AssemblyName") ?? Path.GetFileNameWithoutExtension(project);
        return Create(
            name, SourceProject.Files(project).Concat(SourceProject.Generated(project)).Select(file => Parse(file, OwnLanguage)),
            References.Where(x => x.Key != name).Select(x => x.Value).Concat(SourceProject.Built(project).Where(IsLacking).Select(path => MetadataReference.CreateFromFile(path))),
            SourceProject.Property(project, "Nullable") == "disable" ? NullableContextOptions.Disable : NullableContextOptions.Enable);

        bool IsLacking(string path) => Path.GetFileNameWithoutExtension(path) is var built && built != name && !References.ContainsKey(built) && IsManaged(path);
    }

    private static CSharpCompilation Create(string name, IEnumerable<SyntaxTree> trees, IEnumerable<MetadataReference> references, NullableContextOptions nullable) =>
        CSharpCompilation.Create(name, trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: nullable));

    private static SyntaxTree Parse(string path, CSharpParseOptions language) => CSharpSyntaxTree.ParseText(File.ReadAllText(path), language, path, Encoding.UTF8);

    private static bool IsOwn(string name) =>
        name.StartsWith("LeanDeep.", StringComparison.Ordinal) || name is "leandeep" or "LongShort" or "ConstrainedAllocator" or "HjbPolicy";

    private static IEnumerable<string> Managed() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(IsManaged);

    private static bool IsManaged(string path)
    {
        try
        {
            AssemblyName.GetAssemblyName(path);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
