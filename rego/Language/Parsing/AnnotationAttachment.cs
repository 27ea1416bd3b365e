using Rego.Diagnostics;
using Rego.Errors;
using Rego.Printing;
using Rego.Syntax;
using Rego.Values;

namespace Rego.Parsing;

/// <summary>Finds the statement that each metadata block stands before, and the scope that follows from it.</summary>
internal static class AnnotationAttachment
{
    /// <summary>The blocks with their scopes.</summary>
    internal static List<Annotations> Attach(List<ParsedStatement> statements, List<Annotations> blocks, DiagnosticBag errors) =>
        [.. blocks.Select(block => Attach(block, statements.Find(statement => statement.Location.Row > block.Location.Row), errors))];

    private static Annotations Attach(Annotations block, ParsedStatement? statement, DiagnosticBag errors)
    {
        var isEntrypoint = block.Value["entrypoint"] == RegoBoolean.True;
        var scope = RuleAnnotations.ScopeOf(block);
        var hasScope = scope.Length > 0;
        scope = hasScope ? scope : ImpliedScope(statement, isEntrypoint);
        CheckScope(block, scope, statement, errors);
        if (isEntrypoint && scope is not ("document" or "package"))
        {
            errors.Add(DiagnosticCodes.Parse, $"annotation entrypoint applied to non-document or package scope '{scope}'", block.Location);
        }

        return hasScope
            ? block
            : new Annotations(block.Location, block.Yaml, RegoObject.From([.. block.Value, KeyValuePair.Create<RegoValue, RegoValue>(RegoString.From("scope"), RegoString.From(scope))]));
    }

    private static string ImpliedScope(ParsedStatement? statement, bool isEntrypoint) => statement switch
    {
        { Package: not null } => "package",
        { Import: not null } => "import",
        null => string.Empty,
        _ => isEntrypoint ? "document" : "rule",
    };

    private static void CheckScope(Annotations block, string scope, ParsedStatement? statement, DiagnosticBag errors)
    {
        var have = statement switch
        {
            null => null,
            { Package: not null } => "package",
            { Import: not null } => "import",
            _ => "rule",
        };
        var want = scope switch
        {
            "rule" or "document" => "rule",
            "package" or "subpackages" => "package",
            _ => null,
        };
        if (want is null)
        {
            errors.Add(DiagnosticCodes.Parse, $"invalid annotation scope '{scope}'. Use one of 'rule', 'document', 'package', or 'subpackages'", block.Location);
        }
        else if (want != have)
        {
            errors.Add(DiagnosticCodes.Parse, $"annotation scope '{scope}' must be applied to {want}{(have is null ? string.Empty : $" (have {have})")}", block.Location);
        }
    }
}
