using System.Text;
using Rego.Errors;
using Rego.Testing;
using Rego.Tracing;
using Rego.Values;

namespace Gatectl.Policies.Test;

/// <summary>Writes test results as OPA's JSON.</summary>
internal static class PolicyTestJson
{
    private const long NanosecondsPerTick = 100;

    /// <param name="output">Where to.</param>
    /// <param name="results">The results.</param>
    /// <param name="choose">The steps that are shown.</param>
    internal static void Write(TextWriter output, IReadOnlyList<PolicyTestResult> results, Func<IReadOnlyList<TraceEvent>, IReadOnlyList<TraceEvent>> choose)
    {
        var json = new GoJsonWriter().StartArray();
        foreach (var result in results)
        {
            Write(json, result, choose(result.Result.Trace));
        }

        output.WriteLine(json.EndArray());
    }

    private static void Write(GoJsonWriter json, PolicyTestResult test, IReadOnlyList<TraceEvent> trace)
    {
        var result = test.Result;
        json.StartObject();
        PolicyErrorJson.WritePlace(json, result.Location);
        json.Member("package", result.Package).Member("name", result.Name);
        if (result.Failure is { } failure)
        {
            WriteFailure(json, failure, result.Stack);
        }

        if (result.Outcome is RegoTestOutcome.Failed or RegoTestOutcome.Skipped)
        {
            json.Member(result.Outcome is RegoTestOutcome.Failed ? "fail" : "skip", RegoBoolean.True);
        }

        if (trace.Count > 0)
        {
            TraceEventJson.Write(json.Name("trace"), trace);
        }

        json.Member("duration", result.Duration.Ticks * NanosecondsPerTick);
        if (result.Output.Length > 0)
        {
            json.Member("output", Convert.ToBase64String(Encoding.UTF8.GetBytes(result.Output)));
        }

        if (test.Benchmark is { } benchmark)
        {
            benchmark.Write(json.Name("benchmark_result"));
        }

        WriteCases(json, result.Cases);
        json.EndObject();
    }

    private static void WriteFailure(GoJsonWriter json, RegoEvaluationException failure, IReadOnlyList<StackFrame> stack)
    {
        json.Name("error").StartObject().Member("code", failure.Code).Member("message", failure.Message);
        PolicyErrorJson.WritePlace(json, failure.Location);
        Traceback.Write(json, stack);
        json.EndObject();
    }

    private static void WriteCases(GoJsonWriter json, IReadOnlyList<RegoTestCase> cases)
    {
        if (cases.Count == 0)
        {
            return;
        }

        json.Name("sub_results").StartObject();
        foreach (var @case in cases.OrderBy(@case => @case.Name, Utf8Order.Comparer))
        {
            json.Name(@case.Name).StartObject().Member("name", @case.Name);
            if (!@case.Passed)
            {
                json.Member("fail", RegoBoolean.True);
            }

            WriteCases(json, @case.Cases);
            json.EndObject();
        }

        json.EndObject();
    }
}
