using System.Text;
using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Support;

/// <summary><c>examples/deployment/README.md</c>, as someone follows it who types what it says.</summary>
internal static class DeploymentGuide
{
    public static string DirectoryPath => SourceTree.PathTo("examples", "deployment");

    /// <value>Its commands in order: those for a machine without systemd.</value>
    public static string Script
    {
        get
        {
            var script = new StringBuilder("umask 022\n");
            foreach (Match block in Regex.Matches(Text, "^```sh run\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline))
            {
                script.Append(block.Groups[1].Value);
            }

            // The programs are built already, as these tests were.
            return script.ToString().Replace("--configuration Release", $"--no-build --configuration {Repository.Configuration}", StringComparison.Ordinal);
        }
    }

    public static string Text => File.ReadAllText(Path.Combine(DirectoryPath, "README.md"));
}
