using System.Collections.Immutable;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Sources;

namespace Rego.Hints;

/// <summary>Says what to do about an error, where that can be said.</summary>
internal static class DiagnosticHints
{
    private static readonly ImmutableArray<Func<Diagnostic, HintContext, string?>> Sources = [NameHints.Of, TypeHints.Of, StatementHints.Of, SyntaxHints.Of];

    /// <summary>The errors, each with its hint. An error in the line of the one before it mostly follows from that one: only its words count.</summary>
    internal static IEnumerable<Diagnostic> Add(IReadOnlyList<Diagnostic> errors, HintContext context)
    {
        var last = default(SourceLocation);
        foreach (var error in errors)
        {
            var isFollowing = error.Code == DiagnosticCodes.Parse && error.Location.File is not null && error.Location.File == last.File && error.Location.Row == last.Row;
            var hint = isFollowing ? SyntaxHints.OfMessage(error) : HintOf(error, context);
            yield return hint is null ? error : error with { Hint = hint };
            last = error.Location;
        }
    }

    private static string? HintOf(Diagnostic error, HintContext context) =>
        Sources.Select(source => source(error, context)).FirstOrDefault(hint => hint is not null);
}
