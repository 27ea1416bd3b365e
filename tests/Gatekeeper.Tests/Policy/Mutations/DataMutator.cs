using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatekeeper.Tests.Policy.Mutations;

/// <summary>The mistakes that people make in YAML, at every place of a document.</summary>
internal static class DataMutator
{
    private static readonly (string Name, Func<JsonNode?> Value)[] OtherValues =
    [
        ("null", () => null), ("a text", () => "text"), ("the empty text", () => ""), ("a space", () => " "), ("a number", () => 7), ("0", () => 0), ("-1.5", () => -1.5),
        ("1e400 as a text", () => "1e400"), ("true", () => true), ("false", () => false), ("an empty list", () => new JsonArray()), ("an empty object", () => new JsonObject()),
        ("a list of a text", () => new JsonArray("text")), ("a list of null", () => new JsonArray(default(JsonNode))), ("a list of a number", () => new JsonArray(1)),
        ("a list in a list", () => new JsonArray(new JsonArray("deep"))), ("a list of an object", () => new JsonArray(new JsonObject { ["all"] = new JsonArray("reader") })),
        ("another object", () => new JsonObject { ["value"] = "text" }), ("*", () => "*"), ("a list of *", () => new JsonArray("*")), ("a list of all", () => new JsonArray("all")),
        ("half a version", () => "1.2"), ("a month too many", () => "2026-13-01T00:00:00Z"), ("a date", () => "2026-12-01"), ("half a pattern", () => "["),
        ("half an expression", () => "("), ("a name with a dot", () => "a.b"), ("a boolean as a text", () => "true"), ("a number as a text", () => "1"),
    ];

    /// <summary>Every mistake that can be made in a document, in order. What may lawfully change rights is left out: <see cref="LegalChanges"/>.</summary>
    internal static IEnumerable<Mutation> AllOf(JsonObject original) => PathsOf(original, []).SelectMany(place => At(place.Path, place.Value));

    private static IEnumerable<Mutation> At(object[] path, JsonNode? value)
    {
        var wrong = OtherValues.Where(other => !LegalChanges.IsValid(path, other.Value()) && !JsonNode.DeepEquals(value, other.Value())).Select(other => Put(path, other.Name, _ => other.Value()));
        var all = wrong.Concat(Nested(path, value)).Concat(OtherTypes(path, value)).Concat(MisspellingsOf(path, value)).Concat(InList(path, value)).Concat(InObject(path, value));
        return RequiredMembers.Contains(path) ? all.Append(LeftOut(path)) : all;
    }

    private static IEnumerable<Mutation> Nested(object[] path, JsonNode? value)
    {
        yield return Put(path, "nested in an object", known => new JsonObject { ["value"] = known });
        yield return Put(path, "nested under its own name", known => new JsonObject { [path[^1].ToString()!] = known });
        yield return Put(path, "nested in a list", known => new JsonArray(known));
        if (value is JsonValue)
            yield return Put(path, "as the name of true", known => new JsonObject { [Known(known).ToString()] = true });
    }

    // A number as a text, a text as a list of its letters or words, a list as a text or as an object, an object as lists.
    private static IEnumerable<Mutation> OtherTypes(object[] path, JsonNode? value)
    {
        if (value is JsonValue scalar && scalar.GetValueKind() is not JsonValueKind.String)
            yield return Put(path, "as a text", known => Known(known).ToJsonString());
        if (value is JsonArray { Count: > 0 } list)
        {
            yield return Put(path, "its first without a list", known => Known(known)[0]!.DeepClone());
            yield return Put(path, "as one text", known => string.Join(", ", Known(known).AsArray().Select(element => element?.ToString())));
            yield return Put(path, "as an object of numbers", known => new JsonObject(Known(known).AsArray().Select((element, at) => KeyValuePair.Create(at.ToString(CultureInfo.InvariantCulture), element?.DeepClone()))));
            if (list.All(element => element is JsonValue))
                yield return Put(path, "as an object of true", known => new JsonObject(Known(known).AsArray().Select(element => element!.ToString()).Distinct().Select(name => KeyValuePair.Create(name, (JsonNode?)true))));
        }
        if (value is JsonObject { Count: > 0 })
        {
            yield return Put(path, "as a list of its values", known => new JsonArray([.. Known(known).AsObject().Select(member => member.Value?.DeepClone())]));
            yield return Put(path, "as a list of its names", known => new JsonArray([.. Known(known).AsObject().Select(member => (JsonNode?)member.Key)]));
        }
    }

