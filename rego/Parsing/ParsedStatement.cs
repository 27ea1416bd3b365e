using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Parsing;

/// <summary>A statement at the top of a text: exactly one of the four.</summary>
internal sealed record ParsedStatement(SourceLocation Location, Package? Package = null, Import? Import = null, RuleDraft? Rule = null, Body? Body = null);
