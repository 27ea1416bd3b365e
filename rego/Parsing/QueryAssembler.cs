using System.Collections.Immutable;
using Gatekeeper.Rego.Diagnostics;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Parsing;

/// <summary>Makes one body of the statements of a query.</summary>
internal static class QueryAssembler
{
    internal static Body? Assemble(SourceFile file, List<ParsedStatement> statements, DiagnosticBag errors)
    {
        var location = new SourceLocation(file, 0, file.Text.Length, 1, 1);
        if (statements.Find(statement => statement.Body is null && statement.Import is null) is { } wrong)
        {
            errors.Add(DiagnosticCodes.Parse, "expected body", wrong.Location);
            return null;
        }

        // Imports of keywords have done their work already.
        ImmutableArray<Expression> expressions = [.. statements.SelectMany(statement => statement.Body?.Expressions ?? [])];
        if (expressions.IsEmpty)
        {
            errors.Add(DiagnosticCodes.Parse, "empty query cannot be evaluated", location);
            return null;
        }

        return new Body(location, expressions);
    }
}
