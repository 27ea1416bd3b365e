using System.Text.Json;

namespace Gatectl.Tests.Live;

/// <summary>
/// Where the recorded answers of OPA are: under <c>tests/Recorded</c>, others of the same form in <c>Live/cases</c>, and more of
/// them in the directory that <c>REGO_LIVE</c> names.
/// </summary>
internal static class LiveFiles
{
    internal const string Variable = "REGO_LIVE";

    /// <summary>The files of that name in this repository.</summary>
    internal static IEnumerable<JsonElement> Own(string name)
    {
        yield return Recorded.ReadJson(Recorded.PathTo("rego-live", $"{name}.json"));
        var more = Path.Combine(TestContext.CurrentContext.TestDirectory, "Live", "cases", $"{name}.json");
        if (Recorded.Exists(more))
        {
            yield return Recorded.ReadJson(more);
        }
    }

    /// <summary>The file of that name in the directory that was named; none where none was, or where it has none.</summary>
    internal static IEnumerable<JsonElement> Named(string name)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } directory)
        {
            return [];
        }

        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException($"{Variable} names {directory}, which is not there.");
        }

        var file = Path.Combine(directory, $"{name}.json");
        return Recorded.Exists(file) ? [Recorded.ReadJson(file)] : [];
    }
}
