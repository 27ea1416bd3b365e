using System.Security.Cryptography;

namespace Rego.Builtins.Certificates;

/// <summary>Blocks of PEM (RFC 7468).</summary>
internal static class PemText
{
    internal const string Begin = "-----BEGIN";

    /// <summary>All blocks of a text, in order.</summary>
    internal static List<(string Label, byte[] Bytes)> Blocks(string text)
    {
        var blocks = new List<(string, byte[])>();
        while (PemEncoding.TryFind(text, out var fields))
        {
            blocks.Add((text[fields.Label], Convert.FromBase64String(text[fields.Base64Data])));
            text = text[fields.Location.End..];
        }

        return blocks;
    }
}
