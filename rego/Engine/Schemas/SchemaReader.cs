using Rego.Builtins.Patterns;
using Rego.Values;

namespace Rego.Schemas;

/// <summary>Reads a schema, in the order of OPA's reader, so that the first mistake found is the same.</summary>
/// <remarks>
/// Why not NJsonSchema (11.6.2): of the 154 recorded answers of <c>json.match_schema</c> and <c>json.verify_schema</c> 12 are other ones
/// (it takes types that do not exist, and passes over <c>const</c>) before their texts are compared, none of which it has; and it ends with
/// none of the evaluation's bounds: a pattern that backtracks and references that double run on, a document that nests overflows the stack.
/// </remarks>
internal sealed class SchemaReader
{
    private const int MaxDepth = 200;

    private readonly SchemaReferences _references;
    private readonly SchemaDraft _draft;
    private readonly bool _readsPatterns;
    private readonly Dictionary<RegoValue, SchemaNode> _byPlace = new(ReferenceEqualityComparer.Instance);
    private int _depth;

    private SchemaReader(RegoValue root, bool readsPatterns)
    {
        _draft = DraftOf(root);
        _references = new SchemaReferences(root);
        _readsPatterns = readsPatterns;
    }

    /// <summary>Reads a schema.</summary>
    /// <param name="schema">The schema as JSON.</param>
    /// <param name="readsPatterns">
    /// Whether <c>pattern</c> is read, which must then be a regular expression of RE2: for validation. Types need none, and many
    /// schemas have patterns of other dialects.
    /// </param>
    /// <exception cref="SchemaException">It is no schema.</exception>
    internal static SchemaNode Read(RegoValue schema, bool readsPatterns = true) => new SchemaReader(schema, readsPatterns).Node(schema);

    private static SchemaDraft DraftOf(RegoValue root)
    {
        if (root is RegoBoolean)
        {
            return SchemaDraft.Any;
        }

        if (root is not RegoObject members)
        {
            throw new SchemaException("schema is invalid");
        }

        if (!members.TryGetValue("$schema", out var name))
        {
            return SchemaDraft.Any;
        }

        return (name as RegoString ?? throw new SchemaException("$schema must be of type string")).Value.TrimEnd('#') switch
        {
            "http://json-schema.org/draft-04/schema" => SchemaDraft.Draft4,
            "http://json-schema.org/draft-06/schema" => SchemaDraft.Draft6,
            "http://json-schema.org/draft-07/schema" => SchemaDraft.Draft7,
            _ => SchemaDraft.Any,
        };
    }

