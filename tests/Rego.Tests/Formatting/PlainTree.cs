using Rego.Printing;
using Rego.Syntax;
using Rego.Values;

namespace Rego.Tests.Formatting;

/// <summary>
/// A module's tree without what formatting may change: the order and the needless ones of imports, <c>=</c> for <c>:=</c>, a body that
/// says <c>true</c>, constants in template strings, and calls by name of what has an operator.
/// </summary>
internal static class PlainTree
{
    private static readonly string[] Spellings = ["assign", "generated", "name", "annotations", "comments"];

    internal static string Of(Module module) => Plain(SyntaxJson.Of(module, withLocations: false)).ToJson();

    private static RegoValue Plain(RegoValue node) => node switch
    {
        RegoObject members => PlainObject(members),
        RegoArray items => PlainArray(items),
        _ => node,
    };

    private static RegoValue PlainObject(RegoObject members)
    {
        var isHead = members.ContainsKey(RegoString.From("ref"));
        var builder = new RegoObjectBuilder();
        foreach (var (key, value) in members)
        {
            var name = ((RegoString)key).Value;
            if (Spellings.Contains(name) || (isHead && name == "key" && members.ContainsKey(RegoString.From("value"))))
            {
                continue;
            }

            builder[key] = name switch
            {
                "imports" => PlainImports((RegoArray)value),
                "parts" => PlainParts((RegoArray)value),
                _ => Plain(value),
            };
        }

        if (builder.Build() is { } plain && plain["imports"] is RegoArray { Count: 0 })
        {
            return RegoObject.From([.. plain.Where(member => member.Key != RegoString.From("imports"))]);
        }

        return builder.Build();
    }

    private static RegoValue PlainArray(RegoArray items)
    {
        var plain = items.Select(Plain).ToArray();
        return plain is [RegoObject @operator, var left, var right, var result] && InfixOf(@operator) is not null
            ? RegoArray.From(Reference("eq"), result, RegoObject.From(("type", RegoString.From("call")), ("value", RegoArray.From(@operator, left, right))))
            : RegoArray.From(plain);
    }

    private static string? InfixOf(RegoObject @operator) =>
        @operator["type"] is RegoString { Value: "ref" } && @operator["value"] is RegoArray { Count: 1 } path && path[0] is RegoObject head && head["value"] is RegoString { Value: var name }
            && name is "plus" or "minus" or "mul" or "div" or "rem" or "and" or "or" or "equal" or "neq" or "lt" or "lte" or "gt" or "gte" or "eq" or "assign"
            ? name
            : null;

    private static RegoObject Reference(string name) =>
        RegoObject.From(("type", RegoString.From("ref")), ("value", RegoArray.From(RegoObject.From(("type", RegoString.From("var")), ("value", RegoString.From(name))))));

    private static RegoArray PlainImports(RegoArray imports) =>
        RegoArray.From([.. imports.Where(import => !import.ToJson().Contains("\"future\"", StringComparison.Ordinal) && !import.ToJson().Contains("\"rego\"", StringComparison.Ordinal)).Order()]);

    /// <summary>Text and constants one after another are one text.</summary>
    private static RegoArray PlainParts(RegoArray parts)
    {
        var plain = new List<RegoValue>();
        var text = string.Empty;
        foreach (var part in parts.OfType<RegoObject>())
        {
            if (part.ContainsKey(RegoString.From("terms")))
            {
                plain.Add(RegoString.From(text));
                plain.Add(Plain(part));
                text = string.Empty;
            }
            else
            {
                text += part["value"] is RegoString literal ? literal.Value : part["type"] is RegoString { Value: "null" } ? "null" : part["value"].ToJson();
            }
        }

        plain.Add(RegoString.From(text));
        return RegoArray.From(plain);
    }
}
