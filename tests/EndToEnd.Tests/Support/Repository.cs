namespace EndToEnd.Tests.Support;

/// <summary>The source tree that these tests were built in.</summary>
internal static class Repository
{
    /// <value><c>Debug</c> or <c>Release</c>, as these tests were built.</value>
    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);

    /// <value>The directory of the built <c>gatectl</c>.</value>
    public static string GatectlDirectory => SourceTree.PathTo("gatectl", "bin", Configuration, "net10.0");

    public static string Gatectl => Path.Combine(GatectlDirectory, "gatectl");

    public static string Clients => SourceTree.PathTo("tests", "EndToEnd.Tests", "clients");
}
