using System.Text.RegularExpressions;
using Rego.Options;
using Rego.Tooling.Reports;
using Rego.Tracing;
using Rego.Values;

namespace Rego.Tests.Tracing;

/// <summary>Evaluates with every step observed.</summary>
internal static partial class Traced
{
    internal static readonly RegoCompilerOptions Compilation = new() { IsInstrumented = true };

    internal static IReadOnlyList<TraceEvent> Run(string query, string module, string input = "{}", string data = "{}")
    {
        var tracer = new BufferTracer();
        var policy = new RegoCompiler(Compilation).Compile([new RegoSource("t.rego", module)], (RegoObject)RegoJson.Parse(data)).GetPolicyOrThrow();
        policy.Prepare(query).Evaluate(RegoJson.Parse(input), new EvaluationOptions { Limits = EvaluationLimits.Default, Tracer = tracer });
        return tracer.Events;
    }

    /// <summary>The events as lines: the row, then how deep and what. Numbers of generated variables are left out.</summary>
    internal static string Lines(IEnumerable<TraceEvent> trace) =>
        string.Join('\n', TraceText.Cells([.. trace], withVariables: false).Select(row => GeneratedName().Replace($"{row[0].TrimEnd().Split(':')[^1]} {row[1]}", "__local__")));

    [GeneratedRegex("__localq?\\d+__", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GeneratedName();
}
