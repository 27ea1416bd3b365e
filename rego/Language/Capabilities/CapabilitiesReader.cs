using System.Collections.Immutable;
using System.Text.Json;
using Rego.Types;
using Rego.Values;

namespace Rego.Capabilities;

/// <summary>Reads capabilities in the form of <c>opa capabilities</c>.</summary>
internal static class CapabilitiesReader
{
    internal static RegoCapabilities Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return RegoJson.Parse(utf8) is RegoObject fields
                ? Read(fields)
                : throw new FormatException("capabilities are an object");
        }
        catch (JsonException failure)
        {
            throw new FormatException(failure.Message, failure);
        }
    }

    private static RegoCapabilities Read(RegoObject fields) => new()
    {
        Builtins = [.. Items(fields, "builtins").Select(ReadBuiltin)],
        FutureKeywords = Texts(fields, "future_keywords"),
        Features = Texts(fields, "features"),
        AllowNet = fields["allow_net"] is RegoArray ? Texts(fields, "allow_net") : default,
    };

    private static BuiltinDeclaration ReadBuiltin(RegoValue value)
    {
        if (value is not RegoObject fields || fields["name"] is not RegoString name)
        {
            throw new FormatException("a built-in function is an object with a name");
        }

        var declaration = fields["decl"] as RegoObject ?? throw new FormatException($"built-in function {name.Value} has no declaration");
        return new BuiltinDeclaration(name.Value)
        {
            Arguments = [.. Items(declaration, "args").Select(ReadOperand)],
            Variadic = declaration["variadic"] is RegoObject variadic ? TypeJsonReader.Read(variadic) : null,
            Result = declaration["result"] is RegoObject result ? ReadOperand(result) : null,
            Description = TextOf(fields, "description"),
            Categories = fields["categories"] is RegoArray ? Texts(fields, "categories") : default,
            Infix = TextOf(fields, "infix"),
            IsRelation = IsTrue(fields, "relation"),
            IsNondeterministic = IsTrue(fields, "nondeterministic"),
            IsDeprecated = IsTrue(fields, "deprecated"),
        };
    }

    private static OperandDeclaration ReadOperand(RegoValue value) => value is RegoObject fields
        ? new OperandDeclaration(TypeJsonReader.Read(fields), TextOf(fields, "name"), TextOf(fields, "description"))
        : throw new FormatException("a type is an object");

    private static bool IsTrue(RegoObject fields, string name) => fields[name] is RegoBoolean { Value: true };

    private static string? TextOf(RegoObject fields, string name) => (fields[name] as RegoString)?.Value;

    private static ImmutableArray<string> Texts(RegoObject fields, string name) =>
        [.. Items(fields, name).Select(item => item is RegoString text ? text.Value : throw new FormatException($"{name} is a list of texts"))];

    private static IEnumerable<RegoValue> Items(RegoObject fields, string name) => fields[name] switch
    {
        RegoArray items => items,
        RegoUndefined or RegoNull => [],
        _ => throw new FormatException($"{name} is a list"),
    };
}
