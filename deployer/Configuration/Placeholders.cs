namespace Deployer.Configuration;

/// <summary>What stands for names in destinations, in sources and in what is permitted.</summary>
internal static class Placeholders
{
    /// <summary>The key that stands for every application or environment that has no entry of its own.</summary>
    public const string Any = "*";

    private const string Application = "{application}";
    private const string Environment = "{environment}";

    /// <summary>
    /// Whether two applications and environments may be the same once they are filled in, as <c>a</c> with <c>b-c</c> and <c>a-b</c> with <c>c</c>
    /// are in <c>{application}-{environment}</c>: both names are in it, and neither stands apart from the other.
    /// </summary>
    public static bool MayCollide(string template)
    {
        string[] parts = [.. template.Split([.. template.Where(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('-' or '{' or '}')).Distinct()])];
        return template.Contains(Application, StringComparison.Ordinal) && template.Contains(Environment, StringComparison.Ordinal)
            && !parts.Any(part => CountOf(Application, part) + CountOf(Environment, part) == 1);
    }

    private static int CountOf(string placeholder, string part) => part.Split(placeholder).Length - 1;

    /// <summary>Puts the names in place of <c>{application}</c> and <c>{environment}</c>.</summary>
    public static string Fill(string template, string application, string environment) => template
        .Replace(Application, application, StringComparison.Ordinal)
        .Replace(Environment, environment, StringComparison.Ordinal);
}
