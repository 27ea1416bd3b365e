using System.Collections.Immutable;
using Rego.Printing;
using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego;

/// <summary>A reference to a document.</summary>
/// <param name="Text">As Rego writes it.</param>
/// <param name="Parts">As OPA's JSON: a variable, then terms.</param>
public sealed record RegoReference(string Text, RegoArray Parts)
{
    /// <summary>The text of a constant reference that is given as OPA's JSON, as in metadata.</summary>
    public static string TextOf(RegoArray parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return TermPrinter.PrintReference([.. parts.OfType<RegoObject>().Select((part, i) => TermOf(part["value"], isHead: i == 0))]);
    }

    internal static RegoReference Of(ImmutableArray<Term> parts) => new(TermPrinter.PrintReference(parts), SyntaxJson.OfReference(parts));

    private static Term TermOf(RegoValue value, bool isHead) => value switch
    {
        RegoString name when isHead => new VarTerm(default, name.Value),
        RegoString name => new StringTerm(default, name.Value, isRaw: false),
        _ => new NumberTerm(default, value.ToJson()),
    };
}
