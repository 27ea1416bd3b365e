using YamlDotNet.Core;

namespace Gatekeeper.Rego.Loading;

/// <summary>What is wrong with a YAML text.</summary>
/// <param name="Row">The line, from 1; 0 where unknown.</param>
/// <param name="Message">What is wrong there.</param>
internal readonly record struct YamlProblem(int Row, string Message)
{
    internal static YamlProblem From(YamlException failure)
    {
        // The library says "While doing this, did not find that.": the second half is what the common parsers say.
        var message = failure.Message.TrimEnd('.');
        var comma = message.StartsWith("While ", StringComparison.Ordinal) ? message.IndexOf(", ", StringComparison.Ordinal) : -1;
        return new YamlProblem((int)failure.Start.Line, comma < 0 ? message : message[(comma + 2)..]);
    }
}
