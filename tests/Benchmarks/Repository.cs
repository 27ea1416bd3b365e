namespace Benchmarks;

/// <summary>Where the repository's directories are.</summary>
internal static class Repository
{
    /// <summary>The shipped policies.</summary>
    public static string Policies => SourceTree.PathTo("policies");

    /// <summary>The speed workloads' directory: named by REGO_PERF, or beside the repository; null where there is none.</summary>
    public static string? RegoPerf
    {
        get
        {
            var directory = Environment.GetEnvironmentVariable("REGO_PERF") is { Length: > 0 } named ? named : SourceTree.PathTo("..", "shared", "rego-perf");
            return File.Exists(Path.Combine(directory, "make.py")) ? directory : null;
        }
    }
}
