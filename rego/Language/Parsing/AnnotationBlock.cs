using Rego.Sources;
using Rego.Syntax;
using Rego.Values;
using Rego.Yaml;

namespace Rego.Parsing;

/// <summary>Reads one metadata block.</summary>
internal static class AnnotationBlock
{
    internal static Annotations? Parse(Comment start, List<Comment> lines, Action<string, SourceLocation> report)
    {
        var yaml = string.Concat(lines.Select(line => (line.Text.StartsWith(' ') ? line.Text[1..] : line.Text) + "\n"));
        if (string.IsNullOrWhiteSpace(yaml))
        {
            report("expected METADATA block, found whitespace", start.Location);
            return null;
        }

        if (FindProblem(yaml, out var fields) is { } problem)
        {
            // OPA takes the line's number for an index: it tells the line behind it, where there is one.
            report(problem.Message, lines[Math.Clamp(problem.Row, 0, lines.Count - 1)].Location);
            return null;
        }

        try
        {
            return new Annotations(WholeOf(start, lines), yaml, AnnotationFields.Normalize(fields));
        }
        catch (FormatException failure)
        {
            report(failure.Message, start.Location);
            return null;
        }
    }

    private static SourceLocation WholeOf(Comment start, List<Comment> lines)
    {
        var end = lines.Count == 0 ? start.Location : lines[^1].Location;
        return start.Location with { Length = end.Offset + end.Length - start.Location.Offset };
    }

    private static YamlProblem? FindProblem(string yaml, out RegoObject fields)
    {
        fields = RegoObject.Empty;
        if (!YamlDocument.TryParse(yaml, out var value, out var problem, refuseDuplicates: true))
        {
            return problem.Message.StartsWith("mapping key", StringComparison.Ordinal)
                ? new YamlProblem(problem.Row, $"yaml: unmarshal errors:\n  line {problem.Row}: {problem.Message}")
                : new YamlProblem(problem.Row, problem.Row == 0 ? $"yaml: {problem.Message}" : $"yaml: line {problem.Row}: {problem.Message}");
        }

        if (value is RegoNull)
        {
            return null;
        }

        if (value is not RegoObject members)
        {
            return new YamlProblem(1, AnnotationTypes.Message(1, value, "ast.rawAnnotation"));
        }

        fields = members;
        return AnnotationTypes.FindWrong(members, yaml) is { } wrong ? new YamlProblem(wrong.Row, wrong.Message) : null;
    }
}
