using Microsoft.CodeAnalysis;

namespace LeanDeep.Cli.PlatformCheck;

/// <summary>Compares what two assemblies show: each visible type and member of the embedded one with that of the genuine one.</summary>
/// <remarks>A member that the genuine type inherits counts as its own, as sources cannot tell the two apart.</remarks>
internal static class SurfaceComparison
{
    /// <summary>Compares all types.</summary>
    public static SurfaceReport Of(IAssemblySymbol embedded, IAssemblySymbol genuine)
    {
        var own = Types(embedded.GlobalNamespace).ToDictionary(TypeIdentity.FullName);
        var theirs = Types(genuine.GlobalNamespace).GroupBy(TypeIdentity.FullName).ToDictionary(g => g.Key, g => g.First());
        var findings = new List<SurfaceFinding>();
        var lacked = 0;
        foreach (var (name, type) in own.OrderBy(x => x.Key, StringComparer.Ordinal))
        {
            if (theirs.GetValueOrDefault(name) is not { } other)
            {
                findings.Add(Finding(type, SurfaceVerdict.Absent, null));
                findings.AddRange(Members(type).Select(member => Finding(member, SurfaceVerdict.Absent, "its type is absent")));
                continue;
            }
            findings.Add(Judge(type, TypeDifferences(type, other)));
            findings.AddRange(Members(type).Select(member => Compare(member, other)));
            lacked += Members(other).Count(member => !TypeIdentity.Family(type).Any(t => t.GetMembers(member.Name).Any(x => TypeIdentity.IsVisible(x) && Matches(member, x))));
        }
        return new SurfaceReport(findings, theirs.Keys.Count(name => !own.ContainsKey(name)), lacked);
    }

    private static SurfaceFinding Compare(ISymbol member, INamedTypeSymbol genuine)
    {
        var named = TypeIdentity.Family(genuine).SelectMany(type => type.GetMembers(member.Name)).Where(TypeIdentity.IsVisible).ToList();
        if (member is IMethodSymbol { MethodKind: MethodKind.Constructor }) named.RemoveAll(x => !SymbolEqualityComparer.Default.Equals(x.ContainingType, genuine));
        if (named.Find(x => Matches(member, x)) is { } match) return Judge(member, MemberComparison.Differences(member, match));
        if (member is IMethodSymbol method && named.OfType<IMethodSymbol>().FirstOrDefault(x => Begins(method, x)) is { } longer)
            return Judge(member, MemberComparison.Differences(member, longer).Append(($"expected also {string.Join(", ", longer.Parameters.Skip(method.Parameters.Length).Select(x => x.Name))}", true)));
        var others = named.Where(x => x.Kind != SymbolKind.NamedType).Take(3).Select(x => x.ToDisplayString(TypeIdentity.Text)).ToList();
        return Finding(member, SurfaceVerdict.Absent, others.Count == 0 ? null : $"expected {string.Join(" or ", others)}");
    }

    private static bool Matches(ISymbol a, ISymbol b) => (a, b) switch
    {
        (IMethodSymbol x, IMethodSymbol y) => x.Arity == y.Arity && TypeIdentity.Same(x.Parameters, y.Parameters)
            && (x.MethodKind != MethodKind.Conversion || TypeIdentity.Same(x.ReturnType, y.ReturnType)),
        (IPropertySymbol x, IPropertySymbol y) => TypeIdentity.Same(x.Parameters, y.Parameters),
        (IPropertySymbol or IFieldSymbol, IPropertySymbol or IFieldSymbol) => true,
        _ => a.Kind == b.Kind,
    };

    // That a call of the one is a call of the other, which has parameters more that may be left out.
    private static bool Begins(IMethodSymbol a, IMethodSymbol b) => a.Arity == b.Arity && a.Parameters.Length < b.Parameters.Length && !a.IsVirtual
        && TypeIdentity.Same(a.Parameters, b.Parameters[..a.Parameters.Length]) && b.Parameters[a.Parameters.Length..].All(x => x.HasExplicitDefaultValue);

