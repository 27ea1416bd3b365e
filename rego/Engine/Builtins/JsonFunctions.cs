using System.Text.Json;
using Rego.Types;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>JSON as text.</summary>
internal static class JsonFunctions
{
    /// <summary>The bounds of a JSON text in a policy's data.</summary>
    internal static readonly RegoJsonLimits Limits = new(64 * 1024 * 1024, 512, AllowDuplicateNames: true);

    private static readonly RegoType MarshalOptions = new ObjectType(
        [new(RegoString.From("indent"), StringT), new(RegoString.From("prefix"), StringT), new(RegoString.From("pretty"), BoolT)], StringT, AnyT);

    internal static IEnumerable<Builtin> All =>
    [
        new("json.marshal", AnyT, StringT, (c, a) => RegoString.From(GoJson.Write(c, a))),
        new("json.marshal_with_options", AnyT, MarshalOptions, StringT, MarshalWithOptions),
        new("json.unmarshal", StringT, AnyT, Operands.Of<RegoString>(Unmarshal)),
        new("json.is_valid", StringT, BoolT, (c, a) => RegoBoolean.From(a is RegoString text && TryParse(c, text.Value, out _, out _))),
    ];

    private static bool TryParse(BuiltinContext context, string text, out RegoValue value, out string problem)
    {
        context.Charge(1 + text.Length, 8L * text.Length);
        try
        {
            value = RegoJson.Parse(GoText.ToBytes(text), Limits);
            problem = string.Empty;
            return true;
        }
        catch (JsonException e)
        {
            value = RegoValue.Undefined;
            problem = e.Message;
            return false;
        }
    }

    private static RegoValue Unmarshal(BuiltinContext context, RegoString text) =>
        TryParse(context, text.Value, out var value, out var problem) ? value : context.Fail(problem);

    private static RegoValue MarshalWithOptions(BuiltinContext context, RegoValue value, RegoValue b)
    {
        if (b is not RegoObject options)
        {
            return context.FailType(2, "object", b);
        }

        string indent = "\t", prefix = string.Empty;
        bool? pretty = null;
        for (var i = 0; i < options.Count; i++)
        {
            if (options.Keys[i] is not RegoString key)
            {
                return context.FailType($"operand 2 failed to stringify key {options.Keys[i]} at index {i}: operand {i} must be string but got {options.Keys[i].TypeName}");
            }

            var problem = ReadOption(key.Value, options.Values[i], i, ref indent, ref prefix, ref pretty);
            if (problem is not null)
            {
                return context.FailType(problem);
            }
        }

        // An indentation or a prefix asks for lines, unless "pretty" says otherwise.
        var lines = pretty ?? (options.ContainsKey(RegoString.From("indent")) || options.ContainsKey(RegoString.From("prefix")));
        return RegoString.From(lines ? prefix + GoJson.Write(context, value, prefix, indent) : GoJson.Write(context, value));
    }

    private static string? ReadOption(string key, RegoValue value, int index, ref string indent, ref string prefix, ref bool? pretty)
    {
        switch (key, value)
        {
            case ("indent", RegoString text): indent = text.Value; return null;
            case ("prefix", RegoString text): prefix = text.Value; return null;
            case ("pretty", RegoBoolean truth): pretty = truth.Value; return null;
            case ("indent" or "prefix", _): return $"operand 2 key {key} failed cast to string: operand {index} must be string but got {value.TypeName}";
            case ("pretty", _): return "operand 2 key pretty failed cast to bool";
            default: return $"operand 2 object contained unknown key {GoText.Quote(key)}";
        }
    }
}
