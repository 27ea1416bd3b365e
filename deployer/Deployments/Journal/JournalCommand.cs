using Deployer.Configuration;
using Gateway.Hosting.Settings;
using Gateway.Hosting.State;
using Microsoft.Data.Sqlite;

namespace Deployer.Deployments.Journal;

/// <summary>
/// The program's verbs for its journal: <c>deployer journal check</c> and <c>backup FILE</c>, also while it is served from, and
/// <c>restore FILE|as-is|empty</c>, while it is not.
/// </summary>
internal static class JournalCommand
{
    private const string Usage = "Usage: deployer journal check | deployer journal backup FILE | deployer journal restore FILE|as-is|empty   (then --Deployer:KEY=VALUE as for serving)";

    /// <summary>Runs a verb.</summary>
    /// <param name="arguments">What follows <c>journal</c>.</param>
    /// <param name="options">The configuration.</param>
    /// <param name="time">The clock.</param>
    /// <param name="output">Where what was found goes to.</param>
    /// <param name="error">Where errors go to.</param>
    /// <returns>0 done and well, 1 failed, or something is wrong, 2 wrong usage.</returns>
    public static int Run(string[] arguments, DeployerOptions options, TimeProvider time, TextWriter output, TextWriter error)
    {
        string[] words = [.. arguments.TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal))];
        var journal = Path.Combine(Path.GetFullPath(options.StateDirectory), "journal.db");
        try
        {
            switch (words)
            {
                case ["check"]:
                    return new JournalCheck(journal).Run(output) ? 0 : 1;
                case ["backup", string file]:
                    JournalBackup.Run(journal, Path.GetFullPath(file), output);
                    return 0;
                case ["restore", string source]:
                    using (StateDirectory.Open(options.StateDirectory, "Deployer:StateDirectory"))
                    {
                        new JournalRestore(journal, time, keepsNotices: options.Notifications.Webhooks.Count > 0).Run(source, output);
                    }

                    return 0;
                default:
                    error.WriteLine(Usage);
                    return 2;
            }
        }
        catch (Exception e) when (e is JournalUnavailableException or ConfigurationException or SqliteException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(e.Message);
            return 1;
        }
    }
}
