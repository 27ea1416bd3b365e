using System.Globalization;
using Rego.Values;

namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>A value in a document.</summary>
internal sealed class GraphQlValue
{
    internal required GraphQlValueKind Kind { get; init; }

    /// <summary>The text: of a string without its quotes, of a variable without the dollar sign; empty for lists and objects.</summary>
    internal string Raw { get; init; } = string.Empty;

    internal IReadOnlyList<GraphQlMember> Members { get; init; } = [];

    internal GraphQlPlace? Place { get; init; }

    /// <summary>The type that its place wants, where that is known; set by the validation's walk.</summary>
    internal GraphQlType? ExpectedType { get; set; }

    /// <summary>The definition of that type without its lists; set by the validation's walk.</summary>
    internal GraphQlDefinition? Definition { get; set; }

    /// <summary>Of a variable: where its operation declares it; set by the validation's walk.</summary>
    internal GraphQlVariable? Variable { get; set; }

    /// <summary>As a document would write it.</summary>
    public override string ToString() => Kind switch
    {
        GraphQlValueKind.Variable => "$" + Raw,
        GraphQlValueKind.String or GraphQlValueKind.Block => GoText.Quote(Raw),
        GraphQlValueKind.List => "[" + string.Join(',', Members.Select(member => member.Value)) + "]",
        GraphQlValueKind.Object => "{" + string.Join(',', Members.Select(member => member.Name + ":" + member.Value)) + "}",
        _ => Raw,
    };

    /// <summary>Whether the text of the value and of its parts can be read as what they are: an integer of 64 bits, a number.</summary>
    internal bool IsReadable() => Kind switch
    {
        GraphQlValueKind.Int => long.TryParse(Raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        GraphQlValueKind.Float => double.TryParse(Raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number),
        GraphQlValueKind.Boolean => Raw is "true" or "false",
        GraphQlValueKind.List or GraphQlValueKind.Object => Members.All(member => member.Value.IsReadable()),
        _ => true,
    };
}
