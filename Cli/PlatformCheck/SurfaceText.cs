using Microsoft.CodeAnalysis;

namespace LeanDeep.Cli.PlatformCheck;

/// <summary>What an assembly shows, in lines that need no sources to compare with: each says one thing that code may rely on.</summary>
/// <remarks>Types go by their names alone, as those of packages that are not at hand have no namespace.</remarks>
internal static class SurfaceText
{
    /// <summary>The lines of a type and of its members.</summary>
    public static IEnumerable<string> Of(INamedTypeSymbol type)
    {
        var name = TypeIdentity.FullName(type);
        yield return $"{name} {type.TypeKind}{(type.IsStatic ? " static" : "")}";
        if (!type.IsSealed) yield return $"{name} open";
        if (!type.IsAbstract) yield return $"{name} concrete";
        if (type.DeclaredAccessibility == Accessibility.Public) yield return $"{name} public";
        foreach (var ancestor in TypeIdentity.Family(type).Skip(1).Concat(type.AllInterfaces).Where(TypeIdentity.IsVisible)) yield return $"{name} is {Name(ancestor)}";
        if (type.DelegateInvokeMethod is { } invoke) yield return $"{name} {Name(invoke.ReturnType)}({Parameters(invoke.Parameters)})";
        foreach (var line in SurfaceComparison.Members(type).SelectMany(member => Of(member, name))) yield return line;
    }

    private static IEnumerable<string> Of(ISymbol member, string owner)
    {
        var line = $"{owner}.{member.Name}{(member.IsStatic ? " static" : "")} {member switch
        {
            IMethodSymbol method => $"<{method.Arity}>({Parameters(method.Parameters)}): {method.RefKind} {Name(method.ReturnType)}",
            IPropertySymbol property => $"property({Parameters(property.Parameters)}): {Name(property.Type)}",
            IFieldSymbol field => $"field: {Name(field.Type)}{(field.HasConstantValue ? $" = {TypeIdentity.Value(field.ConstantValue)}" : "")}",
            IEventSymbol @event => $"event: {Name(@event.Type)}",
            _ => "",
        }}";
        yield return line;
        if (member.DeclaredAccessibility == Accessibility.Public) yield return $"{line} public";
        if (member.ContainingType.TypeKind != TypeKind.Interface)
        {
            if (MemberComparison.IsOpen(member)) yield return $"{line} virtual";
            if (!member.IsAbstract) yield return $"{line} concrete";
        }
        if (member is IPropertySymbol { SetMethod: { } set } && TypeIdentity.IsVisible(set))
        {
            yield return $"{line} init";
            if (!set.IsInitOnly) yield return $"{line} set";
            if (set.DeclaredAccessibility == Accessibility.Public) yield return $"{line} {(set.IsInitOnly ? "init" : "set")} public";
        }
        if (member is IPropertySymbol { GetMethod: { } get } && TypeIdentity.IsVisible(get)) yield return $"{line} get";
        if (member is IFieldSymbol { IsReadOnly: false, IsConst: false }) yield return $"{line} writable";
    }

    private static string Parameters(IReadOnlyList<IParameterSymbol> parameters) => string.Join(", ", parameters.Select(x =>
        $"{x.RefKind} {(x.IsParams ? "params " : "")}{Name(x.Type)} {x.Name}{(x.HasExplicitDefaultValue ? $" = {TypeIdentity.Value(x.ExplicitDefaultValue)}" : "")}"));

    private static string Name(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => $"{Name(array.ElementType)}[{array.Rank}]",
        IPointerTypeSymbol pointer => $"{Name(pointer.PointedAtType)}*",
        ITypeParameterSymbol parameter => $"{parameter.TypeParameterKind}{parameter.Ordinal}",
        INamedTypeSymbol { IsTupleType: true } tuple => $"({string.Join(", ", tuple.TupleElements.Select(x => $"{Name(x.Type)} {x.Name}"))})",
        INamedTypeSymbol { TypeArguments.Length: > 0 } named => $"{named.Name}<{string.Join(", ", named.TypeArguments.Select(Name))}>",
        _ => type.MetadataName,
    };
}
