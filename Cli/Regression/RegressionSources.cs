using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace LeanDeep.Cli.Regression;

/// <summary>A folder of algorithm sources, compiled against the platform: all files that compile, in one DLL.</summary>
internal sealed class RegressionSources
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    /// <param name="Path">Below the folder.</param>
    /// <param name="Text">The source.</param>
    /// <param name="Declares">Names of its classes.</param>
    /// <param name="IsDefinition">Whether one of its classes says what its run must end with.</param>
    internal sealed record Source(string Path, string Text, IReadOnlyList<string> Declares, bool IsDefinition);

    private RegressionSources(IReadOnlyList<Source> files, IReadOnlyDictionary<string, string> errors)
    {
        Files = files;
        Errors = errors;
    }

    /// <summary>All sources, in the order of their paths.</summary>
    public IReadOnlyList<Source> Files { get; }

    /// <summary>Of each file that does not compile the first error, by path.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; }

    /// <summary>Compiles what compiles.</summary>
    /// <param name="folder">C# files, also in folders below it.</param>
    /// <param name="chosen">Which files to compile; files whose classes those derive from or are about come too.</param>
    /// <param name="dll">Where the DLL is written.</param>
    /// <exception cref="InvalidDataException">No file there compiles.</exception>
    public static RegressionSources Compile(string folder, Func<Source, bool> chosen, string dll)
    {
        var trees = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Language, Path.GetRelativePath(folder, path), Encoding.UTF8)).ToList();
        var files = WithInherited(trees.ConvertAll(Describe), trees);
        var wanted = WithBases(files, trees, chosen);
        var errors = new Dictionary<string, string>();
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(dll), trees.Where(tree => wanted.Contains(tree.FilePath)), PlatformCheck.PlatformSources.References.Values,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
        while (true)
        {
            using var image = new MemoryStream();
            using var symbols = new MemoryStream();
            var result = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
            if (result.Success)
            {
                File.WriteAllBytes(dll, image.ToArray());
                File.WriteAllBytes(Path.ChangeExtension(dll, ".pdb"), symbols.ToArray());
                return new RegressionSources(files, errors);
            }
            var broken = new HashSet<SyntaxTree>();
            foreach (var error in result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error && d.Location.SourceTree is not null))
            {
                var tree = error.Location.SourceTree!;
                broken.Add(tree);
                errors.TryAdd(tree.FilePath, $"line {error.Location.GetLineSpan().StartLinePosition.Line + 1}: {error.Id} {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
            }
            if (broken.Count == 0 || broken.Count == compilation.SyntaxTrees.Length)
                throw new InvalidDataException($"{folder}: expected sources that compile against the platform, found none: {result.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error)}");
            compilation = compilation.RemoveSyntaxTrees(broken);
        }
    }

    private static Source Describe(SyntaxTree tree)
    {
        var classes = tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().ToList();
        return new Source(
            tree.FilePath, tree.ToString(), classes.ConvertAll(c => c.Identifier.Text),
            classes.Exists(c => Bases(c).Contains(nameof(QuantConnect.Interfaces.IRegressionAlgorithmDefinition))));
    }

    /// <summary>A class that derives from a definition is one too; what it is about shows in the sources of both.</summary>
    private static List<Source> WithInherited(List<Source> files, List<SyntaxTree> trees)
    {
        var home = Homes(files);
        var bases = trees.ToDictionary(tree => tree.FilePath, tree => tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().SelectMany(Bases).ToList());
        return files.ConvertAll(file =>
        {
            var seen = new HashSet<Source> { file };
            var open = new Stack<Source>([file]);
            while (open.TryPop(out var next))
                foreach (var name in bases[next.Path])
                    if (home.TryGetValue(name, out var other) && seen.Add(other)) open.Push(other);
            return file.IsDefinition || !seen.Any(x => x.IsDefinition) ? file : file with { IsDefinition = true, Text = string.Concat(seen.Select(x => x.Text)) };
        });
    }

    private static Dictionary<string, Source> Homes(List<Source> files) =>
        files.SelectMany(file => file.Declares.Select(name => (name, file))).GroupBy(x => x.name).ToDictionary(g => g.Key, g => g.First().file);

    private static HashSet<string> WithBases(List<Source> files, List<SyntaxTree> trees, Func<Source, bool> chosen)
    {
        var root = trees.ToDictionary(tree => tree.FilePath, tree => tree.GetRoot());
        var home = files.SelectMany(file => root[file.Path].DescendantNodes().OfType<ClassDeclarationSyntax>().Where(x => x.Parent is not TypeDeclarationSyntax).Select(x => (Name: x.Identifier.Text, File: file)))
            .GroupBy(x => x.Name).ToDictionary(g => g.Key, g => g.First().File);
        var wanted = new HashSet<string>();
        var open = new Stack<Source>(files.Where(chosen));
        while (open.TryPop(out var file))
        {
            if (!wanted.Add(file.Path)) continue;
            var nodes = root[file.Path].DescendantNodes().ToList();
            foreach (var name in nodes.OfType<ClassDeclarationSyntax>().SelectMany(Bases).Concat(nodes.SelectMany(Uses).Except(file.Declares)))
                if (home.TryGetValue(name, out var other)) open.Push(other);
        }
        return wanted;
    }

    // Types that it names as arguments: of generics, and of typeof.
    private static IEnumerable<string> Uses(SyntaxNode node) => node switch
    {
        TypeArgumentListSyntax list => list.Arguments.OfType<IdentifierNameSyntax>().Select(x => x.Identifier.Text),
        TypeOfExpressionSyntax { Type: IdentifierNameSyntax name } => [name.Identifier.Text],
        _ => [],
    };

    private static IEnumerable<string> Bases(ClassDeclarationSyntax type) =>
        type.BaseList?.Types.Select(t => t.Type.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Last().Identifier.Text) ?? [];
}
