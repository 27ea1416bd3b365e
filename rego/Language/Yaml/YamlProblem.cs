using YamlDotNet.Core;

namespace Rego.Yaml;

/// <summary>What is wrong with a YAML text.</summary>
/// <param name="Row">The line, from 1; 0 where unknown.</param>
/// <param name="Message">What is wrong there.</param>
internal readonly record struct YamlProblem(int Row, string Message)
{
    /// <summary>As OPA prints it.</summary>
    public override string ToString() => Row == 0 ? Message : $"line {Row}: {Message}";

    internal static YamlProblem From(YamlException failure)
    {
        // The library says "While doing this, did not find that.": the second half is what the common parsers say.
        var message = failure.Message.TrimEnd('.');
        var comma = message.StartsWith("While ", StringComparison.Ordinal) ? message.IndexOf(", ", StringComparison.Ordinal) : -1;
        message = comma < 0 ? message : message[(comma + 2)..];
        return new YamlProblem(RowOf(failure), message == "found invalid mapping" ? "mapping values are not allowed in this context" : message);
    }

    /// <summary>The line that the common parsers tell: that of the context, or else of the problem, counted from 0 except for broken tokens.</summary>
    private static int RowOf(YamlException failure)
    {
        if (failure.Message.StartsWith("mapping key", StringComparison.Ordinal))
        {
            return (int)failure.Start.Line;
        }

        var row = failure.Start.Line > 1 ? failure.Start.Line - 1 : Math.Max(0, failure.End.Line - 1);
        return (int)(row > 0 && failure is SyntaxErrorException ? row + 1 : row);
    }
}
