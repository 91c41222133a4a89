using Microsoft.CodeAnalysis;

namespace LeanDeep.Cli.PlatformCheck;

/// <summary>What differs between two members of one name and signature: a detail, and whether the genuine one allows more.</summary>
internal static class MemberComparison
{
    /// <summary>All differences of a member.</summary>
    public static IEnumerable<(string Detail, bool Narrower)> Differences(ISymbol embedded, ISymbol genuine)
    {
        if (embedded.Kind != genuine.Kind)
        {
            yield return ($"expected a {Kind(genuine)}, found a {Kind(embedded)}", false);
            yield break;
        }
        if (embedded.IsStatic != genuine.IsStatic) yield return (genuine.IsStatic ? "expected static" : "expected not static", false);
        foreach (var difference in Access(embedded, genuine, "")) yield return difference;
        if (embedded.ContainingType.TypeKind != TypeKind.Interface)
        {
            if (embedded.IsAbstract != genuine.IsAbstract) yield return (genuine.IsAbstract ? "expected abstract" : "expected not abstract", false);
            else if (IsOpen(embedded) != IsOpen(genuine)) yield return (IsOpen(genuine) ? "expected virtual" : "expected not virtual", IsOpen(genuine));
        }
        foreach (var difference in (embedded, genuine) switch
        {
            (IMethodSymbol a, IMethodSymbol b) => Methods(a, b),
            (IPropertySymbol a, IPropertySymbol b) => Properties(a, b),
            (IFieldSymbol a, IFieldSymbol b) => Fields(a, b),
            (IEventSymbol a, IEventSymbol b) => Types(a.Type, b.Type),
            _ => [],
        }) yield return difference;
    }

    private static IEnumerable<(string, bool)> Methods(IMethodSymbol a, IMethodSymbol b)
    {
        foreach (var difference in Types(a.ReturnType, b.ReturnType)) yield return difference;
        if (a.RefKind != b.RefKind) yield return ($"expected {b.RefKind} return, found {a.RefKind}", false);
        if (a.IsExtensionMethod != b.IsExtensionMethod) yield return (b.IsExtensionMethod ? "expected an extension method" : "expected no extension method", b.IsExtensionMethod);
        foreach (var difference in Parameters(a.Parameters, b.Parameters)) yield return difference;
        foreach (var difference in a.TypeParameters.Zip(b.TypeParameters).SelectMany(x => Constraints(x.First, x.Second))) yield return difference;
    }

    private static IEnumerable<(string, bool)> Properties(IPropertySymbol a, IPropertySymbol b)
    {
        foreach (var difference in Types(a.Type, b.Type)) yield return difference;
        foreach (var difference in Parameters(a.Parameters, b.Parameters)) yield return difference;
        foreach (var difference in Accessor(a.GetMethod, b.GetMethod, "get")) yield return difference;
        foreach (var difference in Accessor(a.SetMethod, b.SetMethod, "set")) yield return difference;
        if (a.SetMethod?.IsInitOnly == false && b.SetMethod?.IsInitOnly == true) yield return ("expected init, found set", false);
        if (a.IsRequired != b.IsRequired) yield return (b.IsRequired ? "expected required" : "expected not required", false);
    }

    private static IEnumerable<(string, bool)> Accessor(IMethodSymbol? a, IMethodSymbol? b, string name)
    {
        var (has, expected) = (a is not null && TypeIdentity.IsVisible(a), b is not null && TypeIdentity.IsVisible(b));
        if (has != expected) return [(expected ? $"expected {name}" : $"expected no {name}", expected)];
        return has ? Access(a!, b!, name + " ") : [];
    }

    private static IEnumerable<(string, bool)> Fields(IFieldSymbol a, IFieldSymbol b)
    {
        foreach (var difference in Types(a.Type, b.Type)) yield return difference;
        if (a.HasConstantValue && !Equals(a.ConstantValue, b.HasConstantValue ? b.ConstantValue : null))
            yield return ($"expected {(b.HasConstantValue ? TypeIdentity.Value(b.ConstantValue) : "no constant")}, found {TypeIdentity.Value(a.ConstantValue)}", false);
        else if (!a.HasConstantValue && b.HasConstantValue) yield return ($"expected the constant {TypeIdentity.Value(b.ConstantValue)}", true);
        else if (a.IsReadOnly != b.IsReadOnly) yield return (b.IsReadOnly ? "expected read-only" : "expected not read-only", !b.IsReadOnly);
    }

