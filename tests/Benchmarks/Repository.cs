namespace Benchmarks;

/// <summary>Where the repository's folders are.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The shipped policies.</summary>
    public static string Policies => Path.Combine(Root, "policies");

    /// <summary>The speed workloads' folder: named by REGO_PERF, or beside the repository; null where there is none.</summary>
    public static string? RegoPerf
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("REGO_PERF") is { Length: > 0 } named ? named : Path.Combine(Root, "..", "shared", "rego-perf");
            return File.Exists(Path.Combine(folder, "make.py")) ? folder : null;
        }
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? up = new(AppContext.BaseDirectory); up is not null; up = up.Parent)
        {
            if (File.Exists(Path.Combine(up.FullName, "Gateway.sln")))
            {
                return up.FullName;
            }
        }

        throw new InvalidOperationException("The benchmarks run from within the repository.");
    }
}
