using System.Globalization;
using Microsoft.CodeAnalysis;

namespace LeanDeep.Cli.PlatformCheck;

/// <summary>Whether a type of one assembly is written as a type of another.</summary>
internal static class TypeIdentity
{
    /// <summary>As sources would name it, with what makes overloads differ.</summary>
    public static readonly SymbolDisplayFormat Text = SymbolDisplayFormat.CSharpShortErrorMessageFormat
        .WithMemberOptions(SymbolDisplayFormat.CSharpShortErrorMessageFormat.MemberOptions | SymbolDisplayMemberOptions.IncludeType)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeExtensionThis)
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>Namespace, containing types, name and number of type parameters.</summary>
    public static string FullName(INamedTypeSymbol type) => type switch
    {
        { ContainingType: { } outer } => $"{FullName(outer)}+{type.MetadataName}",
        { ContainingNamespace: { IsGlobalNamespace: false } space } => $"{space.ToDisplayString()}.{type.MetadataName}",
        _ => type.MetadataName,
    };

    /// <summary>Same name, arguments and element names. Of a type that is not at hand only the name is known.</summary>
    public static bool Same(ITypeSymbol left, ITypeSymbol right) => (left, right) switch
    {
        (IErrorTypeSymbol, _) or (_, IErrorTypeSymbol) => left.MetadataName == right.MetadataName,
        (IArrayTypeSymbol a, IArrayTypeSymbol b) => a.Rank == b.Rank && Same(a.ElementType, b.ElementType),
        (IPointerTypeSymbol a, IPointerTypeSymbol b) => Same(a.PointedAtType, b.PointedAtType),
        (ITypeParameterSymbol a, ITypeParameterSymbol b) => a.TypeParameterKind == b.TypeParameterKind && a.Ordinal == b.Ordinal,
        (IDynamicTypeSymbol, IDynamicTypeSymbol) => true,
        (INamedTypeSymbol { IsTupleType: true } a, INamedTypeSymbol { IsTupleType: true } b) =>
            a.TupleElements.Length == b.TupleElements.Length && a.TupleElements.Zip(b.TupleElements).All(x => x.First.Name == x.Second.Name && Same(x.First.Type, x.Second.Type)),
        (INamedTypeSymbol a, INamedTypeSymbol b) => FullName(a.OriginalDefinition) == FullName(b.OriginalDefinition) && a.TypeArguments.Length == b.TypeArguments.Length
            && a.TypeArguments.Zip(b.TypeArguments).All(x => Same(x.First, x.Second))
            && (a.ContainingType is null || b.ContainingType is not null && Same(a.ContainingType, b.ContainingType)),
        _ => left.ToDisplayString() == right.ToDisplayString(),
    };

    /// <summary>Same types, passed alike.</summary>
    public static bool Same(IReadOnlyList<IParameterSymbol> left, IReadOnlyList<IParameterSymbol> right) =>
        left.Count == right.Count && left.Zip(right).All(x => x.First.RefKind == x.Second.RefKind && Same(x.First.Type, x.Second.Type));

    /// <summary>That one stands where the other belongs; with namespaces where the names alone do not tell them apart.</summary>
    public static string Expected(ITypeSymbol found, ITypeSymbol expected)
    {
        var format = found.ToDisplayString(Text) == expected.ToDisplayString(Text) ? SymbolDisplayFormat.CSharpErrorMessageFormat : Text;
        return $"expected {expected.ToDisplayString(format)}, found {found.ToDisplayString(format)}";
    }

    /// <summary>The type and what it derives from; of an interface also the interfaces that it extends.</summary>
    public static IEnumerable<INamedTypeSymbol> Family(INamedTypeSymbol type)
    {
        for (var next = type; next is not null; next = next.BaseType) yield return next;
        if (type.TypeKind == TypeKind.Interface)
            foreach (var extended in type.AllInterfaces) yield return extended;
    }

    /// <summary>Whether code in other assemblies can name it.</summary>
    public static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal && (symbol.ContainingType is null || IsVisible(symbol.ContainingType));

    /// <summary>A constant as text.</summary>
    public static string Value(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