    /// <summary>Names, defaults and forms of parameters whose types agree.</summary>
    public static IEnumerable<(string, bool)> Parameters(IReadOnlyList<IParameterSymbol> left, IReadOnlyList<IParameterSymbol> right)
    {
        foreach (var (a, b) in left.Zip(right))
        {
            if (a.Name != b.Name) yield return ($"expected parameter {b.Name}, found {a.Name}", false);
            if (a.IsParams != b.IsParams) yield return (b.IsParams ? $"expected params {b.Name}" : $"expected no params {b.Name}", b.IsParams);
            if (a.HasExplicitDefaultValue != b.HasExplicitDefaultValue)
                yield return (b.HasExplicitDefaultValue ? $"expected {b.Name} = {TypeIdentity.Value(b.ExplicitDefaultValue)}" : $"expected no default of {b.Name}", b.HasExplicitDefaultValue);
            else if (a.HasExplicitDefaultValue && !Equals(a.ExplicitDefaultValue, b.ExplicitDefaultValue))
                yield return ($"expected {b.Name} = {TypeIdentity.Value(b.ExplicitDefaultValue)}, found {TypeIdentity.Value(a.ExplicitDefaultValue)}", false);
        }
    }

    /// <summary>What a type argument must be.</summary>
    public static IEnumerable<(string, bool)> Constraints(ITypeParameterSymbol a, ITypeParameterSymbol b)
    {
        if (a.Variance != b.Variance) yield return ($"expected {b.Name} {b.Variance}, found {a.Variance}", a.Variance == VarianceKind.None);
        var (found, expected) = (Flags(a), Flags(b));
        var added = a.ConstraintTypes.Any(x => !b.ConstraintTypes.Any(y => TypeIdentity.Same(x, y))) || found.Except(expected).Any();
        var missing = b.ConstraintTypes.Any(x => !a.ConstraintTypes.Any(y => TypeIdentity.Same(x, y))) || expected.Except(found).Any();
        if (added || missing)
            yield return ($"expected {b.Name}: {Text(b, expected)}, found {Text(a, found)}", !missing);

        static List<string> Flags(ITypeParameterSymbol x) =>
        [
            .. x.HasReferenceTypeConstraint ? ["class"] : Array.Empty<string>(), .. x.HasValueTypeConstraint ? ["struct"] : Array.Empty<string>(),
            .. x.HasConstructorConstraint ? ["new()"] : Array.Empty<string>(), .. x.HasUnmanagedTypeConstraint ? ["unmanaged"] : Array.Empty<string>(),
        ];
        static string Text(ITypeParameterSymbol x, List<string> flags) =>
            flags.Count + x.ConstraintTypes.Length == 0 ? "anything" : string.Join(", ", flags.Concat(x.ConstraintTypes.Select(type => type.ToDisplayString(TypeIdentity.Text))));
    }

    private static IEnumerable<(string, bool)> Types(ITypeSymbol a, ITypeSymbol b) =>
        TypeIdentity.Same(a, b) ? [] : [(TypeIdentity.Expected(a, b), false)];

    private static IEnumerable<(string, bool)> Access(ISymbol a, ISymbol b, string what)
    {
        var (found, expected) = (a.DeclaredAccessibility == Accessibility.Public, b.DeclaredAccessibility == Accessibility.Public);
        // Nobody but a derived class can call the constructor of an abstract one.
        return found == expected || a is IMethodSymbol { MethodKind: MethodKind.Constructor } && a.ContainingType.IsAbstract && b.ContainingType.IsAbstract
            ? [] : [($"{what}expected {(expected ? "public" : "protected")}", expected)];
    }

    /// <summary>Whether derived classes may override it.</summary>
    public static bool IsOpen(ISymbol x) => (x.IsVirtual || x.IsAbstract || x.IsOverride && !x.IsSealed) && !x.ContainingType.IsSealed && x.ContainingType.TypeKind != TypeKind.Struct;

#pragma warning disable CA1308 // a word for people
    private static string Kind(ISymbol symbol) => symbol.Kind.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
