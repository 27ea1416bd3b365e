using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rego.Builtins.Certificates;

/// <summary>Verifies that the last of several certificates leads back to the first, which is trusted. Nothing is fetched.</summary>
internal static class ChainVerifier
{
    private static readonly Dictionary<string, string> Usages = new()
    {
        ["KeyUsageAny"] = "2.5.29.37.0",
        ["KeyUsageServerAuth"] = "1.3.6.1.5.5.7.3.1",
        ["KeyUsageClientAuth"] = "1.3.6.1.5.5.7.3.2",
        ["KeyUsageCodeSigning"] = "1.3.6.1.5.5.7.3.3",
        ["KeyUsageEmailProtection"] = "1.3.6.1.5.5.7.3.4",
        ["KeyUsageIPSECEndSystem"] = "1.3.6.1.5.5.7.3.5",
        ["KeyUsageIPSECTunnel"] = "1.3.6.1.5.5.7.3.6",
        ["KeyUsageIPSECUser"] = "1.3.6.1.5.5.7.3.7",
        ["KeyUsageTimeStamping"] = "1.3.6.1.5.5.7.3.8",
        ["KeyUsageOCSPSigning"] = "1.3.6.1.5.5.7.3.9",
        ["KeyUsageMicrosoftServerGatedCrypto"] = "1.3.6.1.4.1.311.10.3.3",
        ["KeyUsageNetscapeServerGatedCrypto"] = "2.16.840.1.113730.4.1",
        ["KeyUsageMicrosoftCommercialCodeSigning"] = "1.3.6.1.4.1.311.2.1.22",
        ["KeyUsageMicrosoftKernelCodeSigning"] = "1.3.6.1.4.1.311.61.1.1",
    };

    /// <summary>The object identifier of a usage's name; null for an unknown one.</summary>
    internal static string? UsageOf(string name) => Usages.GetValueOrDefault(name);

    /// <summary>The chain from the leaf to the root; null where there is none that holds.</summary>
    internal static List<X509Certificate2>? Verify(List<X509Certificate2> certificates, ChainOptions options)
    {
        if (certificates.Count < 2)
        {
            return null;
        }

        var (root, leaf) = (certificates[0], certificates[^1]);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.ExtraStore.AddRange(certificates.Skip(1).SkipLast(1).ToArray());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = options.Time.UtcDateTime;
        var holds = chain.Build(leaf)
            && chain.ChainElements[^1].Certificate.RawDataMemory.Span.SequenceEqual(root.RawDataMemory.Span)
            && HasUsage(chain, options)
            && (options.DnsName is null || leaf.MatchesHostname(options.DnsName, allowWildcards: true, allowCommonName: false));
        return holds ? [.. chain.ChainElements.Select(element => X509CertificateLoader.LoadCertificate(element.Certificate.RawDataMemory.Span))] : null;
    }

    /// <summary>Whether one of the usages asked for is allowed all along the chain; a certificate without the extension allows all.</summary>
    private static bool HasUsage(X509Chain chain, ChainOptions options) =>
        options.Usages.Contains(Usages["KeyUsageAny"])
        || options.Usages.Any(usage => chain.ChainElements.All(element => Allows(element.Certificate, usage)));

    private static bool Allows(X509Certificate2 certificate, string usage)
    {
        var extension = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
        return extension is null || extension.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == usage || oid.Value == Usages["KeyUsageAny"]);
    }
}
