using Gatekeeper.Rego;

namespace Gatectl.Policies.Eval;

/// <summary>Writes the result of an evaluation in one of OPA's formats.</summary>
internal sealed class PolicyEvalPrinter(TextWriter output, PolicyEvalFormat format)
{
    internal void Print(CapturedQuery query, IReadOnlyList<RegoObject> results)
    {
        switch (format)
        {
            case PolicyEvalFormat.Values:
                WriteEach(results.Select(result => RegoArray.From([.. Values(query, result)])));
                break;
            case PolicyEvalFormat.Bindings:
                WriteEach(results.Select(CapturedQuery.Variables));
                break;
            case PolicyEvalFormat.Pretty:
                PrintPretty(query, results);
                break;
            case PolicyEvalFormat.Raw:
                foreach (var result in results)
                {
                    output.WriteLine(string.Join(' ', Values(query, result).Select(RawText)));
                }

                break;
            case PolicyEvalFormat.Discard:
                Write(results.Count == 0 ? RegoObject.Empty : RegoObject.From(("result", RegoString.From("discarded"))));
                break;
            default:
                Write(results.Count == 0 ? RegoObject.Empty : RegoObject.From(("result", RegoArray.From([.. results.Select(result => Describe(query, result))]))));
                break;
        }
    }

    internal void PrintErrors(IReadOnlyList<Diagnostic> errors) =>
        Write(RegoObject.From(("errors", RegoArray.From([.. errors.Select(Describe)]))));

    private static IEnumerable<RegoValue> Values(CapturedQuery query, RegoObject result) => query.Expressions.Select(expression => expression.ValueIn(result));

    private static RegoObject Describe(CapturedQuery query, RegoObject result)
    {
        var described = new RegoObjectBuilder();
        described[RegoString.From("expressions")] = RegoArray.From([.. query.Expressions.Select(expression => RegoObject.From(
            ("value", expression.ValueIn(result)),
            ("text", RegoString.From(expression.Text)),
            ("location", Place(expression.Location.Row, expression.Location.Column))))]);
        var variables = CapturedQuery.Variables(result);
        if (variables.Count > 0)
        {
            described[RegoString.From("bindings")] = variables;
        }

        return described.Build();
    }

    private static RegoObject Describe(Diagnostic error)
    {
        if (error.Code == DiagnosticCodes.Load)
        {
            return RegoObject.From(("message", RegoString.From(error.Message)));
        }

        var place = RegoObject.From([.. Place(error.Location.Row, error.Location.Column), KeyValuePair.Create<RegoValue, RegoValue>(RegoString.From("file"), RegoString.From(error.Location.File?.Path ?? string.Empty))]);
        var described = RegoObject.From(("message", RegoString.From(error.Message)), ("code", RegoString.From(error.Code)), ("location", place));
        return error.Details is null
            ? described
            : RegoObject.From([.. described, KeyValuePair.Create<RegoValue, RegoValue>(RegoString.From("details"), error.Details)]);
    }

    private static RegoObject Place(int row, int column) => RegoObject.From(("row", RegoNumber.From(row)), ("col", RegoNumber.From(column)));

    private static string RawText(RegoValue value) => value is RegoString text ? PolicyText.Escape(text.Value) : value.ToJson();

    private void PrintPretty(CapturedQuery query, IReadOnlyList<RegoObject> results)
    {
        if (results.Count == 0)
        {
            output.WriteLine("undefined");
        }
        else if (results.Count == 1 && query.Expressions.Count == 1 && CapturedQuery.Variables(results[0]).Count == 0)
        {
            Write(query.Expressions[0].ValueIn(results[0]));
        }
        else
        {
            PolicyEvalTable.Print(output, query, results);
        }
    }

    private void WriteEach(IEnumerable<RegoValue> values)
    {
        foreach (var value in values)
        {
            Write(value);
        }
    }

    private void Write(RegoValue value) => output.WriteLine(IndentedJson.Write(value));
}
