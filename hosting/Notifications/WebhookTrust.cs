using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Gateway.Hosting.Notifications;

/// <summary>Authorities of an operator's own, besides those that the system trusts.</summary>
internal sealed class WebhookTrust
{
    private const int MaxFileBytes = 1024 * 1024;

    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly X509Certificate2Collection _authorities;

    private WebhookTrust(X509Certificate2Collection authorities) => _authorities = authorities;

    /// <summary>Reads the authorities.</summary>
    /// <param name="key">The key that names the file.</param>
    /// <param name="path">The file; empty where there is none.</param>
    /// <exception cref="ConfigurationException">There is none in it.</exception>
    public static WebhookTrust Read(string key, string path)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            if (path.Length > 0)
            {
                authorities.ImportFromPem(SmallFile.ReadText(path, MaxFileBytes));
            }
        }
        catch (Exception e) when (e is IOException or CryptographicException)
        {
            throw new ConfigurationException($"{Setting.Fault(key, path, "a PEM file with one or more certificates")} {e.Message}", e);
        }

        Setting.Require(path.Length == 0 || authorities.Count > 0, key, path, "a PEM file with one or more certificates");
        return new WebhookTrust(authorities);
    }

    /// <summary>Whether a server is the one that was asked for.</summary>
    public bool Accepts(X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null || _authorities.Count == 0)
        {
            return errors == SslPolicyErrors.None;
        }

        // Only the question who issued it is answered anew; the name and all else have been judged.
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        X509Certificate2[] others = [.. sent?.ChainElements.Select(element => element.Certificate) ?? []];
        chain.ChainPolicy.ExtraStore.AddRange(others);

        using var server = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(server);
    }
}
