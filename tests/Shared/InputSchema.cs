using Rego;
using Rego.Loading;
using Rego.Options;
using Rego.Values;

namespace Gateway.Tests.Shared;

/// <summary>The shipped schemas of what policies see.</summary>
internal static class InputSchema
{
    private static readonly EvaluationOptions Options = new() { Limits = EvaluationLimits.Default };

    private static readonly PreparedQuery Match =
        new RegoCompiler().Compile([]).GetPolicyOrThrow().Prepare("json.match_schema(input.document, input.schema)[1]");

    /// <summary>What is wrong with a document; nothing where the schema describes it.</summary>
    internal static string[] ErrorsOf(RegoValue document, string schema)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "schemas", schema);
        var input = RegoObject.From(("document", document), ("schema", RegoDocument.Read(file)));
        return [.. ((RegoArray)Match.Evaluate(input, Options)).Select(error => ((RegoString)((RegoObject)error)["error"]).Value)];
    }
}
