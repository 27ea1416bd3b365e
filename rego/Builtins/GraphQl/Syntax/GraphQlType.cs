namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>A type as a place names it: a name, or a list of a type; perhaps without null.</summary>
internal sealed record GraphQlType(string Name, GraphQlType? Element, bool IsNonNull, GraphQlPlace? Place)
{
    /// <summary>The name behind all lists.</summary>
    internal string BaseName => Element is null ? Name : Element.BaseName;

    /// <summary>As a document writes it.</summary>
    public override string ToString() => (Element is null ? Name : $"[{Element}]") + (IsNonNull ? "!" : string.Empty);

    /// <summary>Whether a value of this type may stand where another is wanted.</summary>
    internal bool IsUsableAs(GraphQlType wanted) =>
        Name == wanted.Name
        && (Element is null || (wanted.Element is not null && Element.IsUsableAs(wanted.Element)))
        && (IsNonNull || !wanted.IsNonNull);
}
