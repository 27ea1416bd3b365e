using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Digests and message authentication codes, in hexadecimal.</summary>
[SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Rego's crypto.sha1 is defined by it; the policy's author chooses.")]
[SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "Rego's crypto.md5 is defined by it; the policy's author chooses.")]
internal static class CryptoFunctions
{
    internal static IEnumerable<Builtin> All =>
    [
        new("crypto.md5", StringT, StringT, Digest(MD5.HashData)),
        new("crypto.sha1", StringT, StringT, Digest(SHA1.HashData)),
        new("crypto.sha256", StringT, StringT, Digest(SHA256.HashData)),
        new("crypto.hmac.md5", StringT, StringT, StringT, Mac(HMACMD5.HashData)),
        new("crypto.hmac.sha1", StringT, StringT, StringT, Mac(HMACSHA1.HashData)),
        new("crypto.hmac.sha256", StringT, StringT, StringT, Mac(HMACSHA256.HashData)),
        new("crypto.hmac.sha512", StringT, StringT, StringT, Mac(HMACSHA512.HashData)),
        new("crypto.hmac.equal", StringT, StringT, BoolT, Operands.Of<RegoString, RegoString>(AreEqual)),
    ];

    private static Builtin1 Digest(Func<byte[], byte[]> hash) => Operands.Of<RegoString>((context, text) =>
    {
        context.Charge(16 + (text.Value.Length >> 1), 3L * text.Value.Length);
        return RegoString.From(Convert.ToHexStringLower(hash(GoText.ToBytes(text.Value))));
    });

    private static Builtin2 Mac(Func<byte[], byte[], byte[]> hash) => Operands.Of<RegoString, RegoString>((context, message, key) =>
    {
        context.Charge(32 + (message.Value.Length >> 1) + (key.Value.Length >> 1), 3L * (message.Value.Length + key.Value.Length));
        return RegoString.From(Convert.ToHexStringLower(hash(GoText.ToBytes(key.Value), GoText.ToBytes(message.Value))));
    });

    private static RegoBoolean AreEqual(BuiltinContext context, RegoString a, RegoString b)
    {
        context.Charge(1 + a.Value.Length + b.Value.Length);
        return RegoBoolean.From(CryptographicOperations.FixedTimeEquals(GoText.ToBytes(a.Value), GoText.ToBytes(b.Value)));
    }
}
