using System.Collections.Immutable;
using Rego.Diagnostics;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Parsing;

/// <summary>The members of a metadata block in the form that OPA gives them: only known ones, people and links as objects.</summary>
internal sealed class AnnotationFields
{
    private readonly RegoObject _raw;
    private readonly RegoObjectBuilder _fields = new();

    private AnnotationFields(RegoObject raw) => _raw = raw;

    /// <summary>The normal form.</summary>
    /// <exception cref="FormatException">A member holds something else than it may.</exception>
    internal static RegoObject Normalize(RegoObject raw)
    {
        var fields = new AnnotationFields(raw);
        fields.AddTexts();
        fields.AddList("organizations", Text);
        fields.AddList("related_resources", RelatedResource);
        fields.AddSchemas();
        fields.AddList("authors", Author);
        fields.AddObject("custom");
        fields.AddObject("labels");
        fields.AddObject("compile");
        return fields._fields.Build();
    }

    private void AddTexts()
    {
        foreach (var name in new[] { "scope", "title", "description" })
        {
            if (_raw.TryGetValue(name, out var value) && value is not RegoNull && Text(value) is { Value.Length: > 0 } text)
            {
                _fields[RegoString.From(name)] = text;
            }
        }

        if (_raw["entrypoint"] == RegoBoolean.True)
        {
            _fields[RegoString.From("entrypoint")] = RegoBoolean.True;
        }
    }

    private void AddList(string name, Func<RegoValue, RegoValue> convert)
    {
        if (_raw[name] is RegoArray { Count: > 0 } items)
        {
            _fields[RegoString.From(name)] = RegoArray.From([.. items.Select(convert)]);
        }
    }

    private void AddObject(string name)
    {
        if (_raw[name] is RegoObject { Count: > 0 } value)
        {
            _fields[RegoString.From(name)] = value;
        }
    }

    private void AddSchemas()
    {
        if (_raw["schemas"] is RegoArray { Count: > 0 } schemas)
        {
            _fields[RegoString.From("schemas")] = RegoArray.From([.. schemas.Select(Schema)]);
        }
    }

    private static RegoString Text(RegoValue value) => value as RegoString ?? RegoString.From(value.ToJson());

    private static RegoValue RelatedResource(RegoValue value)
    {
        switch (value)
        {
            case RegoString { Value.Length: 0 }:
                throw Invalid("related-resource", value, "ref URL may not be empty string");
            case RegoString:
                return new JsonFields().Add("ref", value).ToObject();
            case RegoObject members when TextOf(members, "ref") is { Length: > 0 } reference:
                var resource = new JsonFields().Add("ref", RegoString.From(reference));
                return TextOf(members, "description") is { Length: > 0 } description
                    ? resource.Add("description", RegoString.From(description)).ToObject()
                    : resource.ToObject();
            case RegoObject:
                throw Invalid("related-resource", value, "'ref' value required in object");
            default:
                throw Invalid("related-resource", value, "invalid value type, must be string or map");
        }
    }

    private static RegoValue Author(RegoValue value)
    {
        switch (value)
        {
            case RegoString text:
                return AuthorOf(text.Value) ?? throw Invalid("author", value, "author is an empty string");
            case RegoObject members:
                return Person(TextOf(members, "name"), TextOf(members, "email")) ?? throw Invalid("author", value, "'name' and/or 'email' values required in object");
            default:
                throw Invalid("author", value, "invalid value type, must be string or map");
        }
    }

    /// <summary>A name, with an address in angle brackets behind it or without.</summary>
    private static RegoObject? AuthorOf(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words is [.. var names, ['<', .., '>'] address]
            ? Person(string.Join(' ', names), address[1..^1])
            : Person(string.Join(' ', words), string.Empty);
    }

    private static RegoObject? Person(string name, string email)
    {
        var person = new JsonFields();
        if (name.Length > 0)
        {
            person.Add("name", RegoString.From(name));
        }

        if (email.Length > 0)
        {
            person.Add("email", RegoString.From(email));
        }

        return name.Length + email.Length > 0 ? person.ToObject() : null;
    }

    private static RegoValue Schema(RegoValue value)
    {
        var (key, schema) = ((RegoObject)value).FirstOrDefault();
        if (key is not RegoString path || ReferenceOf(path.Value) is not { } reference)
        {
            throw new FormatException("invalid document reference");
        }

        var fields = new JsonFields().Add("path", reference);
        return schema switch
        {
            RegoObject definition => fields.Add("definition", definition).ToObject(),
            RegoString name when (name.Value == "schema" || name.Value.StartsWith("schema.", StringComparison.Ordinal) || name.Value.StartsWith("schema[", StringComparison.Ordinal))
                && ReferenceOf(name.Value) is { } place => fields.Add("schema", place).ToObject(),
            RegoString => throw new FormatException("invalid schema reference"),
            _ => throw new FormatException($"invalid schema declaration for path {path}"),
        };
    }

    private static RegoArray? ReferenceOf(string text)
    {
        var errors = new DiagnosticBag();
        return Parser.ParseTerm(new SourceFile("reference", text), errors) switch
        {
            VarTerm { Name: "input" or "data" or "schema" } root => SyntaxJson.OfReference([root]),
            RefTerm { Head: VarTerm } reference => SyntaxJson.OfReference([reference.Head, .. reference.Path]),
            _ => null,
        };
    }

    private static string TextOf(RegoObject members, string name) => (members[name] as RegoString)?.Value.Trim() ?? string.Empty;

    private static FormatException Invalid(string what, RegoValue value, string why) => new($"invalid {what} definition {GoValueText.Of(value)}: {why}");
}