    private static IEnumerable<(string, bool)> TypeDifferences(INamedTypeSymbol a, INamedTypeSymbol b)
    {
        if (a.TypeKind != b.TypeKind)
        {
            yield return ($"expected {b.TypeKind}, found {a.TypeKind}", false);
            yield break;
        }
        if (a.IsRecord && !b.IsRecord) yield return ("expected no record", false);
        if (a.IsStatic != b.IsStatic) yield return (b.IsStatic ? "expected static" : "expected not static", false);
        else if (a.TypeKind == TypeKind.Class && !a.IsStatic)
        {
            if (a.IsAbstract != b.IsAbstract) yield return (b.IsAbstract ? "expected abstract" : "expected not abstract", !b.IsAbstract);
            if (a.IsSealed != b.IsSealed) yield return (b.IsSealed ? "expected sealed" : "expected not sealed", !b.IsSealed);
        }
        if (a.DeclaredAccessibility == Accessibility.Public && b.DeclaredAccessibility != Accessibility.Public) yield return ("expected protected", false);
        if (a.TypeKind == TypeKind.Class && !TypeIdentity.Family(b).Any(x => TypeIdentity.Same(x, a.BaseType ?? a)))
            yield return ("as base " + TypeIdentity.Expected(a.BaseType!, b.BaseType!), false);
        foreach (var extra in a.AllInterfaces.Where(TypeIdentity.IsVisible).Where(x => !b.AllInterfaces.Any(y => TypeIdentity.Same(x, y))))
            yield return ($"expected no {extra.ToDisplayString(TypeIdentity.Text)}", false);
        if (a.EnumUnderlyingType is { } found && b.EnumUnderlyingType is { } expected && !TypeIdentity.Same(found, expected)) yield return ($"expected {expected}, found {found}", false);
        foreach (var difference in a.TypeParameters.Zip(b.TypeParameters).SelectMany(x => MemberComparison.Constraints(x.First, x.Second))) yield return difference;
        if (a.DelegateInvokeMethod is { } invoke && b.DelegateInvokeMethod is { } other)
        {
            if (TypeIdentity.Same(invoke.Parameters, other.Parameters) && TypeIdentity.Same(invoke.ReturnType, other.ReturnType))
                foreach (var difference in MemberComparison.Parameters(invoke.Parameters, other.Parameters)) yield return difference;
            else
                yield return ($"expected {other.ToDisplayString(TypeIdentity.Text)}", false);
        }
    }

    private static SurfaceFinding Judge(ISymbol symbol, IEnumerable<(string Detail, bool Narrower)> differences)
    {
        var all = differences.OrderBy(x => x.Narrower).ToList();
        return Finding(symbol, all.Count == 0 ? SurfaceVerdict.Same : all.TrueForAll(x => x.Narrower) ? SurfaceVerdict.Narrower : SurfaceVerdict.Different,
            all.Count == 0 ? null : string.Join("; ", all.Select(x => x.Detail)));
    }

    private static SurfaceFinding Finding(ISymbol symbol, SurfaceVerdict verdict, string? detail) =>
        new(symbol.GetDocumentationCommentId()!, (symbol is INamedTypeSymbol ? "" : symbol.ContainingNamespace.ToDisplayString() + ": ") + symbol.ToDisplayString(symbol is INamedTypeSymbol ? SymbolDisplayFormat.CSharpErrorMessageFormat : TypeIdentity.Text), verdict, detail);

    /// <summary>All visible types.</summary>
    public static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol owner) => owner.GetMembers().SelectMany(member => member switch
    {
        INamespaceSymbol space => Types(space),
        INamedTypeSymbol type when TypeIdentity.IsVisible(type) => Types(type).Prepend(type),
        _ => [],
    });

    /// <summary>What a type itself declares and shows.</summary>
    public static IEnumerable<ISymbol> Members(INamedTypeSymbol type) => type.TypeKind == TypeKind.Delegate ? [] : type.GetMembers().Where(member =>
        TypeIdentity.IsVisible(member) && member is not INamedTypeSymbol
        && !(type.IsSealed && member.DeclaredAccessibility != Accessibility.Public && !member.IsOverride)
        && member is not IMethodSymbol { AssociatedSymbol: not null }
        && member is not IMethodSymbol { MethodKind: MethodKind.Destructor or MethodKind.StaticConstructor }
        && !(type.TypeKind is TypeKind.Struct or TypeKind.Enum && member is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0 })
        && !(type.TypeKind == TypeKind.Enum && member is IFieldSymbol { HasConstantValue: false }));
}
