using Gatekeeper.Rego.Builtins.Patterns;

namespace Gatekeeper.Rego.Builtins.Schemas;

/// <summary>Reads a schema. References stay within the schema; nothing is fetched.</summary>
internal sealed class SchemaReader
{
    private const int MaxDepth = 200;

    private static readonly string[] KnownTypes = ["array", "boolean", "integer", "number", "null", "object", "string"];

    private readonly RegoValue _root;
    private readonly Dictionary<RegoValue, SchemaNode> _byPlace = new(ReferenceEqualityComparer.Instance);
    private int _depth;

    private SchemaReader(RegoValue root) => _root = root;

    /// <exception cref="SchemaException">It is no schema.</exception>
    internal static SchemaNode Read(RegoValue schema) => new SchemaReader(schema).Node(schema);

    private SchemaNode Node(RegoValue value)
    {
        if (value is RegoBoolean truth)
        {
            return new SchemaNode { Always = truth.Value };
        }

        if (value is not RegoObject members)
        {
            throw new SchemaException("schema is invalid");
        }

        if (_byPlace.TryGetValue(value, out var known))
        {
            return known;
        }

        if (++_depth > MaxDepth)
        {
            throw new SchemaException("schema nests too deeply");
        }

        var node = new SchemaNode();
        _byPlace[value] = node;
        ReadInto(node, members);
        _depth--;
        return node;
    }

    private void ReadInto(SchemaNode node, RegoObject members)
    {
        if (members["$ref"] is RegoString reference)
        {
            node.Reference = Node(Resolve(reference.Value));
            return;
        }

        node.Types = TypesOf(members["type"]);
        node.AllOf = Nodes(members, "allOf");
        node.AnyOf = Nodes(members, "anyOf");
        node.OneOf = Nodes(members, "oneOf");
        node.Not = Optional(members, "not");
        node.If = Optional(members, "if");
        node.Then = Optional(members, "then");
        node.Else = Optional(members, "else");
        node.Const = members.TryGetValue("const", out var constant) ? constant : null;
        node.Enum = members.TryGetValue("enum", out var options) ? ArrayOf(options, "enum") : null;
        node.Format = (members["format"] as RegoString)?.Value;
        ReadObjects(node, members);
        ReadArrays(node, members);
        ReadScalars(node, members);
    }

    private void ReadObjects(SchemaNode node, RegoObject members)
    {
        node.Properties = [.. ObjectOf(members, "properties").Select(member => KeyValuePair.Create(NameOf(member.Key), Node(member.Value)))];
        node.PatternProperties = [.. ObjectOf(members, "patternProperties").Select(member => (PatternOf(NameOf(member.Key)), Node(member.Value)))];
        node.AdditionalProperties = Optional(members, "additionalProperties");
        node.PropertyNames = Optional(members, "propertyNames");
        node.Required = Names(members["required"], "required");
        node.MinProperties = Size(members, "minProperties");
        node.MaxProperties = Size(members, "maxProperties");
        node.Dependencies = ObjectOf(members, "dependencies").ToDictionary(member => NameOf(member.Key), member => DependencyOf(member.Value));
        _ = ObjectOf(members, "definitions").Select(member => Node(member.Value)).ToArray();
    }

    private (IReadOnlyList<string> Names, SchemaNode? Schema) DependencyOf(RegoValue value) =>
        value is RegoArray ? (Names(value, "dependencies"), null) : ([], Node(value));

    private void ReadArrays(SchemaNode node, RegoObject members)
    {
        node.Items = members["items"] is RegoArray ? null : Optional(members, "items");
        node.ItemsByPosition = members["items"] is RegoArray list ? [.. list.Select(Node)] : [];
        node.AdditionalItems = Optional(members, "additionalItems");
        node.Contains = Optional(members, "contains");
        node.MinItems = Size(members, "minItems");
        node.MaxItems = Size(members, "maxItems");
        node.UniqueItems = Flag(members, "uniqueItems");
    }

