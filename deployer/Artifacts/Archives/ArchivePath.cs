using System.Text;

namespace Deployer.Artifacts.Archives;

/// <summary>Turns the names that archives hold into the segments of a path below the root, or refuses them.</summary>
internal static class ArchivePath
{
    /// <summary>
    /// The segments of an entry's name. A leading <c>./</c> and one trailing <c>/</c> are common and mean nothing; none at all is the root itself.
    /// </summary>
    /// <exception cref="UnsafeArchiveException">The name is absolute, leaves the root, is too long or holds characters that are not allowed.</exception>
    public static string[] Parse(string name)
    {
        CheckCharacters(name);
        CheckBackslashes(name);
        var rest = name;
        while (rest.StartsWith("./", StringComparison.Ordinal))
        {
            rest = rest[2..];
        }

        rest = rest.EndsWith('/') && rest.Length > 1 ? rest[..^1] : rest;
        if (rest is "" or ".")
        {
            return name.Length > 0 ? [] : throw new UnsafeArchiveException("An entry has no name.");
        }

        var segments = rest.Split('/');
        CheckSegments(segments);
        return segments;
    }

    /// <summary>
    /// Checks a link's target, seen from a link at depth <paramref name="depth"/> (0 in the root). Relative, with <c>..</c> only at its
    /// beginning and never above the root: since the directories of entries are never links, such a target cannot leave the root
    /// whatever other links it passes.
    /// </summary>
    /// <exception cref="UnsafeArchiveException">The target could leave the root.</exception>
    public static void CheckLinkTarget(string target, int depth)
    {
        CheckCharacters(target);
        if (target.Contains('\\', StringComparison.Ordinal))
        {
            throw new UnsafeArchiveException("A symbolic link's target holds a backslash.");
        }

        var segments = target.TrimEnd('/').Split('/');
        var up = segments.TakeWhile(s => s == "..").Count();
        if (target.Length == 0 || target[0] == '/' || up > depth)
        {
            throw new UnsafeArchiveException("A symbolic link leaves the archive's root.");
        }

        var down = segments[up..];
        if (down.Length > 0 && !(down is ["."] && up == 0))
        {
            CheckSegments(down);
        }
    }

    private static void CheckSegments(string[] segments)
    {
        if (segments.Length > ArchiveLimits.MaxDepth)
        {
            throw new UnsafeArchiveException($"An entry lies deeper than {ArchiveLimits.MaxDepth} directories.");
        }

        foreach (var segment in segments)
        {
            if (segment is "" or "." or "..")
            {
                throw new UnsafeArchiveException("An entry's name is absolute, leaves the archive's root or is not in its simplest form.");
            }

            if (Encoding.UTF8.GetByteCount(segment) > ArchiveLimits.MaxNameBytes)
            {
                throw new UnsafeArchiveException($"A name in the archive is longer than {ArchiveLimits.MaxNameBytes} bytes.");
            }
        }
    }

    private static void CheckCharacters(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) > ArchiveLimits.MaxPathBytes)
        {
            throw new UnsafeArchiveException($"A path in the archive is longer than {ArchiveLimits.MaxPathBytes} bytes.");
        }

        var hasDrive = name is [_, ':', ..] && char.IsAsciiLetter(name[0]);
        if (hasDrive || name.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFFFD'))
        {
            throw new UnsafeArchiveException("A name in the archive holds a control character or a drive.");
        }
    }

    // A character like any other on Linux, as in the names of systemd's units; but no name may lead out where it is a separator.
    private static void CheckBackslashes(string name)
    {
        if (name.Contains('\\', StringComparison.Ordinal) && name.Split('\\', '/') is var parts && (parts[0].Length == 0 || parts.Contains("..")))
        {
            throw new UnsafeArchiveException("A name in the archive is absolute, or leaves the archive's root, where a backslash is a separator.");
        }
    }
}
