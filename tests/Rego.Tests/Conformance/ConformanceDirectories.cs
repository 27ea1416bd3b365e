namespace Rego.Tests.Conformance;

/// <summary>Where the cases are: those recorded in this repository always, and OPA's own suite where it is at hand.</summary>
internal static class ConformanceDirectories
{
    internal const string Variable = "REGO_CONFORMANCE";

    /// <value>The cases that a real OPA answered for this project.</value>
    internal static string Recorded { get; } = Gateway.Tests.Shared.Recorded.PathTo("rego-live", "cases");

    /// <summary>The directories of OPA's suite: those that <c>REGO_CONFORMANCE</c> names, or the one beside the repository; none where it is absent.</summary>
    internal static IReadOnlyList<string> FindSuite()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
        {
            return named.Split(':', StringSplitOptions.RemoveEmptyEntries);
        }

        return [.. new[] { SourceTree.PathTo("..", "shared", "rego-conformance") }.Where(Directory.Exists)];
    }
}