    private static void ReadScalars(SchemaNode node, RegoObject members)
    {
        node.MinLength = Size(members, "minLength");
        node.MaxLength = Size(members, "maxLength");
        node.Pattern = members.TryGetValue("pattern", out var pattern) ? PatternOf((pattern as RegoString)?.Value ?? throw Wrong("pattern", "string")) : null;
        node.MultipleOf = Number(members, "multipleOf");
        node.Minimum = Number(members, "minimum");
        node.Maximum = Number(members, "maximum");

        // Draft 4 has a flag that makes the bound exclusive, later drafts a bound of its own.
        node.ExclusiveMinimum = members["exclusiveMinimum"] is RegoBoolean low ? (low.Value ? node.Minimum : null) : Number(members, "exclusiveMinimum");
        node.ExclusiveMaximum = members["exclusiveMaximum"] is RegoBoolean high ? (high.Value ? node.Maximum : null) : Number(members, "exclusiveMaximum");
        if (node.MultipleOf is { } multiple && multiple.ToDouble() <= 0)
        {
            throw new SchemaException("multipleOf must be strictly greater than 0");
        }
    }

    private RegoValue Resolve(string reference)
    {
        if (!reference.StartsWith('#'))
        {
            throw new SchemaException($"remote reference loading disabled: {reference}");
        }

        var value = _root;
        foreach (var part in reference[1..].Split('/').Skip(1))
        {
            var name = (UrlText.Unescape(part, plusIsSpace: false) ?? part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            value = value switch
            {
                RegoObject members => members[name],
                RegoArray items when int.TryParse(name, out var index) && index >= 0 && index < items.Count => items[index],
                _ => RegoValue.Undefined,
            };
        }

        return value.IsDefined ? value : throw new SchemaException($"Object has no key '{reference}'");
    }

    private static SchemaException Wrong(string keyword, string expected) => new($"Invalid type. Expected: {expected}, given: {keyword}");

    private static IReadOnlyList<string> TypesOf(RegoValue value)
    {
        var types = value switch
        {
            RegoUndefined => [],
            RegoString single => [single.Value],
            RegoArray => Names(value, "type"),
            _ => throw Wrong("type", "string or array"),
        };
        return types.FirstOrDefault(type => !KnownTypes.Contains(type)) is { } unknown
            ? throw new SchemaException($"has a primitive type that is NOT VALID -- given: /{unknown}/ Expected valid values are:[{string.Join(' ', KnownTypes)}]")
            : types;
    }

    private static string NameOf(RegoValue key) => RegoJson.KeyText(key);

    private static Re2Regex PatternOf(string pattern)
    {
        try
        {
            return new Re2Regex(pattern);
        }
        catch (PatternException e)
        {
            throw new SchemaException(e.Message);
        }
    }

    private static RegoArray ArrayOf(RegoValue value, string keyword) => value as RegoArray ?? throw Wrong(keyword, "array");

    private static RegoObject ObjectOf(RegoObject members, string keyword) =>
        !members.TryGetValue(keyword, out var value) ? RegoObject.Empty : value as RegoObject ?? throw Wrong(keyword, "object");

    private static IReadOnlyList<string> Names(RegoValue value, string keyword) =>
        value.IsDefined ? [.. ArrayOf(value, keyword).Select(item => (item as RegoString)?.Value ?? throw Wrong(keyword, "string"))] : [];

    private IReadOnlyList<SchemaNode> Nodes(RegoObject members, string keyword) =>
        members.TryGetValue(keyword, out var value) ? [.. ArrayOf(value, keyword).Select(Node)] : [];

    private SchemaNode? Optional(RegoObject members, string keyword) => members.TryGetValue(keyword, out var value) ? Node(value) : null;

    private static bool Flag(RegoObject members, string keyword) =>
        members.TryGetValue(keyword, out var value) && ((value as RegoBoolean) ?? throw Wrong(keyword, "boolean")).Value;

    private static RegoNumber? Number(RegoObject members, string keyword) =>
        members.TryGetValue(keyword, out var value) ? value as RegoNumber ?? throw Wrong(keyword, "number") : null;

    private static int? Size(RegoObject members, string keyword)
    {
        if (!members.TryGetValue(keyword, out var value))
        {
            return null;
        }

        return value is RegoNumber number && number.TryGetInt64(out var size) && size >= 0
            ? (int)Math.Min(size, int.MaxValue)
            : throw new SchemaException($"{keyword} must be an integer that is not negative");
    }
}
