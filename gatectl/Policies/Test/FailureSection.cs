using System.Globalization;
using Gatectl.CommandLine;
using Rego.Testing;
using Rego.Tooling.Reports;
using Rego.Tracing;

namespace Gatectl.Policies.Test;

/// <summary>Writes why tests failed: their steps, and the failing statements with their values.</summary>
/// <param name="output">Where to.</param>
/// <param name="showsSteps">Whether the chosen steps are shown.</param>
/// <param name="showsValues">Whether the failing statements are shown, with values; the steps then have them as well.</param>
internal sealed class FailureSection(TextWriter output, bool showsSteps, bool showsValues)
{
    private const int ValueIndent = 4;

    internal void Print(RegoTestResult failure, IReadOnlyList<TraceEvent> chosen)
    {
        output.Write($"{TerminalText.Escape($"{failure.Package}.{failure.Name}")}: FAIL ({GoDuration.Format(failure.Duration)})\n");
        var outermost = new IndentedText(output, 0);
        if (failure.Cases.Count == 0)
        {
            PrintSteps(outermost, chosen);
            PrintValues(outermost, chosen);
        }
        else
        {
            PrintSteps(outermost, chosen);
            output.Write('\n');
            PrintCases(failure.Cases, []);
        }

        output.Write('\n');
    }

    private void PrintCases(IReadOnlyList<RegoTestCase> cases, IReadOnlyList<RegoTestCase> around)
    {
        foreach (var @case in cases.Where(@case => !@case.Passed))
        {
            IReadOnlyList<RegoTestCase> path = [.. around, @case];
            if (@case.Cases.Count > 0)
            {
                PrintCases(@case.Cases, path);
                continue;
            }

            var writer = new IndentedText(output, 0).Deeper();
            foreach (var part in path)
            {
                writer.Write($"{TerminalText.Escape(part.Name)}: FAIL\n");
                writer = writer.Deeper();
            }

            PrintValues(writer, @case.Trace);
        }
    }

    private void PrintSteps(IndentedText writer, IReadOnlyList<TraceEvent> chosen)
    {
        if (!showsSteps)
        {
            return;
        }

        writer.Write("\n");
        var indented = writer.Deeper();
        foreach (var row in TraceText.Cells(chosen, showsValues))
        {
            foreach (var cell in row)
            {
                indented.Write(PolicyText.Escape(cell));
            }

            indented.Write("\n");
        }
    }

    private void PrintValues(IndentedText writer, IReadOnlyList<TraceEvent> trace)
    {
        if (!showsValues)
        {
            return;
        }

        writer.Write("\n");
        if (TraceFailure.LastOf(trace) is not { } failed)
        {
            return;
        }

        writer.Deeper().Write(string.Create(CultureInfo.InvariantCulture, $"{TerminalText.Escape(failed.Location.File!.Path)}:{failed.Location.Row}:\n"));
        writer.Deeper(ValueIndent).Write(PolicyText.Escape(TraceFailure.Describe(failed, withVariables: true)));
        writer.Write("\n");
    }
}
