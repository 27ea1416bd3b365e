using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatekeeper.Rego;
using Gatekeeper.Rego.Syntax;
using Gatekeeper.Rego.Testing;

namespace Gatectl.Policies.Test;

/// <summary>Writes test results as OPA's JSON.</summary>
internal static class PolicyTestJson
{
    private const long NanosecondsPerTick = 100;

    internal static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    internal static void Write(TextWriter output, IReadOnlyList<RegoTestResult> results, Func<IReadOnlyList<TraceEvent>, IReadOnlyList<TraceEvent>> choose)
    {
        var document = new JsonArray([.. results.Select(result => Describe(result, choose(result.Trace)))]);
        output.WriteLine(document.ToJsonString(Indented));
    }

    private static JsonObject Describe(RegoTestResult result, IReadOnlyList<TraceEvent> trace)
    {
        var test = new JsonObject
        {
            ["location"] = Place(result.Location),
            ["package"] = result.Package,
            ["name"] = result.Name,
        };
        if (result.Failure is { } failure)
        {
            test["error"] = new JsonObject { ["code"] = failure.Code, ["message"] = failure.Message, ["location"] = Place(failure.Location) };
        }

        if (result.Outcome is RegoTestOutcome.Failed)
        {
            test["fail"] = true;
        }
        else if (result.Outcome is RegoTestOutcome.Skipped)
        {
            test["skip"] = true;
        }

        if (trace.Count > 0)
        {
            test["trace"] = new JsonArray([.. trace.Select(traced => JsonNode.Parse(TraceJson.Of(traced).ToJson()))]);
        }

        test["duration"] = result.Duration.Ticks * NanosecondsPerTick;
        if (result.Output.Length > 0)
        {
            test["output"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(result.Output));
        }

        if (result.Cases.Count > 0)
        {
            test["sub_results"] = Describe(result.Cases);
        }

        return test;
    }

    private static JsonObject Describe(IReadOnlyList<RegoTestCase> cases)
    {
        var described = new JsonObject();
        foreach (var @case in cases)
        {
            var entry = new JsonObject { ["name"] = @case.Name };
            if (!@case.Passed)
            {
                entry["fail"] = true;
            }

            if (@case.Cases.Count > 0)
            {
                entry["sub_results"] = Describe(@case.Cases);
            }

            described[@case.Name] = entry;
        }

        return described;
    }

    private static JsonObject Place(SourceLocation location) => new()
    {
        ["file"] = location.File?.Path ?? string.Empty,
        ["row"] = location.Row,
        ["col"] = location.Column,
    };
}
