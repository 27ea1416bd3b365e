using System.Globalization;
using Rego.Builtins;
using Rego.Values;

namespace Rego.Schemas;

/// <summary>
/// Where the references of a schema lead. They stay within the schema, by a pointer or by the <c>$id</c> of one of its parts;
/// nothing is fetched.
/// </summary>
internal sealed class SchemaReferences
{
    private readonly Dictionary<string, RegoValue> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<RegoObject, string> _absolute = new(ReferenceEqualityComparer.Instance);

    internal SchemaReferences(RegoValue root)
    {
        Collect(root, string.Empty);
        _documents[string.Empty] = root;
    }

    /// <summary>What the <c>$ref</c> of a schema leads to.</summary>
    /// <param name="schema">The schema that has it.</param>
    /// <param name="reference">The reference as written.</param>
    /// <exception cref="SchemaException">It leads nowhere, or out of the schema.</exception>
    internal RegoValue Resolve(RegoObject schema, string reference)
    {
        var absolute = _absolute.GetValueOrDefault(schema, reference);
        if (_documents.TryGetValue(absolute, out var named))
        {
            return named;
        }

        var (document, fragment) = Split(absolute);
        if (!_documents.TryGetValue(document, out var root))
        {
            throw new SchemaException(Uri.TryCreate(document, UriKind.Absolute, out _)
                ? $"remote reference loading disabled: {absolute}"
                : $"Reference {absolute} must be canonical");
        }

        // A fragment that is no pointer counts for nothing.
        return fragment.StartsWith('/') ? Follow(root, fragment) : root;
    }

    private void Collect(RegoValue value, string scope)
    {
        if (value is RegoArray items)
        {
            foreach (var item in items)
            {
                Collect(item, scope);
            }
        }
        else if (value is RegoObject members)
        {
            CollectSchema(members, scope);
        }
    }

    private void CollectSchema(RegoObject members, string scope)
    {
        if ((members["id"].IsDefined ? members["id"] : members["$id"]) is RegoString id)
        {
            scope = Join(scope, id.Value);
            _documents.TryAdd(scope, members);
        }

        if (members["$ref"] is RegoString reference)
        {
            _absolute[members] = Join(scope, reference.Value);
        }

        foreach (var (key, member) in members)
        {
            // These hold values, not schemas.
            if (key is RegoString { Value: "const" or "enum" })
            {
                continue;
            }

            // These hold schemas by name, and a name may look like a keyword.
            if (key is RegoString { Value: "properties" or "dependencies" or "patternProperties" } && member is RegoObject named)
            {
                Collect(RegoArray.From(named.Select(pair => pair.Value)), scope);
            }
            else
            {
                Collect(member, scope);
            }
        }
    }

    private static string Join(string scope, string reference)
    {
        if (reference.StartsWith('#'))
        {
            return Split(scope).Document + (reference.Length == 1 ? string.Empty : reference);
        }

        var joined = Uri.TryCreate(scope, UriKind.Absolute, out var root) && Uri.TryCreate(root, reference, out var absolute) ? absolute.OriginalString : reference;
        return joined.TrimEnd('#');
    }

    private static (string Document, string Fragment) Split(string reference)
    {
        var at = reference.IndexOf('#', StringComparison.Ordinal);
        return at < 0 ? (reference, string.Empty) : (reference[..at], reference[(at + 1)..]);
    }

    private static RegoValue Follow(RegoValue value, string pointer)
    {
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = (UrlText.Unescape(part, plusIsSpace: false) ?? part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            value = value switch
            {
                RegoObject members => members[name] is { IsDefined: true } member ? member : throw new SchemaException($"Object has no key '{name}'"),
                RegoArray items => ItemAt(items, name),
                _ => throw new SchemaException($"Invalid token reference '{name}'"),
            };
        }

        return value;
    }

    private static RegoValue ItemAt(RegoArray items, string name)
    {
        if (!int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            throw new SchemaException($"Invalid array index '{name}'");
        }

        return index >= 0 && index < items.Count ? items[index] : throw new SchemaException($"Out of bound array[0,{items.Count}] index '{index}'");
    }
}
