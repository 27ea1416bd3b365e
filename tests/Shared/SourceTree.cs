namespace Gateway.Tests.Shared;

/// <summary>The source tree that the tests were built in, so that they read what it ships wherever they are started.</summary>
internal static class SourceTree
{
    /// <value>The directory that holds the solution.</value>
    public static string Root { get; } = FindRoot();

    /// <summary>A path below <see cref="Root"/>.</summary>
    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Gateway.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is in no source tree.");
    }
}
