namespace Rego.Tests.Conformance;

/// <summary>Where the cases are.</summary>
internal static class ConformanceFolders
{
    internal const string Variable = "REGO_CONFORMANCE";

    internal static IReadOnlyList<string> Find()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
        {
            return named.Split(':', StringSplitOptions.RemoveEmptyEntries);
        }

        return [.. new[] { "rego-conformance", "rego-live/cases" }.Select(name => SourceTree.PathTo("..", "shared", name)).Where(Directory.Exists)];
    }
}
