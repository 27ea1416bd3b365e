using System.Buffers;
using System.Globalization;
using Gateway.Contract.Validation;

namespace Deployer.Targets.Directories;

/// <summary>
/// What a release's directory is called: the release's own name for its first copy, and <c>&lt;name&gt;.2</c> and on for fresh ones that were put
/// beside a current one that somebody had changed.
/// </summary>
/// <param name="Release">The release: its version, <c>-</c>, and the digest's 64 digits; of earlier deployers, the first 12.</param>
/// <param name="Copy">From 1 on.</param>
internal sealed record ReleaseName(string Release, int Copy)
{
    private const int MaxCopyDigits = 9;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <value>The directory's name.</value>
    public string Directory => Copy == 1 ? Release : string.Create(CultureInfo.InvariantCulture, $"{Release}.{Copy}");

    /// <summary>Reads a directory's name; null where it is none of a release.</summary>
    public static ReleaseName? TryParse(string name)
    {
        if (IsRelease(name))
        {
            return new ReleaseName(name, 1);
        }

        var dot = name.LastIndexOf('.');
        return dot > 0 && name.Length - dot - 1 is > 0 and <= MaxCopyDigits && name[dot + 1] != '0'
            && int.TryParse(name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var copy) && copy > 1 && IsRelease(name[..dot])
            ? new ReleaseName(name[..dot], copy)
            : null;
    }

    private static bool IsRelease(string name)
    {
        var dash = name.LastIndexOf('-');
        return dash > 0 && name.Length - dash - 1 is (64 or 12) && FieldRules.IsVersion(name.AsSpan(0, dash)) && !name.AsSpan(dash + 1).ContainsAnyExcept(Hexadecimal);
    }
}
