namespace Gatekeeper.Rego.Tests.Conformance;

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

        var root = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Gateway.sln")))
        {
            root = root.Parent;
        }

        var shared = root is null ? string.Empty : Path.Combine(root.FullName, "..", "shared");
        return [.. new[] { "rego-conformance", "rego-live/cases" }.Select(name => Path.Combine(shared, name)).Where(Directory.Exists)];
    }
}
