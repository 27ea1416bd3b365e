using System.Buffers;

namespace Deployer.Secrets;

/// <summary>What secrets may be called.</summary>
internal static class SecretNames
{
    private const int MaxLength = 128;

    private static readonly SearchValues<char> Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-");

    /// <summary>Whether <paramref name="name"/> names a secret.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0]) && !name.AsSpan().ContainsAnyExcept(Characters);
}
