using System.Security.Cryptography;
using Gateway.Contract.Grants;
using Gateway.Contract.Hashing;

namespace Protos.Tests.Hashing;

[TestFixture]
public sealed class Sha256DigestTests
{
    [Test]
    public void Compute_EveryLengthUpTo300_IsWhatThePlatformComputes()
    {
        Span<byte> digest = stackalloc byte[Sha256Digest.Size];
        for (var length = 0; length <= 300; length++)
        {
            var data = RandomNumberGenerator.GetBytes(length);
            Sha256Digest.Compute(data, digest);
            Assert.That(digest.ToArray(), Is.EqualTo(SHA256.HashData(data)));
            Sha256Digest.Compute(data.AsSpan(0, length / 3), data.AsSpan(length / 3), digest);
            Assert.That(digest.ToArray(), Is.EqualTo(SHA256.HashData(data)));
            Assert.That(Sha256Digest.ComputeHexadecimal(data), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(data))));
        }
    }

    [Test]
    public void Compute_ManyThreads_DoNotDisturbEachOther()
    {
        byte[][] inputs = [.. Enumerable.Range(0, 64).Select(i => RandomNumberGenerator.GetBytes(i * 37))];
        Parallel.For(0, 10_000, i =>
        {
            var data = inputs[i % inputs.Length];
            Assert.That(Sha256Digest.ComputeHexadecimal(data), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(data))));
        });
    }

    [Test]
    public void Sign_WithASessionKey_IsThePlatformsHmac()
    {
        for (var length = 0; length < 300; length++)
        {
            var key = RandomNumberGenerator.GetBytes(HmacGrantSigner.KeySize);
            var data = RandomNumberGenerator.GetBytes(length);
            var mac = new byte[32];
            new HmacGrantSigner("k", key).Sign(data, mac);
            Assert.That(mac, Is.EqualTo(HMACSHA256.HashData(key, data)));
        }
    }
}
