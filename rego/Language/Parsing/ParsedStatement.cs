using Rego.Sources;
using Rego.Syntax;

namespace Rego.Parsing;

/// <summary>A statement at the top of a text: exactly one of the four.</summary>
internal sealed record ParsedStatement(SourceLocation Location, Package? Package = null, Import? Import = null, RuleDraft? Rule = null, Body? Body = null)
{
    /// <summary>What it is, in OPA's words.</summary>
    internal string KindName => Package is not null ? "*ast.Package" : Import is not null ? "*ast.Import" : Rule is not null ? "*ast.Rule" : "ast.Body";
}
