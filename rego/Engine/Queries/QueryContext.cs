using Rego.Diagnostics;
using Rego.Errors;
using Rego.Parsing;
using Rego.Sources;
using Rego.Syntax;

namespace Rego.Queries;

/// <summary>What a query sees by short names, as if it stood in a module.</summary>
public sealed record QueryContext
{
    /// <value>Nothing.</value>
    public static QueryContext Empty { get; } = new();

    /// <value>The package whose rules the query may name, without <c>data</c>, for example <c>gatekeeper.deploy</c>; null for none.</value>
    public string? Package { get; init; }

    /// <value>What is imported, for example <c>data.lib as l</c> or <c>rego.v1</c>.</value>
    public IReadOnlyList<string> Imports { get; init; } = [];

    /// <summary>Reads the package; null where there is none, or, with an error added, where it is not one.</summary>
    internal Package? ReadPackage(DiagnosticBag errors)
    {
        if (Package is null || Read($"package {Package}", errors) is not { } statements)
        {
            return null;
        }

        if (statements is [{ } statement])
        {
            return statement.Package ?? Refuse<Package>(errors, $"expected package but got {statement.KindName}");
        }

        return Refuse<Package>(errors, "expected exactly one statement");
    }

    /// <summary>Reads the imports; null, with an error added, where one is none.</summary>
    internal IReadOnlyList<Import>? ReadImports(DiagnosticBag errors)
    {
        if (Read(string.Join('\n', Imports.Select(import => $"import {import}")), errors) is not { } statements)
        {
            return null;
        }

        return statements.Find(statement => statement.Import is null) is { } wrong
            ? Refuse<IReadOnlyList<Import>>(errors, $"expected import but got {wrong.KindName}")
            : [.. statements.Select(statement => statement.Import!)];
    }

    private static List<ParsedStatement>? Read(string text, DiagnosticBag errors) => Parser.ParseStatements(new SourceFile(string.Empty, text), errors);

    private static T? Refuse<T>(DiagnosticBag errors, string message)
        where T : class
    {
        errors.Add(DiagnosticCodes.Load, message, default);
        return null;
    }
}
