using System.Collections.Immutable;
using Rego.Evaluation.Tracing;
using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Planning.Tracing;

/// <summary>Globs that an index can compare part by part: names, and <c>*</c> alone between delimiters.</summary>
internal static class GlobPatterns
{
    /// <summary>The delimiters in one text; null where the term is not an array of texts.</summary>
    internal static string? DelimitersOf(Term term) =>
        term is ArrayTerm array && array.Items.All(item => item is StringTerm)
            ? array.Items.IsEmpty ? "." : string.Concat(array.Items.Select(item => ((StringTerm)item).Value))
            : null;

    /// <summary>The parts, null for each <c>*</c>; null altogether where one holds a pattern of another kind.</summary>
    internal static ImmutableArray<RegoValue?>? PartsOf(string pattern, string delimiters)
    {
        var parts = GlobParts.Split(pattern, delimiters);
        return parts.All(part => part == "*" || !HasPattern(part))
            ? [.. parts.Select(RegoValue? (part) => part == "*" ? null : RegoString.From(part))]
            : null;
    }

    private static bool HasPattern(string part)
    {
        var isEscaped = false;
        foreach (var c in part)
        {
            if (!isEscaped && c is '[' or '?' or '{' or '*')
            {
                return true;
            }

            isEscaped = !isEscaped && c == '\\';
        }

        return false;
    }
}
