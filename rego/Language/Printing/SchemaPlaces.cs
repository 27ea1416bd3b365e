using Rego.Values;

namespace Rego.Printing;

/// <summary>Gives the references to schemas in a metadata block their places, which OPA counts within the reference itself.</summary>
internal static class SchemaPlaces
{
    internal static RegoValue AddTo(RegoValue schemas) =>
        schemas is RegoArray list ? RegoArray.From([.. list.Select(AddToSchema)]) : schemas;

    private static RegoValue AddToSchema(RegoValue schema)
    {
        if (schema is not RegoObject fields || fields["schema"] is not RegoArray parts)
        {
            return schema;
        }

        var placed = new JsonFields();
        foreach (var (key, value) in fields)
        {
            placed.Add(((RegoString)key).Value, value);
        }

        return placed.Add("schema", Place(parts)).ToObject();
    }

    private static RegoArray Place(RegoArray parts)
    {
        var placed = new List<RegoValue>();
        var column = 1;
        foreach (var part in parts.OfType<RegoObject>())
        {
            var value = part["value"];
            var isPlain = value is RegoString name && (placed.Count == 0 || TermPrinter.IsPlainName(name.Value));
            var text = isPlain ? ((RegoString)value).Value : value.ToString()!;
            placed.Add(new JsonFields()
                .Add("type", part["type"])
                .Add("value", value)
                .Add("location", SyntaxJson.Place(string.Empty, 1, placed.Count == 0 ? 1 : column + 1, text))
                .ToObject());
            column += text.Length + (placed.Count == 1 ? 0 : isPlain ? 1 : 2);
        }

        return RegoArray.From(placed);
    }
}