    private SchemaNode Node(RegoValue value)
    {
        if (value is RegoBoolean truth && _draft >= SchemaDraft.Draft6)
        {
            return new SchemaNode { Always = truth.Value };
        }

        if (value is not RegoObject members)
        {
            throw new SchemaException("Expected: valid schema, given: Invalid JSON");
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
        ReadInto(node, new SchemaKeywords(members, _draft));
        _depth--;
        return node;
    }

    private void ReadInto(SchemaNode node, SchemaKeywords keywords)
    {
        _ = keywords.Text(_draft == SchemaDraft.Draft4 || (_draft == SchemaDraft.Any && keywords["id"].IsDefined) ? "id" : "$id");
        ReadDefinitions(keywords);
        _ = keywords.Text("title");
        _ = keywords.Text("description");
        if (keywords.Text("$ref") is { } reference)
        {
            node.Reference = Node(Target(keywords.Members, reference));
            return;
        }

        node.Types = keywords.Types();
        ReadObjects(node, keywords);
        ReadArrays(node, keywords);
        ReadNumbers(node, keywords);
        ReadStrings(node, keywords);
        ReadSizes(node, keywords);
        ReadValues(node, keywords);
        ReadCombinations(node, keywords);
    }

    private RegoValue Target(RegoObject schema, string reference)
    {
        var target = _references.Resolve(schema, reference);
        return target is RegoObject or RegoBoolean ? target : throw new SchemaException("valid schema must be of type object");
    }

    private void ReadDefinitions(SchemaKeywords keywords)
    {
        foreach (var (_, definition) in keywords.Map("definitions", WrongDefinitions))
        {
            _ = definition is RegoObject or RegoBoolean ? Node(definition) : throw WrongDefinitions();
        }

        static SchemaException WrongDefinitions() => SchemaKeywords.Wrong("definitions", "array of schemas");
    }

    private void ReadObjects(SchemaNode node, SchemaKeywords keywords)
    {
        var properties = keywords.Map("properties", () => new SchemaException("properties must be of type object"));
        node.Properties = [.. properties.Select(member => KeyValuePair.Create(NameOf(member.Key), Node(member.Value)))];
        node.AdditionalProperties = FlagOrNode(keywords, "additionalProperties");
        var patterns = keywords.Map("patternProperties", () => SchemaKeywords.Wrong("patternProperties", "valid schema"));
        node.PatternProperties = [.. patterns.Select(member => (NamePattern(NameOf(member.Key)), Node(member.Value)))];
        node.PropertyNames = keywords.Has(SchemaDraft.Draft6)
            ? Optional(keywords, "propertyNames", () => SchemaKeywords.Wrong("patternProperties", "valid schema"))
            : null;
        var dependencies = keywords.Map("dependencies", () => new SchemaException("dependencies must be of type object"));
        node.Dependencies = dependencies.ToDictionary(member => NameOf(member.Key), member => DependencyOf(member.Value));
    }

    private (IReadOnlyList<string> Names, SchemaNode? Schema) DependencyOf(RegoValue value)
    {
        return value switch
        {
            RegoArray names => ([.. names.Select(name => (name as RegoString)?.Value ?? throw WrongDependency())], null),
            RegoObject or RegoBoolean => ([], Node(value)),
            _ => throw WrongDependency(),
        };

        static SchemaException WrongDependency() => new("dependency must be of type schema or array of strings");
    }

    private void ReadArrays(SchemaNode node, SchemaKeywords keywords)
    {
        if (keywords["items"] is RegoArray list)
        {
            node.ItemsByPosition = [.. list.Select(item => item is RegoObject or RegoBoolean ? Node(item) : throw WrongItems())];
        }
        else
        {
            node.Items = Optional(keywords, "items", WrongItems);
        }

        node.AdditionalItems = FlagOrNode(keywords, "additionalItems");

        static SchemaException WrongItems() => SchemaKeywords.Wrong("items", "valid schema/array of schemas");
    }

    private static void ReadNumbers(SchemaNode node, SchemaKeywords keywords)
    {
        node.MultipleOf = keywords.MultipleOf();
        node.Minimum = keywords.Number("minimum");
        node.ExclusiveMinimum = keywords.ExclusiveBound("exclusiveMinimum", "minimum");
        node.Maximum = keywords.Number("maximum");
        node.ExclusiveMaximum = keywords.ExclusiveBound("exclusiveMaximum", "maximum");
        if (keywords["exclusiveMinimum"] == RegoBoolean.True)
        {
            node.Minimum = null;
        }

        if (keywords["exclusiveMaximum"] == RegoBoolean.True)
        {
            node.Maximum = null;
        }
    }

    private void ReadStrings(SchemaNode node, SchemaKeywords keywords)
    {
        node.MinLength = keywords.Size("minLength");
        node.MaxLength = keywords.Size("maxLength", node.MinLength, "minLength");
        if (keywords.Text("pattern") is { } pattern && _readsPatterns)
        {
            node.Pattern = Compile(pattern, "pattern must be a valid regex");
        }

        node.Format = keywords.Text("format");
    }

    private static void ReadSizes(SchemaNode node, SchemaKeywords keywords)
    {
        node.MinProperties = keywords.Size("minProperties");
        node.MaxProperties = keywords.Size("maxProperties", node.MinProperties, "minProperties");
        node.Required = keywords.Names("required");
        node.MinItems = keywords.Size("minItems");
        node.MaxItems = keywords.Size("maxItems");
        node.UniqueItems = keywords.Flag("uniqueItems");
    }

    private void ReadValues(SchemaNode node, SchemaKeywords keywords)
    {
        if (keywords.Has(SchemaDraft.Draft6))
        {
            node.Contains = keywords["contains"] is { IsDefined: true } contains ? Node(contains) : null;
            node.Const = keywords["const"] is { IsDefined: true } constant ? constant : null;
        }

        var options = keywords.DistinctList("enum");
        node.Enum = keywords["enum"].IsDefined ? options : null;
    }

    private void ReadCombinations(SchemaNode node, SchemaKeywords keywords)
    {
        node.OneOf = [.. keywords.List("oneOf").Select(Node)];
        node.AnyOf = [.. keywords.List("anyOf").Select(Node)];
        node.AllOf = [.. keywords.List("allOf").Select(Node)];
        node.Not = Branch(keywords, "not");
        if (keywords.Has(SchemaDraft.Draft7))
        {
            node.If = Branch(keywords, "if");
            node.Then = Branch(keywords, "then");
            node.Else = Branch(keywords, "else");
        }
    }

    private SchemaNode? Branch(SchemaKeywords keywords, string keyword) =>
        Optional(keywords, keyword, () => new SchemaException($"{keyword} must be of an object"));

    private SchemaNode? Optional(SchemaKeywords keywords, string keyword, Func<SchemaException> wrong) => keywords[keyword] switch
    {
        RegoUndefined => null,
        RegoObject or RegoBoolean => Node(keywords[keyword]),
        _ => throw wrong(),
    };

    /// <summary>A schema, or in every draft a plain yes or no.</summary>
    private SchemaNode? FlagOrNode(SchemaKeywords keywords, string keyword) => keywords[keyword] is RegoBoolean flag
        ? new SchemaNode { Always = flag.Value }
        : Optional(keywords, keyword, () => SchemaKeywords.Wrong(keyword, "boolean/valid schema"));

    private static string NameOf(RegoValue key) => RegoJson.KeyText(key);

    private static Re2Regex NamePattern(string pattern) => Compile(pattern, $"Invalid regex pattern '{pattern}'");

    private static Re2Regex Compile(string pattern, string message)
    {
        try
        {
            return new Re2Regex(pattern);
        }
        catch (PatternException)
        {
            throw new SchemaException(message);
        }
    }
}
