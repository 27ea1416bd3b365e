using System.Collections.Immutable;
using Rego.Sources;
using Rego.Values;

namespace Rego.Diagnostics;

/// <summary>One thing that is wrong with a policy.</summary>
/// <param name="Code">OPA's code, for example <c>rego_parse_error</c>.</param>
/// <param name="Message">What is wrong, in OPA's words where it has them.</param>
/// <param name="Location">Where.</param>
public sealed record Diagnostic(string Code, string Message, SourceLocation Location)
{
    /// <summary>What to do about it, where that can be said; else null.</summary>
    public string? Hint { get; init; }

    /// <summary>OPA's details as JSON (<c>line</c> and <c>idx</c>, <c>have</c> and <c>want</c>, …), or null.</summary>
    public RegoValue? Details { get; init; }

    /// <summary>The details as OPA prints them below the message; default where a caret below the line says it all.</summary>
    internal ImmutableArray<string> DetailLines { get; init; }

    /// <summary><c>file:row: code: message</c>, as OPA prints it; the row and file are left out where unknown.</summary>
    public override string ToString()
    {
        var file = Location.File?.Path;
        return file is null ? $"{Code}: {Message}" : $"{file}:{Location.Row}: {Code}: {Message}";
    }
}
