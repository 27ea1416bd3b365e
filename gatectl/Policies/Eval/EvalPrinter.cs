using Gatectl.CommandLine;
using Rego.Queries;
using Rego.Tooling.Reports;
using Rego.Tracing;
using Rego.Values;

namespace Gatectl.Policies.Eval;

/// <summary>Writes the output of an evaluation in one of OPA's formats.</summary>
/// <param name="context">Where to.</param>
/// <param name="options">The options of the command.</param>
internal sealed class EvalPrinter(CommandContext context, PolicyEvalOptions options)
{
    private readonly TextWriter _output = context.Environment.Out;

    internal void Print(EvalOutput output, PolicyEvalFormat format)
    {
        switch (format)
        {
            case PolicyEvalFormat.Json:
                _output.WriteLine(EvalJson.Of(output));
                break;
            case PolicyEvalFormat.Discard:
                _output.WriteLine(EvalJson.WithoutResult(output));
                break;
            case PolicyEvalFormat.Pretty:
                PrintPretty(output);
                break;
            default:
                PrintValues(output, format);
                break;
        }
    }

    private void PrintValues(EvalOutput output, PolicyEvalFormat format)
    {
        if (output.Errors.Count > 0)
        {
            PrintErrors(output);
            return;
        }

        foreach (var solution in output.Solutions)
        {
            _output.WriteLine(format switch
            {
                PolicyEvalFormat.Bindings => GoJsonWriter.ToText(solution.Bindings),
                PolicyEvalFormat.Values => GoJsonWriter.ToText(RegoArray.From([.. solution.Values])),
                _ => string.Join(' ', solution.Values.Select(RawText)),
            });
        }
    }

    private void PrintPretty(EvalOutput output)
    {
        PrintSteps(output.Explanation);
        if (output.Errors.Count > 0)
        {
            PrintErrors(output);
        }
        else if (output.Solutions.Count == 0)
        {
            _output.WriteLine("undefined");
        }
        else if (IsOneValue(output))
        {
            _output.WriteLine(GoJsonWriter.ToText(output.Solutions[0].Values[0]));
        }
        else
        {
            SolutionTable.Of(output).Print(_output);
        }

        MetricTables.Print(_output, output.Metrics);
        ProfileTables.Print(_output, output.Profile ?? []);
        MetricTables.Print(_output, output.AggregatedMetrics);
        ProfileTables.Print(_output, output.AggregatedProfile);
        ProfileTables.Print(_output, output.Coverage);
    }

    private void PrintSteps(IReadOnlyList<TraceEvent> steps)
    {
        foreach (var row in TraceText.Cells(steps, context.Value(options.VarValues)))
        {
            _output.Write(PolicyText.Escape(string.Concat(row)) + '\n');
        }
    }

    private void PrintErrors(EvalOutput output) => context.Output.Notice(PolicyText.Escape(PolicyError.Describe(output.Errors)));

    /// <summary>Whether one value says it all: there is no other, or all are true or false.</summary>
    private static bool IsOneValue(EvalOutput output) =>
        output.Solutions is [{ Bindings.Count: 0 } only] && (only.Values.Count == 1 || only.Values.All(value => value is RegoBoolean));

    /// <summary>A string as it is, for scripts; only a terminal is kept from what would steer it.</summary>
    private string RawText(RegoValue value) => value is not RegoString text
        ? GoJsonWriter.ToText(value, isIndented: false)
        : context.Environment.IsTerminal ? PolicyText.Escape(text.Value) : text.Value;
}
