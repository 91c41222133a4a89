using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeanDeep.Cli.PlatformCheck;

/// <param name="Id">The compiler's name of a type or member.</param>
/// <param name="Where">File and line of its first use.</param>
internal sealed record PlatformUse(string Id, string Where);

/// <summary>Which types and members of a platform assembly sources use: by name, by operator, by conversion, by deriving from them.</summary>
internal static class PlatformUses
{
    /// <summary>Each once, with its first use.</summary>
    public static IReadOnlyList<PlatformUse> Of(CSharpCompilation sources, string assembly)
    {
        var uses = new Dictionary<string, PlatformUse>();
        foreach (var tree in sources.SyntaxTrees)
        {
            var model = sources.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes())
                foreach (var symbol in Symbols(model, node))
                    if (Used(symbol) is { } used && used.ContainingAssembly?.Name == assembly && used.GetDocumentationCommentId() is { } id && !uses.ContainsKey(id))
                        uses.Add(id, new PlatformUse(id, $"{tree.FilePath}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}"));
        }
        return [.. uses.Values];
    }

    private static IEnumerable<ISymbol?> Symbols(SemanticModel model, SyntaxNode node)
    {
        switch (node)
        {
            case SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax or AttributeSyntax
                or ElementAccessExpressionSyntax or ElementBindingExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax
                or PostfixUnaryExpressionSyntax or AssignmentExpressionSyntax or CastExpressionSyntax:
                yield return model.GetSymbolInfo(node).Symbol;
                break;
            case CommonForEachStatementSyntax loop:
                var each = model.GetForEachStatementInfo(loop);
                yield return each.GetEnumeratorMethod;
                yield return each.CurrentProperty;
                break;
            case BaseTypeDeclarationSyntax declared when model.GetDeclaredSymbol(declared) is INamedTypeSymbol type:
                foreach (var member in Implemented(type)) yield return member;
                break;
            case MemberDeclarationSyntax or VariableDeclaratorSyntax:
                yield return Overridden(model.GetDeclaredSymbol(node));
                break;
        }
        if (node is ExpressionSyntax expression) yield return model.GetConversion(expression).MethodSymbol;
    }

    private static IEnumerable<ISymbol> Implemented(INamedTypeSymbol type) =>
        type.AllInterfaces.SelectMany(contract => contract.GetMembers()).Where(member => type.FindImplementationForInterfaceMember(member) is { } own
            && SymbolEqualityComparer.Default.Equals(own.ContainingAssembly, type.ContainingAssembly));

    private static ISymbol? Overridden(ISymbol? declared) => declared switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        IEventSymbol @event => @event.OverriddenEvent,
        _ => null,
    };

    // As it was declared, and the type where the compiler made the member.
    private static ISymbol? Used(ISymbol? symbol) => symbol?.OriginalDefinition switch
    {
        IMethodSymbol { ReducedFrom: { } extension } => extension.OriginalDefinition,
        IMethodSymbol { AssociatedSymbol: { } property } => property.OriginalDefinition,
        IMethodSymbol { MethodKind: MethodKind.DelegateInvoke } invoke => invoke.ContainingType,
        IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType.TypeKind: TypeKind.Delegate or TypeKind.Struct, Parameters.Length: 0 } made => made.ContainingType,
        INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => symbol.OriginalDefinition,
        _ => null,
    };
}
