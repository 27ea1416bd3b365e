using Gatekeeper.Rego.Loading;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Parsing;

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

        if (!YamlDocument.TryParse(yaml, out var value, out var problem, refuseDuplicates: true))
        {
            var at = Math.Clamp(problem.Row, 0, lines.Count - 1);
            report($"yaml: line {problem.Row}: {problem.Message}", lines[at].Location);
            return null;
        }

        if (value is RegoObject fields)
        {
            return new Annotations(start.Location, yaml, fields);
        }

        report($"yaml: unmarshal errors:\n  line 1: cannot unmarshal !!{(value is RegoArray ? "seq" : "str")} into ast.rawAnnotation", start.Location);
        return null;
    }
}
