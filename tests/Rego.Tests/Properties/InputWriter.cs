using Rego.Values;

namespace Rego.Tests.Properties;

/// <summary>Makes inputs of the form that generated policies look at; any part may be missing or of another type.</summary>
internal static class InputWriter
{
    internal static RegoValue Write(Choices choices)
    {
        var members = new RegoObjectBuilder();
        Add(members, "s", choices, "\"a\"", "\"b\"", "\"c\"", "1", null);
        Add(members, "n", choices, "1", "2", "3", "0.5", "12345678901234567890", "\"a\"", null);
        Add(members, "b", choices, "true", "false", null);
        Add(members, "xs", choices, "[1, 2]", "[3, 1, 2, 2, 5]", "[]", "[\"a\", null]", "{\"a\": 1}", null);
        Add(members, "o", choices, "{\"a\": 1}", "{\"a\": 2, \"b\": \"a\"}", "{}", "{\"a\": {\"a\": 1}}", "[1]", null);
        Add(members, "words", choices, "[\"a\", \"b\"]", "[]", "[\"b\", \"x y\", \"é\"]", null);
        Add(members, "rows", choices, "[{\"id\": 1, \"kind\": \"a\"}, {\"id\": 3, \"kind\": \"b\"}]", "[]", Rows(choices), null);
        return members.Build();
    }

    private static string Rows(Choices choices) =>
        $"[{string.Join(", ", Enumerable.Range(0, 8 + choices.Below(8)).Select(id => $"{{\"id\": {id}, \"kind\": {choices.OneOf("\"a\"", "\"b\"", "1", "null")}}}"))}]";

    private static void Add(RegoObjectBuilder members, string name, Choices choices, params ReadOnlySpan<string?> values)
    {
        if (choices.OneOf(values) is { } value)
        {
            members[RegoString.From(name)] = RegoJson.Parse(value);
        }
    }
}
