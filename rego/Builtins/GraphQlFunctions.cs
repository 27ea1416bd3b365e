using Gatekeeper.Rego.Builtins.GraphQl;
using static Gatekeeper.Rego.Builtins.BuiltinTypes;

namespace Gatekeeper.Rego.Builtins;

/// <summary>GraphQL documents as trees.</summary>
internal static class GraphQlFunctions
{
    internal static IEnumerable<Builtin> All =>
    [
        new("graphql.parse_query", StringT, AnyObject, Operands.Of<RegoString>((c, a) => Parse(c, a, GraphQlParser.ParseQuery))),
        new("graphql.parse_schema", StringT, AnyObject, Operands.Of<RegoString>((c, a) => Parse(c, a, GraphQlParser.ParseSchema))),
    ];

    private static RegoValue Parse(BuiltinContext context, RegoString text, Func<string, RegoObject> parse)
    {
        context.Charge(1 + (text.Value.Length * 4L), 64L * text.Value.Length);
        try
        {
            return parse(text.Value);
        }
        catch (GraphQlException e)
        {
            return context.Fail(e.Message);
        }
    }
}
