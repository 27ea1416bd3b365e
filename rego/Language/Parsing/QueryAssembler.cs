using System.Collections.Immutable;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;

namespace Rego.Parsing;

/// <summary>Makes one body of the statements of a query.</summary>
internal static class QueryAssembler
{
    internal static Body? Assemble(SourceFile file, List<ParsedStatement> statements, DiagnosticBag errors)
    {
        var location = new SourceLocation(file, 0, file.Text.Length, 1, 1);
        if (statements.Find(statement => statement.Body is null) is { } wrong)
        {
            errors.Add(DiagnosticCodes.Load, $"expected body but got {wrong.KindName}", default);
            return null;
        }

        ImmutableArray<Expression> expressions = [.. statements.SelectMany(statement => statement.Body!.Expressions)];
        if (expressions.IsEmpty)
        {
            errors.Add(DiagnosticCodes.Compile, "empty query cannot be compiled", default);
            return null;
        }

        return new Body(location, expressions);
    }
}
