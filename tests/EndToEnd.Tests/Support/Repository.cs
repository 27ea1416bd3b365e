namespace EndToEnd.Tests.Support;

/// <summary>The source tree that these tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <value><c>Debug</c> or <c>Release</c>, as these tests were built.</value>
    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);

    /// <value>The folder of the built <c>gatectl</c>.</value>
    public static string GatectlFolder => Path.Combine(Root, "gatectl", "bin", Configuration, "net10.0");

    public static string Gatectl => Path.Combine(GatectlFolder, "gatectl");

    public static string Clients => Path.Combine(Root, "tests", "EndToEnd.Tests", "clients");

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Gateway.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is in no source tree.");
    }
}
