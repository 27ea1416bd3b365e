using System.Globalization;
using Rego.Queries;
using Rego.Values;

namespace Gatectl.Policies.Eval;

/// <summary>The output of an evaluation as OPA's JSON.</summary>
internal static class EvalJson
{
    internal static string Of(EvalOutput output)
    {
        var json = new GoJsonWriter().StartObject();
        if (output.Errors.Count > 0)
        {
            PolicyErrorJson.Write(json, output.Errors);
        }

        if (output.Solutions.Count > 0)
        {
            WriteResult(json, output);
        }

        WriteMetrics(json, output);
        WriteObservations(json, output);
        return json.EndObject().ToString();
    }

    /// <summary>Only says that there is a result, not which; all members are sorted.</summary>
    internal static string WithoutResult(EvalOutput output)
    {
        var document = (RegoObject)RegoJson.Parse(Of(output with { Solutions = [] }), RegoJsonLimits.Data);
        return GoJsonWriter.ToText(output.Solutions.Count == 0
            ? document
            : RegoObject.From([.. document, KeyValuePair.Create<RegoValue, RegoValue>(RegoString.From("result"), RegoString.From("discarded"))]));
    }

    private static void WriteResult(GoJsonWriter json, EvalOutput output)
    {
        json.Name("result").StartArray();
        foreach (var solution in output.Solutions)
        {
            json.StartObject().Name("expressions").StartArray();
            foreach (var (expression, value) in output.Expressions.Zip(solution.Values))
            {
                json.StartObject().Member("value", value).Member("text", expression.Text).Name("location")
                    .StartObject().Member("row", expression.Location.Row).Member("col", expression.Location.Column).EndObject()
                    .EndObject();
            }

            json.EndArray();
            if (solution.Bindings.Count > 0)
            {
                json.Member("bindings", solution.Bindings);
            }

            json.EndObject();
        }

        json.EndArray();
    }

    private static void WriteMetrics(GoJsonWriter json, EvalOutput output)
    {
        if (output.Metrics is { } metrics)
        {
            json.Name("metrics").StartObject();
            foreach (var (name, nanoseconds) in metrics.Timers)
            {
                json.Member(name, nanoseconds);
            }

            json.EndObject();
        }

        if (output.AggregatedMetrics.Count > 0)
        {
            json.Name("aggregated_metrics").StartObject();
            foreach (var (name, statistics) in output.AggregatedMetrics)
            {
                WriteStatistics(json.Name(name), statistics);
            }

            json.EndObject();
        }
    }

    private static void WriteObservations(GoJsonWriter json, EvalOutput output)
    {
        if (output.Explanation.Count > 0)
        {
            TraceEventJson.Write(json.Name("explanation"), output.Explanation);
        }

        ProfileJson.Write(json, output);
        if (output.Coverage is { } coverage)
        {
            CoverageJson.Write(json.Name("coverage"), coverage);
        }
    }

    internal static void WriteStatistics(GoJsonWriter json, SortedDictionary<string, double> statistics)
    {
        json.StartObject();
        foreach (var (name, value) in statistics)
        {
            json.Name(name).Raw(value.ToString(CultureInfo.InvariantCulture));
        }

        json.EndObject();
    }
}
