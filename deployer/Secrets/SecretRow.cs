using System.Security.Cryptography;
using System.Text;

namespace Deployer.Secrets;

/// <summary>A secret as the store's file has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">From 1; each replacement is one more.</param>
/// <param name="Nonce">What it was encrypted with, besides the key.</param>
/// <param name="Ciphertext">The value, encrypted.</param>
/// <param name="Tag">Proves that it was stored so, under this name and version.</param>
internal sealed record SecretRow(string Name, long Version, byte[] Nonce, byte[] Ciphertext, byte[] Tag)
{
    /// <value>What is authenticated with the value.</value>
    public byte[] AssociatedData => Encoding.UTF8.GetBytes($"deployer-secret\n{Name}\n{Version}");

    /// <value>What pins exactly this row: its version, and the SHA-256 over all of it.</value>
    public SecretPin Pin => new(Version, Convert.ToHexStringLower(SHA256.HashData(
        [.. Encoding.UTF8.GetBytes($"{Name}\n{Version}\n{Nonce.Length}\n{Tag.Length}\n"), .. Nonce, .. Tag, .. Ciphertext])));
}
