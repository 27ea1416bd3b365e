using Rego.Printing;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Names;

/// <summary>What imports mean.</summary>
internal static class ImportPaths
{
    /// <summary>Whether it imports from <c>data</c> or <c>input</c>, not a feature of the language.</summary>
    internal static bool IsDocument(Import import) => RootDocuments.IsBelow(import.Path, RootDocuments.Data) || RootDocuments.IsBelow(import.Path, RootDocuments.Input);

    /// <summary>The name under which the module sees it.</summary>
    internal static string NameOf(Import import) => import.Alias?.Name ?? import.Path switch
    {
        VarTerm variable => variable.Name,
        RefTerm { Path: [.., StringTerm last] } => last.Value,
        _ => string.Empty,
    };

    /// <summary>The import as it is written in messages.</summary>
    internal static string ToText(Import import) =>
        $"import {TermPrinter.ToText(import.Path)}{(import.Alias is null ? string.Empty : $" as {import.Alias.Name}")}";
}
