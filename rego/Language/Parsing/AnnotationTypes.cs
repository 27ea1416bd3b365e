using Rego.Values;

namespace Rego.Parsing;

/// <summary>The types that the members of a metadata block must have.</summary>
internal static class AnnotationTypes
{
    private const string AnyMap = "map[string]interface {}";

    private static readonly (string Name, string Type, Func<RegoValue, bool> IsRight)[] Members =
    [
        ("scope", "string", IsScalar),
        ("title", "string", IsScalar),
        ("entrypoint", "bool", value => value is RegoBoolean or RegoNull),
        ("description", "string", IsScalar),
        ("organizations", "[]string", value => value is RegoArray or RegoNull),
        ("related_resources", "[]interface {}", value => value is RegoArray or RegoNull),
        ("authors", "[]interface {}", value => value is RegoArray or RegoNull),
        ("schemas", "[]map[string]interface {}", value => value is RegoNull || (value is RegoArray items && items.All(item => item is RegoObject))),
        ("compile", AnyMap, IsMap),
        ("custom", AnyMap, IsMap),
        ("labels", AnyMap, IsMap),
    ];

    /// <summary>The first member of a wrong type, as OPA's YAML reader tells it, with its line; null where there is none.</summary>
    internal static (int Row, string Message)? FindWrong(RegoObject block, string yaml)
    {
        foreach (var (name, type, isRight) in Members)
        {
            if (block.TryGetValue(name, out var value) && !isRight(value))
            {
                var row = RowOf(yaml, name);
                return (row, Message(row, value, type));
            }
        }

        return null;
    }

    /// <summary>A block that is no mapping at all.</summary>
    internal static string Message(int row, RegoValue value, string type) =>
        $"yaml: unmarshal errors:\n  line {row}: cannot unmarshal {Describe(value)} into {type}";

    private static string Describe(RegoValue value) => value switch
    {
        RegoArray => "!!seq",
        RegoObject => "!!map",
        RegoString text => $"!!str `{Shorten(text.Value)}`",
        RegoBoolean => $"!!bool `{value.ToJson()}`",
        RegoNumber { IsInt64: true } => $"!!int `{Shorten(value.ToJson())}`",
        RegoNumber => $"!!float `{Shorten(value.ToJson())}`",
        _ => "!!null",
    };

    private static string Shorten(string text) => text.Length > 10 ? text[..7] + "..." : text;

    private static bool IsScalar(RegoValue value) => value is not (RegoArray or RegoObject);

    private static bool IsMap(RegoValue value) => value is RegoObject or RegoNull;

    /// <summary>The line on which a member's value begins.</summary>
    private static int RowOf(string yaml, string name)
    {
        var lines = yaml.Split('\n');
        var at = Math.Max(0, Array.FindIndex(lines, line => line.StartsWith(name + ":", StringComparison.Ordinal)));
        var isBelow = lines[at].AsSpan().Trim().EndsWith(":");
        while (isBelow && at + 1 < lines.Length && string.IsNullOrWhiteSpace(lines[at + 1]))
        {
            at++;
        }

        return at + (isBelow ? 2 : 1);
    }
}