    private static IEnumerable<Mutation> MisspellingsOf(object[] path, JsonNode? value)
    {
        if (path[^1] is string key)
        {
            foreach (var name in Misspelt(key))
                yield return Rename(path, name);
        }
        if (value is JsonValue text && text.TryGetValue<string>(out var word) && word.Length > 0)
        {
            foreach (var other in Misspelt(word).Where(other => !LegalChanges.IsValid(path, other)))
                yield return Put(path, $"written as {other}", _ => other);
        }
    }

    private static IEnumerable<Mutation> InList(object[] path, JsonNode? value)
    {
        if (value is not JsonArray list)
            yield break;
        for (var at = 0; at < list.Count; at++)
        {
            var index = at;
            yield return Change(path, $"number {index} twice", known => known.AsArray().Add(known[index]?.DeepClone()));
        }
        yield return Change(path, "a further null", known => known.AsArray().Add(null));
        yield return Change(path, "a further list", known => known.AsArray().Add(new JsonArray("text")));
        if (!LegalChanges.IsValid(path, new JsonArray("text")))
            yield return Change(path, "a further text", known => known.AsArray().Add("text"));
        yield return Change(path, "a further number", known => known.AsArray().Add(1));
    }

    private static IEnumerable<Mutation> InObject(object[] path, JsonNode? value)
    {
        if (value is not JsonObject entry)
            yield break;
        foreach (var (name, _) in entry)
        {
            yield return Change(path, $"a further {name}s", known => known[name + "s"] = known[name]?.DeepClone());
            yield return Change(path, $"a further {name.ToUpperInvariant()}", known => known[name.ToUpperInvariant()] = known[name]?.DeepClone());
        }
        yield return Change(path, "a further member", known => known["surplus_"] = "text");
        yield return Change(path, "a nameless member", known => known[""] = "text");
    }

    private static JsonNode Known(JsonNode? value) => value ?? throw new InvalidOperationException("there is nothing to change");

    private static IEnumerable<string> Misspelt(string word) => Respelt(word).Where(other => other != word);

    private static IEnumerable<string> Respelt(string word)
    {
        var middle = word.Length / 2;
        yield return word + "s";
        yield return word + " ";
        yield return word.Remove(middle, 1).Insert(middle, "_");
        yield return word.Insert(middle, "x");
        if (word.Length > 1)
            yield return word.Remove(middle, 1);
        if (word.Any(char.IsAsciiLetterLower))
            yield return word.ToUpperInvariant();
        if (middle + 1 < word.Length && word[middle] != word[middle + 1])
            yield return word[..middle] + word[middle + 1] + word[middle] + word[(middle + 2)..];
    }

    private static Mutation LeftOut(object[] path) => new(path, "left out", (holder, key, _) => holder.AsObject().Remove((string)key));

    private static Mutation Rename(object[] path, string name) => new(path, $"its name written as {name}", (holder, key, value) =>
    {
        holder.AsObject().Remove((string)key);
        holder[name] = value;
    });

    private static Mutation Put(object[] path, string mistake, Func<JsonNode?, JsonNode?> put) => new(path, mistake, (holder, key, value) =>
    {
        if (key is int index)
            holder[index] = put(value);
        else
            holder[(string)key] = put(value);
    });

    private static Mutation Change(object[] path, string mistake, Action<JsonNode> change) => Put(path, mistake, known =>
    {
        change(known ?? throw new InvalidOperationException("there is nothing to change"));
        return known;
    });

    internal static IEnumerable<(object[] Path, JsonNode? Value)> PathsOf(JsonNode? node, object[] path)
    {
        if (path.Length > 0)
            yield return (path, node);
        var children = node switch
        {
            JsonObject entry => entry.Select(member => ((object)member.Key, member.Value)),
            JsonArray list => list.Select((element, index) => ((object)index, element)),
            _ => [],
        };
        foreach (var below in children.SelectMany(child => PathsOf(child.Item2, [.. path, child.Item1])))
            yield return below;
    }
}
