namespace Rego.Loading;

/// <summary>Why a file cannot be read, in the words of Go, which are those of OPA's messages.</summary>
internal static class FileProblem
{
    /// <summary>The message.</summary>
    /// <param name="name">What the file is called.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="failure">What happened.</param>
    internal static string Describe(string name, string path, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"open {name}: no such file or directory",
        UnauthorizedAccessException when Directory.Exists(path) => $"read {name}: is a directory",
        UnauthorizedAccessException => $"open {name}: permission denied",
        _ => failure.Message,
    };

    internal static bool IsOne(Exception failure) => failure is IOException or UnauthorizedAccessException;
}
