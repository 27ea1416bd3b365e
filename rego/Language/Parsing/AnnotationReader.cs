using Rego.Sources;
using Rego.Syntax;

namespace Rego.Parsing;

/// <summary>Finds the metadata blocks among the comments.</summary>
internal static class AnnotationReader
{
    internal static List<Annotations> Read(Comment[] comments, Action<string, SourceLocation> report)
    {
        var found = new List<Annotations>();
        for (var i = 0; i < comments.Length; i++)
        {
            if (!IsStart(comments[i]))
            {
                continue;
            }

            var block = new List<Comment>();
            for (var next = i + 1; next < comments.Length && Continues(comments[next - 1], comments[next]); next++)
            {
                block.Add(comments[next]);
            }

            if (AnnotationBlock.Parse(comments[i], block, report) is { } annotations)
            {
                found.Add(annotations);
            }

            i += block.Count;
        }

        return found;
    }

    /// <summary>Whether a metadata block begins with the comment.</summary>
    internal static bool IsStart(Comment comment) =>
        comment.Location.Column == 1 && comment.Text.AsSpan().Trim().StartsWith("METADATA");

    private static bool Continues(Comment previous, Comment comment) =>
        comment.Location.Column == 1 && comment.Location.Row == previous.Location.Row + 1 && !IsStart(comment);
}
