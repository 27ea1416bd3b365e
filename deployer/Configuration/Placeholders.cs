namespace Deployer.Configuration;

/// <summary>What stands for names in destinations, in sources and in what is permitted.</summary>
internal static class Placeholders
{
    /// <summary>The key that stands for every application or environment that has no entry of its own.</summary>
    public const string Any = "*";

    /// <summary>Puts the names in place of <c>{application}</c> and <c>{environment}</c>.</summary>
    public static string Fill(string template, string application, string environment) => template
        .Replace("{application}", application, StringComparison.Ordinal)
        .Replace("{environment}", environment, StringComparison.Ordinal);
}
