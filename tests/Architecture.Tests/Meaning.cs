using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Architecture.Tests;

/// <summary>
/// What a piece of code means: types and members that it names, and those that it uses without naming them, such as the enumerator of a loop.
/// Of namespaces, those of using directives: what they are for is to use what stands there.
/// </summary>
internal static class Meaning
{
    /// <summary>The symbols that a node stands for by itself, those of the nodes in it left out.</summary>
    public static IEnumerable<ISymbol> Of(SemanticModel model, SyntaxNode node) => Named(model, node).Concat(Unnamed(model, node).OfType<ISymbol>());

    private static IEnumerable<ISymbol> Named(SemanticModel model, SyntaxNode node)
    {
        if (node is not (ExpressionSyntax or ConstructorInitializerSyntax or SelectOrGroupClauseSyntax or OrderingSyntax))
        {
            return [];
        }

        var info = model.GetSymbolInfo(node);
        IEnumerable<ISymbol> meant = info.Symbol is { } one ? [one] : info.CandidateSymbols;
        return meant.Where(symbol => symbol is INamedTypeSymbol || symbol.ContainingType is not null || (symbol is INamespaceSymbol && node.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null));
    }

    private static IEnumerable<ISymbol?> Unnamed(SemanticModel model, SyntaxNode node) => node switch
    {
        CommonForEachStatementSyntax each => [.. OfLoop(model.GetForEachStatementInfo(each)), .. each is ForEachVariableStatementSyntax taken ? OfDeconstruction(model.GetDeconstructionInfo(taken)) : []],
        AwaitExpressionSyntax awaited => [.. OfAwait(model.GetAwaitExpressionInfo(awaited)), .. Converted(model, awaited)],
        AssignmentExpressionSyntax assignment => [.. OfDeconstruction(model.GetDeconstructionInfo(assignment)), .. Converted(model, assignment)],
        QueryClauseSyntax clause => [model.GetQueryClauseInfo(clause).CastInfo.Symbol, model.GetQueryClauseInfo(clause).OperationInfo.Symbol],
        RecursivePatternSyntax pattern => [(model.GetOperation(pattern) as IRecursivePatternOperation)?.DeconstructSymbol],
        VariableDeclaratorSyntax { Initializer.Value: var value, Parent.Parent: FixedStatementSyntax } => Found(model, value, model.GetTypeInfo(value).Type, "GetPinnableReference"),
        CollectionExpressionSyntax made => [.. Found(model, made, model.GetTypeInfo(made).ConvertedType, "Add"), .. Converted(model, made)],
        ExpressionSyntax expression => [.. Added(model, expression), .. Converted(model, expression), .. Tested(model, expression)],
        _ => [],
    };

    private static IEnumerable<ISymbol?> OfLoop(ForEachStatementInfo info) =>
        [info.GetEnumeratorMethod, info.MoveNextMethod, info.CurrentProperty, info.DisposeMethod, info.ElementConversion.MethodSymbol, info.CurrentConversion.MethodSymbol];

    private static IEnumerable<ISymbol?> OfAwait(AwaitExpressionInfo info) => [info.GetAwaiterMethod, info.IsCompletedProperty, info.GetResultMethod];

    private static IEnumerable<ISymbol?> OfDeconstruction(DeconstructionInfo info) =>
        [info.Method, info.Conversion?.MethodSymbol, .. info.Nested.SelectMany(OfDeconstruction)];

    // An element of a collection initializer is a call of `Add`.
    private static IEnumerable<ISymbol?> Added(SemanticModel model, ExpressionSyntax expression) => expression.Parent.IsKind(SyntaxKind.CollectionInitializerExpression)
        ? model.GetCollectionInitializerSymbolInfo(expression) is var info && info.Symbol is { } one ? [one] : info.CandidateSymbols
        : [];

    private static IEnumerable<ISymbol?> Converted(SemanticModel model, ExpressionSyntax expression) => [model.GetConversion(expression).MethodSymbol];

    // `operator true` of a condition.
    private static IEnumerable<ISymbol?> Tested(SemanticModel model, ExpressionSyntax expression) =>
        [(model.GetOperation(expression)?.Parent as IUnaryOperation)?.OperatorMethod];

    // What the compiler looks up by this name and tells nobody of: all that could be meant.
    private static IEnumerable<ISymbol?> Found(SemanticModel model, ExpressionSyntax expression, ITypeSymbol? type, string name) =>
        type is null ? [] : model.LookupSymbols(expression.SpanStart, type, name, includeReducedExtensionMethods: true);
}
