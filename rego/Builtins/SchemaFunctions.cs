using System.Text.Json;
using Rego.Builtins.Schemas;
using Rego.Schemas;
using Rego.Types;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>JSON schemas.</summary>
internal static class SchemaFunctions
{
    private static readonly RegoType Document = OneOf(StringT, AnyObject);

    private static readonly RegoType Problem = new ObjectType(
        [new(RegoString.From("desc"), StringT), new(RegoString.From("error"), StringT), new(RegoString.From("field"), StringT), new(RegoString.From("type"), StringT)],
        null,
        null);

    internal static IEnumerable<Builtin> All =>
    [
        new("json.match_schema", Document, Document, TupleOf(BoolT, ArrayOf(Problem)), Match),
        new("json.verify_schema", Document, TupleOf(BoolT, OneOf(NullT, StringT)), Verify),
    ];

    private static RegoValue Match(BuiltinContext context, RegoValue document, RegoValue schema)
    {
        try
        {
            var value = ToJson(context, document);
            var result = SchemaValidator.Validate(context, Read(context, schema), value);
            return RegoArray.From(RegoBoolean.From(result.IsValid), RegoArray.From(result.Errors));
        }
        catch (SchemaException e)
        {
            return context.Fail(e.Message);
        }
    }

    private static RegoArray Verify(BuiltinContext context, RegoValue schema)
    {
        try
        {
            Read(context, schema);
            return RegoArray.From(RegoBoolean.True, RegoNull.Instance);
        }
        catch (SchemaException e)
        {
            return RegoArray.From(RegoBoolean.False, RegoString.From("jsonschema: " + e.Message));
        }
    }

    private static SchemaNode Read(BuiltinContext context, RegoValue schema)
    {
        var json = GoJson.Write(context, ToJson(context, schema));
        context.Charge(json.Length, 16L * json.Length);
        return context.Prepare("json.schema", json, text => SchemaReader.Read(RegoJson.Parse(text, JsonFunctions.Limits)));
    }

    /// <summary>A value as JSON has it: of a string, what its text means; sets are arrays, keys are names.</summary>
    private static RegoValue ToJson(BuiltinContext context, RegoValue value)
    {
        if (value is not (RegoString or RegoObject or RegoArray))
        {
            throw new SchemaException("wrong type, expected string or object");
        }

        try
        {
            var json = value is RegoString text ? text.Value : GoJson.Write(context, value);
            context.Charge(1 + json.Length, 16L * json.Length);
            return RegoJson.Parse(GoText.ToBytes(json), JsonFunctions.Limits);
        }
        catch (JsonException)
        {
            throw new SchemaException("invalid JSON string");
        }
    }
}
