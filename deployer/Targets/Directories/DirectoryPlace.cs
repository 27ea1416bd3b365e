using Deployer.Configuration;
using Gateway.Hosting.Posix;

namespace Deployer.Targets.Directories;

/// <summary>Paths of directories, compared segment by segment: <c>/srv/shop</c> holds <c>/srv/shop/test</c>, and not <c>/srv/shopping</c>.</summary>
internal static class DirectoryPlace
{
    /// <summary>Whether <paramref name="path"/> is absolute, and has no segment that is empty, <c>.</c> or <c>..</c>: one place, one path.</summary>
    public static bool IsPlain(string path) =>
        path.Length > 1 && path[0] == '/' && !path.Any(char.IsControl) && path[1..].Split('/').All(segment => segment is not ("" or "." or ".."));

    /// <summary>Whether a path is a directory of a rule or lies in it, and no link stands on the way from the rule's own part to it.</summary>
    /// <param name="path">A plain path.</param>
    /// <param name="rule">The directory, placeholders still in it; may end with a slash.</param>
    /// <param name="application">Stands for <c>{application}</c>.</param>
    /// <param name="environment">Stands for <c>{environment}</c>.</param>
    public static bool IsWithin(string path, string rule, string application, string environment)
    {
        var directory = Placeholders.Fill(rule, application, environment).TrimEnd('/');
        return (path == directory || path.StartsWith(directory + "/", StringComparison.Ordinal)) && !HasLink(path, FixedPart(rule));
    }

    /// <summary>The part of a rule's directory that is the same for all names: what the operator has laid there, links included.</summary>
    public static string FixedPart(string rule) =>
        "/" + string.Join('/', rule.Split('/', StringSplitOptions.RemoveEmptyEntries).TakeWhile(segment => !segment.Contains('{', StringComparison.Ordinal)));

    // A link leads out of what was permitted, or to the place of another. What cannot be looked at is not permitted either.
    private static bool HasLink(string path, string fixedPart)
    {
        try
        {
            for (var at = path; at.Length > fixedPart.Length; at = Path.GetDirectoryName(at)!)
            {
                if (PosixFiles.Find(at) is { Type: FileType.SymbolicLink })
                {
                    return true;
                }
            }

            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
