using System.Collections.Immutable;
using Gatekeeper.Rego.Printing;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego;

/// <summary>A reference to a document.</summary>
/// <param name="Text">As Rego writes it.</param>
/// <param name="Parts">As OPA's JSON: a variable, then terms.</param>
public sealed record RegoReference(string Text, RegoArray Parts)
{
    internal static RegoReference Of(ImmutableArray<Term> parts) => new(TermPrinter.PrintReference(parts), SyntaxJson.OfReference(parts));
}
