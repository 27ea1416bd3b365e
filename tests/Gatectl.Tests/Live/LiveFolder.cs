namespace Gatectl.Tests.Live;

/// <summary>Where the recorded answers of OPA are: the folder that <c>REGO_LIVE</c> names, or the one beside the repository.</summary>
internal static class LiveFolder
{
    internal const string Variable = "REGO_LIVE";

    /// <value>Whether the folder is another one than ours: what is known to differ here says nothing about it.</value>
    internal static bool IsNamed => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The file of that name; null where there is none.</summary>
    internal static string? FindFile(string name)
    {
        var folder = IsNamed ? Environment.GetEnvironmentVariable(Variable)! : SourceTree.PathTo("..", "shared", "rego-live");
        var file = Path.Combine(folder, $"{name}.json");
        return File.Exists(file) ? file : null;
    }

    /// <summary>The cases of that name that stand in this repository; null where there are none.</summary>
    internal static string? FindOwn(string name)
    {
        var file = Path.Combine(TestContext.CurrentContext.TestDirectory, "Live", "cases", $"{name}.json");
        return File.Exists(file) ? file : null;
    }
}
