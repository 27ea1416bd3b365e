using Rego.Builtins.GraphQl;
using Rego.Builtins.GraphQl.Syntax;
using Rego.Builtins.GraphQl.Validation;
using Rego.Types;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>GraphQL documents as trees, and whether they are valid.</summary>
internal static class GraphQlFunctions
{
    private const int StepsPerCharacter = 4;
    private const int BytesPerCharacter = 64;

    private static readonly RegoArray NotVerified = RegoArray.From(RegoBoolean.False, RegoObject.Empty, RegoObject.Empty);

    private static readonly RegoType Document = OneOf(StringT, AnyObject);

    internal static IEnumerable<Builtin> All =>
    [
        new("graphql.parse_query", StringT, AnyObject, Operands.Of<RegoString>(ParseQuery)),
        new("graphql.parse_schema", StringT, AnyObject, Operands.Of<RegoString>(ParseSchema)),
        new("graphql.parse", Document, Document, TupleOf(AnyObject, AnyObject), Parse),
        new("graphql.parse_and_verify", Document, Document, TupleOf(BoolT, AnyObject, AnyObject), ParseAndVerify),
        new("graphql.is_valid", Document, Document, BoolT, IsValid),
        new("graphql.schema_is_valid", Document, BoolT, SchemaIsValid),
    ];

    private static RegoValue ParseQuery(BuiltinContext context, RegoString text) =>
        Try(() => GraphQlTree.Of(ReadQuery(context, text)), context.Fail);

    private static RegoValue ParseSchema(BuiltinContext context, RegoString text) =>
        Try(() => GraphQlTree.Of(ReadSchema(context, text)), context.Fail);

    private static RegoValue Parse(BuiltinContext context, RegoValue query, RegoValue schema)
    {
        if (!IsDocument(query))
        {
            return FailDocument(context, 0, query);
        }

        return Try(
            () =>
            {
                var document = ReadQuery(context, query);
                return IsDocument(schema) ? RegoArray.From(Verify(context, document, schema)) : FailDocument(context, 1, schema);
            },
            context.Fail);
    }

    /// <summary>OPA counts these operands from 0.</summary>
    private static RegoValue FailDocument(BuiltinContext context, int operand, RegoValue value) =>
        context.FailType(operand, "one of {string, object}", value);

    private static RegoValue ParseAndVerify(BuiltinContext context, RegoValue query, RegoValue schema) => Try(
        () => RegoArray.From([RegoBoolean.True, .. Verify(context, ReadQuery(context, query), schema)]),
        _ => NotVerified);

    private static RegoValue IsValid(BuiltinContext context, RegoValue query, RegoValue schema) => Try(
        () =>
        {
            Validate(context, ReadQuery(context, query), LoadSchema(context, schema));
            return RegoBoolean.True;
        },
        _ => RegoBoolean.False);

    private static RegoValue SchemaIsValid(BuiltinContext context, RegoValue schema) => Try(
        () =>
        {
            LoadSchema(context, schema);
            return RegoBoolean.True;
        },
        _ => RegoBoolean.False);

    private static RegoValue[] Verify(BuiltinContext context, GraphQlQuery query, RegoValue schema)
    {
        var loaded = LoadSchema(context, schema);
        Validate(context, query, loaded);
        return [GraphQlTree.Of(query), loaded.Tree];
    }

    private static void Validate(BuiltinContext context, GraphQlQuery query, LoadedGraphQlSchema schema) =>
        GraphQlWalk.Validate(schema.Schema, query, steps => context.Charge(steps));

    private static bool IsDocument(RegoValue value) => value is RegoString or RegoObject;

    private static GraphQlQuery ReadQuery(BuiltinContext context, RegoValue query) => query switch
    {
        RegoString text => Read(context, text.Value, GraphQlParser.ParseQuery),
        RegoObject tree => GraphQlTreeReader.ReadQuery(tree, context),
        _ => throw new GraphQlException("no document"),
    };

    private static GraphQlSchemaDocument ReadSchema(BuiltinContext context, RegoValue schema) => schema switch
    {
        RegoString text => Read(context, text.Value, source => GraphQlParser.ParseSchema(source)),
        RegoObject tree => GraphQlTreeReader.ReadSchema(tree, context),
        _ => throw new GraphQlException("no document"),
    };

    private static T Read<T>(BuiltinContext context, string text, Func<string, T> parse)
    {
        context.Charge(1 + ((long)text.Length * StepsPerCharacter), (long)text.Length * BytesPerCharacter);
        return parse(text);
    }

    /// <summary>A schema, which mostly stands in the policy, is put together once.</summary>
    private static LoadedGraphQlSchema LoadSchema(BuiltinContext context, RegoValue schema)
    {
        LoadedGraphQlSchema Load()
        {
            var document = ReadSchema(context, schema);
            return new LoadedGraphQlSchema(GraphQlSchemaBuilder.Build(document, steps => context.Charge(steps)), GraphQlTree.Of(document));
        }

        return schema is RegoString text ? context.Prepare("graphql", text.Value, _ => Load()) : Load();
    }

    private static RegoValue Try(Func<RegoValue> function, Func<string, RegoValue> fail)
    {
        try
        {
            return function();
        }
        catch (GraphQlException e)
        {
            return fail(e.Message);
        }
    }
}
